//! `Debug` of what people send: the kind and nothing of what it says, since it names people and repeats their words.

use std::fmt;

use super::{events::EventKind, kind::MessageKind};

impl fmt::Debug for MessageKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Text { .. } => "Text",
            Self::Image { .. } => "Image",
            Self::Voice { .. } => "Voice",
            Self::Video { .. } => "Video",
            Self::ShortVideo { .. } => "ShortVideo",
            Self::Location { .. } => "Location",
            Self::Link { .. } => "Link",
            Self::MiniProgramPage { .. } => "MiniProgramPage",
            Self::Event(event) => return write!(formatter, "Event({event:?})"),
            Self::Other { msg_type, .. } => return write!(formatter, "Other({msg_type:?})"),
        };
        write!(formatter, "{name}(…)")
    }
}

impl fmt::Debug for EventKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Subscribe { .. } => "Subscribe",
            Self::Unsubscribe => "Unsubscribe",
            Self::Scan { .. } => "Scan",
            Self::Click { .. } => "Click",
            Self::View { .. } => "View",
            Self::TemplateSendJobFinish { .. } => "TemplateSendJobFinish",
            Self::Location { .. } => "Location",
            Self::Menu(_) => "Menu",
            Self::MassSendJobFinish(_) => "MassSendJobFinish",
            Self::PublishJobFinish(_) => "PublishJobFinish",
            Self::Subscription(_) => "Subscription",
            Self::CustomerService(_) => "CustomerService",
            Self::Privacy(_) => "Privacy",
            Self::Verification(_) => "Verification",
            Self::MediaCheck(_) => "MediaCheck",
            Self::Review(_) => "Review",
            Self::Penalty(_) => "Penalty",
            Self::WeComApp(_) => "WeComApp",
            Self::Card(_) => "Card",
            Self::Directory(_) => "Directory",
            Self::ExternalContact(_) => "ExternalContact",
            Self::ExternalChat(_) => "ExternalChat",
            Self::ExternalTag(_) => "ExternalTag",
            Self::Other { event, .. } => return write!(formatter, "Other({event:?})"),
        };
        write!(formatter, "{name}(…)")
    }
}
