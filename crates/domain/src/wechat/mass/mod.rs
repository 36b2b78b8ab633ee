//! Mass messages (群发): one message that WeChat itself sends to all followers, to a tag, or to a list of people.

mod audience;
mod content;
mod explain;
mod message;
mod part;
mod progress;
mod state;
#[cfg(test)]
mod tests;

pub use audience::{AudienceDraft, MassAudience, PART_PEOPLE, part_sizes};
pub use content::{MAX_IMAGES, MAX_TEXT_BYTES, MassContent};
pub use explain::explain_report;
pub use message::{MassMessage, StoredMassMessage};
pub use part::{FailureSource, MassCounts, MassFailure, MassPart, PartState};
pub use progress::{Attempt, CONFIRMATION, Looked, RECOGNISED, client_msg_id};
pub use state::{MassHappened, MassRefusal, MassState};

/// Calls of sending a minute, per account.
pub const CALLS_PER_MINUTE: u32 = 60;
/// Mass messages of a service account that reach one person in a month.
pub const PER_PERSON_AND_MONTH: u32 = 4;
/// Previews to people named by their WeChat name, a day.
pub const PREVIEWS_PER_DAY: u32 = 100;
