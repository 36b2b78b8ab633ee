//! Why a use case about messages to members did not succeed.

use domain::validation::FieldFaults;
use domain::wechat::wecom::message::RecallRefusal;
use ports::StoreError;

use crate::retry::AsStoreError;
use crate::wechat::wecom::WecomRefusal;

/// A command about messages to members failed.
#[derive(Debug, thiserror::Error)]
pub enum StaffMessageError {
    /// The account has no such message.
    #[error("there is no such message")]
    Unknown,
    /// Another message of the account has a card with this task id.
    #[error("another card of the account has this task id")]
    TaskIdTaken,
    /// Nobody answered whose code still works.
    #[error("nobody answered on the card whose answer can still change it")]
    NobodyAnswered,
    /// The account is not to be had.
    #[error(transparent)]
    Account(#[from] WecomRefusal),
    /// It cannot be taken back.
    #[error(transparent)]
    Recall(#[from] RecallRefusal),
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for StaffMessageError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
