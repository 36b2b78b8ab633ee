//! Mass messages (群发) of official accounts: drafted, previewed, handed to WeChat by a job, reported on.

mod adapters;
mod cancel;
mod delete;
mod draft;
mod edit;
mod error;
mod hear;
mod look;
mod media;
mod order;
mod preview;
mod read;
mod send;
mod send_steps;
mod speed;
mod tools;
mod use_cases;
mod withdraw;

pub use adapters::MassAdapters;
pub use cancel::CancelMass;
pub use delete::DeleteMass;
pub use draft::{DraftMass, DraftMassCommand};
pub use edit::{EditMass, EditMassCommand};
pub use error::MassError;
pub use hear::HearMassReports;
pub use look::{LookAtMass, LookingAtMass};
pub use media::MassMedia;
pub use order::OrderMass;
pub use preview::{PreviewMass, PreviewMassCommand};
pub use read::{MassView, ReadMass};
pub use send::{SendMass, SendingMass};
pub use speed::MassSpeeds;
pub use tools::{MassCommand, MassTools};
pub use use_cases::MassUseCases;
pub use withdraw::WithdrawMass;
