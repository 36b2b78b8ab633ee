//! What organizers do with events.

mod cancel_event;
mod change_event;
mod complete_event;
mod create_event;
mod delete_event;
mod error;
mod issue_qr_code;
mod publish_event;
mod read_events;
mod update;

pub use cancel_event::{CancelEvent, CancelEventCommand};
pub use change_event::{ChangeEvent, ChangeEventCommand};
pub use complete_event::CompleteEvent;
pub use create_event::{CreateEvent, CreateEventCommand};
pub use delete_event::DeleteEvent;
pub use error::{EventError, IssueQrCodeError};
pub(crate) use issue_qr_code::check_lifetime;
pub use issue_qr_code::{IssueQrCode, IssueQrCodeCommand};
pub use publish_event::PublishEvent;
pub use read_events::ReadEvents;
pub use update::{EventCommand, EventTools};
