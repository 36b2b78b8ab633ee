//! What a rule can hear in a message.

use super::folding::folded;
use crate::ids::EventId;
use crate::wechat::{Incoming, IncomingKind};

/// A message, reduced to what triggers compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Somebody follows, without a scene.
    Followed,
    /// A code was scanned.
    Scan {
        /// Its scene.
        scene: String,
        /// Whether the scan made the person a follower.
        followed: bool,
    },
    /// A menu button was tapped.
    MenuKey(String),
    /// A text was typed.
    Text {
        /// As it was typed, white space at its ends aside, at most [`Heard::MOST_BYTES`] of it.
        typed: String,
        /// The same, folded.
        folded: String,
    },
    /// Something else was sent: a picture, a voice, a place.
    Sent,
}

impl Heard {
    /// How much of a text is looked at, in bytes: WeChat's own limit of a text is half of it.
    pub const MOST_BYTES: usize = 4_096;

    /// What is heard in a message; `None` when no rule may answer it.
    #[must_use]
    pub fn of(incoming: &Incoming) -> Option<Self> {
        match &incoming.kind {
            IncomingKind::Scan { scene, followed } => Some(Self::Scan {
                scene: scene.clone(),
                followed: *followed,
            }),
            IncomingKind::Followed => Some(Self::Followed),
            IncomingKind::MenuKey { key } => Some(Self::MenuKey(key.clone())),
            IncomingKind::Text => Some(Self::text(incoming.content.as_deref().unwrap_or_default())),
            IncomingKind::Other if incoming.event.is_none() => Some(Self::Sent),
            IncomingKind::Other
            | IncomingKind::Unfollowed
            | IncomingKind::TemplateReport { .. }
            | IncomingKind::Signal(_) => None,
        }
    }

    /// A typed text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let text = text.trim();
        let typed = text[..text.floor_char_boundary(Self::MOST_BYTES)].to_owned();
        Self::Text {
            folded: folded(&typed),
            typed,
        }
    }

    /// Whether WeChat takes it for an event, which may be answered with eight articles instead of one.
    #[must_use]
    pub const fn is_event(&self) -> bool {
        matches!(self, Self::Followed | Self::Scan { .. } | Self::MenuKey(_))
    }
}

/// Which rules may speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All: no event is at stake.
    Open,
    /// An event's own path acted and said nothing: only what belongs to that event or to the scanned scene may add to
    /// its silence.
    Silent(EventId),
}
