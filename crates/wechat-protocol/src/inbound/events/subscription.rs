//! Subscribe messages (订阅消息, 订阅通知): what people allow, and what became of a message.

use crate::inbound::node::Node;

/// A report on subscribe messages. XML wraps the entries, JSON has them as `List`: an object when there is one, an array
/// when there are several.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubscriptionEvent {
    /// What the person answered in the popup (`subscribe_msg_popup_event`).
    Answered(Vec<SubscriptionChoice>),
    /// What the person changed in the settings (`subscribe_msg_change_event`); only refusals are pushed.
    Changed(Vec<SubscriptionChoice>),
    /// What became of messages (`subscribe_msg_sent_event`).
    Sent(Vec<SubscriptionDelivery>),
}

/// A person's choice about one template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionChoice {
    /// The template.
    pub template_id: String,
    /// The choice.
    pub answer: SubscriptionAnswer,
    /// Where the popup was: 0 a Mini Program page or 1 an article, by the platform's numbers.
    pub popup_scene: Option<String>,
}

/// `SubscribeStatusString`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubscriptionAnswer {
    /// `accept`: one message may be sent.
    Accepted,
    /// `reject`.
    Rejected,
    /// Another answer, as sent.
    Other(String),
}

/// What became of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionDelivery {
    /// The template.
    pub template_id: String,
    /// The `msgid` its sending returned.
    pub msg_id: Option<u64>,
    /// 0 when it arrived.
    pub error_code: i64,
    /// The outcome in the platform's words.
    pub error_status: String,
}

/// `name` is in lower case. None when it is no event of this family or has no entry.
pub(super) fn read(name: &str, push: Node<'_, '_>) -> Option<SubscriptionEvent> {
    Some(match name {
        "subscribe_msg_popup_event" => SubscriptionEvent::Answered(entries(push, "SubscribeMsgPopupEvent", choice)?),
        "subscribe_msg_change_event" => SubscriptionEvent::Changed(entries(push, "SubscribeMsgChangeEvent", choice)?),
        "subscribe_msg_sent_event" => SubscriptionEvent::Sent(entries(push, "SubscribeMsgSentEvent", delivery)?),
        _ => return None,
    })
}

fn entries<T>(push: Node<'_, '_>, wrapper: &str, read: fn(Node<'_, '_>) -> Option<T>) -> Option<Vec<T>> {
    let entries: Vec<T> = push.child_or_self(wrapper).all("List").filter_map(read).collect();
    (!entries.is_empty()).then_some(entries)
}

fn choice(entry: Node<'_, '_>) -> Option<SubscriptionChoice> {
    let answer = entry.text("SubscribeStatusString")?;
    Some(SubscriptionChoice {
        template_id: entry.text("TemplateId")?,
        answer: match answer.to_ascii_lowercase().as_str() {
            "accept" => SubscriptionAnswer::Accepted,
            "reject" => SubscriptionAnswer::Rejected,
            _ => SubscriptionAnswer::Other(answer),
        },
        popup_scene: entry.text("PopupScene"),
    })
}

fn delivery(entry: Node<'_, '_>) -> Option<SubscriptionDelivery> {
    Some(SubscriptionDelivery {
        template_id: entry.text("TemplateId")?,
        msg_id: entry.number("MsgID"),
        error_code: entry.number("ErrorCode")?,
        error_status: entry.text_or_empty("ErrorStatus"),
    })
}
