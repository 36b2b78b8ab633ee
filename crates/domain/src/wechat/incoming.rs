//! A message or event that WeChat delivered, verified and decrypted.

use std::fmt;

use super::Signal;
use crate::attendance::PersonRef;

/// What arrived, reduced to what the product acts on. The raw body is stored beside it.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Who sent it.
    pub person: PersonRef,
    /// The account's original id (`gh_…`), which signs the reply.
    pub to_user: String,
    /// When the person sent it, seconds since the Unix epoch, as WeChat says.
    pub create_time: i64,
    /// WeChat's `MsgType`, as written.
    pub msg_type: String,
    /// WeChat's `Event`, as written.
    pub event: Option<String>,
    /// WeChat's `EventKey`, as written.
    pub event_key: Option<String>,
    /// WeChat's `MsgId`, or `MsgID` of a job result.
    pub msg_id: Option<u64>,
    /// The text of a text message.
    pub content: Option<String>,
    /// What it asks for.
    pub kind: IncomingKind,
    /// Names this message among all: the same for every redelivery, different for any other message.
    pub dedupe: [u8; 32],
    /// The decrypted body, unchanged.
    pub raw: String,
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("msg_type", &self.msg_type)
            .field("event", &self.event)
            .finish_non_exhaustive()
    }
}

/// What a message asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncomingKind {
    /// A scene code was scanned, by a follower or by following.
    Scan {
        /// The scene, without WeChat's prefix.
        scene: String,
        /// Whether the scan made the person a follower.
        followed: bool,
    },
    /// The account was followed without a scene.
    Followed,
    /// The account was unfollowed. No reply can reach the person; their data must go.
    Unfollowed,
    /// A key of the menu was tapped, or what it opened came back.
    MenuKey {
        /// The key.
        key: String,
    },
    /// A text was typed.
    Text,
    /// WeChat reports what became of a template message.
    TemplateReport {
        /// The message it reports on.
        msg_id: u64,
        /// Whether it arrived.
        delivered: bool,
        /// WeChat's status text, such as `failed:user block`.
        status: String,
    },
    /// The platform reports something that must be noted.
    Signal(Signal),
    /// Anything else: kept and acknowledged.
    Other,
}

impl IncomingKind {
    /// Whether somebody must take note of it after it was answered: follower lists, counters, consents, results.
    #[must_use]
    pub const fn is_noted(&self) -> bool {
        matches!(
            self,
            Self::Scan { .. } | Self::Followed | Self::Unfollowed | Self::Signal(_)
        )
    }
}
