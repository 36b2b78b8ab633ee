//! Broadcasts (群发通知): ordered by an operator, gathered and sent by jobs, followed and called off meanwhile.

mod audience;
mod cancel;
mod create;
mod finish;
mod gather;
mod read;
mod recipients;
mod send_batch;
mod settle;
mod tools;

pub use audience::{Audiences, Recipient, RecipientPage};
pub use cancel::CancelBroadcast;
pub use create::{AudienceDraft, ContentDraft, CreateBroadcast, CreateBroadcastCommand};
pub use finish::{FinishBroadcast, Finishing};
pub use gather::{GatherPeople, Gathering};
pub use read::{BroadcastView, ReadBroadcasts};
pub use recipients::Composing;
pub use send_batch::{SendBatch, SendingBatches};
pub use settle::{SettleCancelled, Settling};
pub use tools::{BroadcastError, BroadcastTools};
