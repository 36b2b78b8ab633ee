//! Messages of a WeCom application to members (应用消息): ordered once, sent in parts, answered on cards, taken back.
//!
//! <https://developer.work.weixin.qq.com/document/path/90236>

mod audience;
mod card;
mod content;
mod part;
mod recipient;
mod staff_message;

pub use audience::{PartAudience, StaffAudience, StaffAudienceDraft};
pub use card::{
    AnswerPlace, AnswerUpdate, CardAnswer, CardChange, CardUpdate, StaffSelection, StoredCardAnswer, UpdateState,
};
pub use content::{ContentForm, Safe, StaffMessageKind};
pub use part::{MessagePart, PartState, StoredPart};
pub use recipient::{Recipient, RecipientKind, RecipientOutcome, SendReport};
pub use staff_message::{
    MessageOptions, OutcomeCounts, RecallRefusal, RecallState, StaffMessage, StaffMessageHappened, StaffMessageOrder,
    StaffMessageState, StoredStaffMessage,
};
