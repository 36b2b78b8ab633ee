//! Messages of a WeCom application to members: ordered, sent by jobs part by part, answered, changed, taken back.

mod error;
mod hear_answer;
mod order;
mod order_update;
mod outcome;
mod read;
mod recall;
mod recalling;
mod sending;
mod tools;
mod updating;

pub use error::StaffMessageError;
pub use hear_answer::HearCardAnswers;
pub use order::{OrderStaffMessage, OrderStaffMessageCommand};
pub use order_update::{OrderCardUpdate, OrderCardUpdateCommand};
pub use read::{ReadStaffMessages, StaffMessageDetails};
pub use recall::{RecallStaffMessage, RecallStaffMessageCommand};
pub use recalling::{RecallStaffParts, StaffRecalling};
pub use sending::{SendStaffPart, StaffSending};
pub use tools::StaffTools;
pub use updating::{CardUpdating, UpdateCards};
