//! What happens when WeChat delivers a message: recorded once, matched to its event, acted on, answered.

pub mod accounts;

mod act;
pub mod articles;
pub mod channels;
mod finish_stale;
pub mod followers;
mod halt;
pub mod mass;
pub mod materials;
mod media_ids;
pub mod menus;
pub mod mini_program;
mod note;
mod phrases;
mod plan;
mod reachable_person;
mod read_messages;
mod receive;
mod record;
pub mod rules;
pub mod web;
pub mod wecom;

pub use act::{Act, Acting};
pub use finish_stale::FinishStale;
pub use media_ids::{ArticleImages, DraftMediaIds, Keeping, MediaIds, NoMediaId};
pub use note::{NoteMessage, Noting, TakesNote};
pub use plan::Planning;
pub use reachable_person::{Contact, ReachablePerson};
pub use read_messages::ReadMessages;
pub use receive::{ReceiveBudget, ReceiveError, ReceiveMessage, ReceiveTools};
