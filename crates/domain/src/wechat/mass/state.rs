//! Where the order of a mass message stands, what happens to it, and why it does not do as told.

use super::part::PartState;

/// Where an order stands, which follows from its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MassState {
    /// It is being edited.
    Draft,
    /// It was ordered; WeChat was not called yet.
    Queued,
    /// It is being handed over.
    Sending,
    /// WeChat has all of it and is sending.
    Accepted,
    /// WeChat is done; at least one part was sent.
    Finished,
    /// Nothing was sent.
    Failed,
    /// It was called off before WeChat had any of it.
    Cancelled,
    /// What became of some part cannot be known.
    Unknown,
}

impl MassState {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Queued,
        Self::Sending,
        Self::Accepted,
        Self::Finished,
        Self::Failed,
        Self::Cancelled,
        Self::Unknown,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What happened to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MassHappened {
    /// It was drafted.
    Created,
    /// Its draft was changed.
    Edited,
    /// Its draft was deleted.
    Deleted,
    /// Somebody ordered it to be sent.
    Ordered,
    /// Some of its people were found.
    Gathered {
        /// So many by now.
        people: u32,
    },
    /// It is ready to be handed over.
    Prepared {
        /// In so many parts.
        parts: u32,
    },
    /// It was called off.
    Cancelled,
    /// An attempt to hand a part over was begun.
    Attempted {
        /// The part.
        part: u32,
    },
    /// WeChat certainly did not take a part; it is tried again.
    HeldBack {
        /// The part.
        part: u32,
    },
    /// A part waits for the account's administrator.
    Waiting {
        /// The part.
        part: u32,
    },
    /// WeChat took a part.
    Accepted {
        /// The part.
        part: u32,
        /// WeChat's number of it.
        msg_id: u64,
    },
    /// A part came to its end.
    Concluded {
        /// The part.
        part: u32,
        /// How.
        state: PartState,
    },
    /// It cannot be sent at all.
    Failed,
    /// It was taken back from readers.
    Withdrawn {
        /// One article of it, from 1; all of it without one.
        article: Option<u32>,
    },
}

/// Why an order does not do as told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MassRefusal {
    /// Its state does not allow it.
    #[error("the mass message is {}", .0.name())]
    WrongState(MassState),
    /// WeChat takes back articles and videos only.
    #[error("only articles and videos can be withdrawn")]
    NotWithdrawable,
}
