//! The kinds of event.

use super::fields::Fields;
use crate::{parse_error::ParseError, scene};

/// Something that happened. Names are matched in any case: the platform has spelled the same event both ways.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum EventKind {
    /// Someone followed the account.
    Subscribe {
        /// The scene of the code they scanned; none for a plain follow.
        scene: Option<String>,
        /// The ticket of that code.
        ticket: Option<String>,
        /// `EventKey` as sent; prefixes other than `qrscene_` exist.
        event_key: Option<String>,
    },
    /// Someone left. No answer reaches them, and the platform asks for their data to be deleted.
    Unsubscribe,
    /// A follower scanned a scene code.
    Scan {
        /// The scene, which never carries a prefix here.
        scene: String,
        /// The ticket of the code.
        ticket: Option<String>,
    },
    /// A menu button with a key.
    Click {
        /// The key.
        key: String,
    },
    /// A menu button that opens a page.
    View {
        /// The page's address.
        url: String,
        /// The personalised menu's id.
        menu_id: Option<String>,
    },
    /// The outcome of a template message.
    TemplateSendJobFinish {
        /// The `msgid` its sending returned.
        msg_id: u64,
        /// The outcome.
        status: TemplateStatus,
    },
    /// Where a follower is, reported on entering the conversation or every five seconds.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Metres.
        precision: Option<f64>,
    },
    /// An event this crate has no type for. Acknowledge it; its other fields are in the raw body.
    Other {
        /// `Event` as sent.
        event: String,
        /// `EventKey` as sent; none when empty.
        event_key: Option<String>,
        /// `MsgID` of the reports on jobs.
        msg_id: Option<u64>,
        /// `OpenID` of events about a person whom the sender does not name, such as a withdrawn authorization.
        open_id: Option<String>,
    },
}

/// The outcome of a template message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateStatus {
    /// It reached the phone.
    Success,
    /// The person has blocked messages of this account.
    UserBlocked,
    /// The platform failed.
    SystemFailed,
    /// Another outcome, as sent.
    Other(String),
}

impl TemplateStatus {
    /// Reads `Status`: `success`, `failed:user block` or `failed: system failed`, with and without the space.
    #[must_use]
    pub fn parse(status: &str) -> Self {
        let lower = status.trim().to_ascii_lowercase();
        if lower == "success" {
            Self::Success
        } else if lower.contains("user block") {
            Self::UserBlocked
        } else if lower.contains("system failed") {
            Self::SystemFailed
        } else {
            Self::Other(status.to_owned())
        }
    }
}

impl EventKind {
    pub(super) fn read(event: &str, fields: &Fields<'_>) -> Result<Self, ParseError> {
        Ok(match event.to_ascii_lowercase().as_str() {
            "subscribe" => Self::subscribe(fields),
            "unsubscribe" => Self::Unsubscribe,
            "scan" => Self::Scan {
                scene: fields.name("EventKey")?,
                ticket: fields.optional("Ticket"),
            },
            "click" => Self::Click {
                key: fields.name("EventKey")?,
            },
            "view" => Self::View {
                url: fields.name("EventKey")?,
                menu_id: fields.optional("MenuId"),
            },
            "templatesendjobfinish" => Self::TemplateSendJobFinish {
                msg_id: fields.number("MsgID")?,
                status: TemplateStatus::parse(&fields.name("Status")?),
            },
            "location" => Self::Location {
                latitude: fields.decimal("Latitude")?,
                longitude: fields.decimal("Longitude")?,
                precision: fields.optional_number("Precision")?,
            },
            _ => Self::other(event, fields),
        })
    }

    fn subscribe(fields: &Fields<'_>) -> Self {
        let event_key = fields.optional("EventKey");
        let scene = event_key.as_deref().and_then(scene::from_subscribe).map(str::to_owned);
        Self::Subscribe {
            scene,
            ticket: fields.optional("Ticket"),
            event_key,
        }
    }

    fn other(event: &str, fields: &Fields<'_>) -> Self {
        Self::Other {
            event: event.to_owned(),
            event_key: fields.optional("EventKey"),
            // An unknown event may use the name for something else than a number.
            msg_id: fields.optional_number("MsgID").ok().flatten(),
            open_id: fields.optional("OpenID"),
        }
    }
}
