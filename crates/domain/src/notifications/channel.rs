//! What a notice is about, and how it travels.

use std::time::Duration;

use super::custom_message::CustomMessage;

/// What the notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// A registration was made.
    Registered,
    /// A check-in was made.
    CheckedIn,
    /// A reply that was not ready within WeChat's deadline.
    LateReply,
    /// A message to many.
    Broadcast,
    /// A message that an operator wrote to one person.
    Direct,
    /// A template tried out.
    Test,
}

impl NoticeKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Registered,
        Self::CheckedIn,
        Self::LateReply,
        Self::Broadcast,
        Self::Direct,
        Self::Test,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::CheckedIn => "checked-in",
            Self::LateReply => "late-reply",
            Self::Broadcast => "broadcast",
            Self::Direct => "direct",
            Self::Test => "test",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How the notice travels, with what it carries.
#[derive(Clone, PartialEq, Eq)]
pub enum Channel {
    /// A customer-service message (客服消息). WeChat takes no idempotency key for it: an unanswered send is never repeated.
    Custom(CustomMessage),
    /// A template message (模板消息). WeChat sends one `client_msg_id` once within ten minutes.
    Template {
        /// WeChat's template id.
        template_id: String,
        /// Template key → value.
        fields: Vec<(String, String)>,
        /// Where a tap leads.
        link: Link,
    },
    /// A subscribe notification (订阅通知). It uses up one consent, and WeChat takes no idempotency key for it.
    Subscribe {
        /// WeChat's template id.
        template_id: String,
        /// Template key → value.
        fields: Vec<(String, String)>,
        /// Where a tap leads.
        link: Link,
    },
    /// The hand-over of the person to human customer service (转客服), after the response that could have done it.
    HandOver {
        /// The agent (`name@account`); `None` lets the least busy one who is there have it.
        agent: Option<String>,
    },
}

/// Shows the kind only: what people read is theirs.
impl std::fmt::Debug for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Channel({})", self.name())
    }
}

/// Where a tap on a notice leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Link {
    /// Nowhere.
    #[default]
    Nowhere,
    /// To a web page; to a page of the mini program where a mini program sends it.
    Page(String),
    /// To a page of a mini program bound to the account.
    MiniProgram {
        /// The mini program.
        app_id: String,
        /// The page in it.
        path: String,
    },
}

impl Channel {
    /// A customer-service text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Custom(CustomMessage::Text(text.into()))
    }

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Custom(_) => "custom",
            Self::Template { .. } => "template",
            Self::Subscribe { .. } => "subscribe",
            Self::HandOver { .. } => "hand-over",
        }
    }

    /// How long after the first attempt a repeat cannot reach the person twice.
    #[must_use]
    pub const fn repeatable_for(&self) -> Option<Duration> {
        match self {
            Self::Custom(_) | Self::Subscribe { .. } => None,
            // WeChat remembers a client_msg_id for 10 minutes; one is kept as margin.
            Self::Template { .. } => Some(Duration::from_secs(9 * 60)),
            // A person who is with an agent stays there: a repeat reaches nobody.
            Self::HandOver { .. } => Some(Duration::from_secs(60 * 60)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_name() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::from_name(kind.name()), Some(kind));
        }
    }

    #[test]
    fn debug_shows_no_words() {
        assert_eq!(format!("{:?}", Channel::text("HIDDEN")), "Channel(custom)");
    }
}
