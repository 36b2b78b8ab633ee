//! Messages and events as XML.

use wechat_protocol::xml;

use super::tree::Element;
use crate::chance::Chance;
use crate::clock::Clock;

/// What the platform tells the account.
#[derive(Debug, Clone)]
pub enum Message {
    /// The person wrote a text.
    Text {
        /// The text.
        content: String,
        /// `MsgId`; a new one when `None`.
        msg_id: Option<u64>,
    },
    /// The person followed, perhaps through a scene code.
    Subscribe {
        /// Scene and, if it is known, ticket of the code.
        code: Option<(String, Option<String>)>,
    },
    /// The person left.
    Unsubscribe,
    /// A follower scanned a scene code.
    Scan {
        /// Scene value.
        scene: String,
        /// Ticket of the code, if it is known.
        ticket: Option<String>,
    },
    /// The person tapped a menu item.
    Click {
        /// Its key.
        key: String,
    },
    /// The person opened a menu item's address.
    View {
        /// The address.
        url: String,
    },
    /// A template message was handled.
    TemplateReport {
        /// Its message id.
        message_id: u64,
        /// `success` or `failed:…`
        status: &'static str,
    },
}

/// A message ready to be sent, as often as needed.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// `FromUserName`.
    pub open_id: String,
    /// `ToUserName`.
    pub account: String,
    /// `MsgType`, or `Event` for events.
    pub name: String,
    /// `MsgId` of messages.
    pub msg_id: Option<u64>,
    /// `CreateTime`, Unix seconds.
    pub create_time: i64,
    /// `EventKey`, if any.
    pub event_key: Option<String>,
    /// The clear message.
    pub xml: String,
}

impl Outgoing {
    /// Writes a message of `open_id` to the account.
    pub fn new(message: &Message, open_id: &str, account: &str, clock: Clock, chance: &mut Chance) -> Self {
        let create_time = clock.wall();
        let msg_id = match message {
            Message::Text { msg_id, .. } => Some(msg_id.unwrap_or_else(|| chance.message_id())),
            _ => None,
        };
        let (name, event_key) = (name(message), event_key(message));
        let mut xml = String::new();
        xml::push_element(&mut xml, "xml", |xml| {
            xml::push_text(xml, "ToUserName", account);
            xml::push_text(xml, "FromUserName", open_id);
            xml::push_number(xml, "CreateTime", create_time);
            push_rest(xml, message, name, event_key.as_deref(), msg_id);
        });
        Self {
            open_id: open_id.to_owned(),
            account: account.to_owned(),
            name: name.to_owned(),
            msg_id,
            create_time,
            event_key,
            xml,
        }
    }

    /// A message given as XML, which may be anything.
    #[must_use]
    pub fn raw(xml: String) -> Self {
        let root = Element::parse(&xml).unwrap_or_default();
        let text = |name| root.text_of(name).map(str::to_owned);
        Self {
            open_id: text("FromUserName").unwrap_or_default(),
            account: text("ToUserName").unwrap_or_default(),
            name: text("Event")
                .or_else(|| text("MsgType"))
                .unwrap_or_else(|| "raw".to_owned()),
            msg_id: text("MsgId").and_then(|id| id.parse().ok()),
            create_time: text("CreateTime")
                .and_then(|time| time.parse().ok())
                .unwrap_or_default(),
            event_key: text("EventKey"),
            xml,
        }
    }
}

fn name(message: &Message) -> &'static str {
    match message {
        Message::Text { .. } => "text",
        Message::Subscribe { .. } => "subscribe",
        Message::Unsubscribe => "unsubscribe",
        Message::Scan { .. } => "SCAN",
        Message::Click { .. } => "CLICK",
        Message::View { .. } => "VIEW",
        Message::TemplateReport { .. } => "TEMPLATESENDJOBFINISH",
    }
}

fn event_key(message: &Message) -> Option<String> {
    match message {
        Message::Subscribe { code: Some((scene, _)) } => Some(format!("qrscene_{scene}")),
        Message::Subscribe { code: None } | Message::Unsubscribe => Some(String::new()),
        Message::Scan { scene, .. } => Some(scene.clone()),
        Message::Click { key } => Some(key.clone()),
        Message::View { url } => Some(url.clone()),
        Message::Text { .. } | Message::TemplateReport { .. } => None,
    }
}

fn push_rest(xml: &mut String, message: &Message, name: &str, event_key: Option<&str>, msg_id: Option<u64>) {
    if let (Message::Text { content, .. }, Some(msg_id)) = (message, msg_id) {
        xml::push_text(xml, "MsgType", name);
        xml::push_text(xml, "Content", content);
        xml::push_element(xml, "MsgId", |xml| xml.push_str(&msg_id.to_string()));
        return;
    }
    xml::push_text(xml, "MsgType", "event");
    xml::push_text(xml, "Event", name);
    if let Some(key) = event_key {
        xml::push_text(xml, "EventKey", key);
    }
    match message {
        Message::Subscribe {
            code: Some((_, Some(ticket))),
        }
        | Message::Scan {
            ticket: Some(ticket), ..
        } => {
            xml::push_text(xml, "Ticket", ticket);
        }
        Message::TemplateReport { message_id, status } => {
            xml::push_element(xml, "MsgID", |xml| xml.push_str(&message_id.to_string()));
            xml::push_text(xml, "Status", status);
        }
        _ => {}
    }
}
