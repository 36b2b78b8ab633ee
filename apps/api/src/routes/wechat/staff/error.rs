//! Refusals about messages to members, each with its status and code.

use application::wechat::wecom::WecomRefusal;
use application::wechat::wecom::messages::StaffMessageError;
use domain::wechat::wecom::message::RecallRefusal;

use crate::error::{ApiError, Code};

impl From<WecomRefusal> for ApiError {
    fn from(error: WecomRefusal) -> Self {
        match error {
            WecomRefusal::Unknown => Self::not_found("account"),
            WecomRefusal::WrongProduct => Self::new(Code::WrongProduct, "The account is no WeCom application."),
            WecomRefusal::Store(error) => error.into(),
        }
    }
}

impl From<StaffMessageError> for ApiError {
    fn from(error: StaffMessageError) -> Self {
        match error {
            StaffMessageError::Unknown => Self::not_found("message"),
            StaffMessageError::TaskIdTaken => {
                Self::new(Code::TaskIdTaken, "Another card of this account has this task id.")
            }
            StaffMessageError::NobodyAnswered => Self::new(
                Code::NobodyAnswered,
                "Nobody answered within 24 hours whose card was not changed yet.",
            ),
            StaffMessageError::Account(error) => error.into(),
            StaffMessageError::Recall(refusal) => {
                let code = match refusal {
                    RecallRefusal::UnderWay => Code::MessageUnderWay,
                    RecallRefusal::NothingSent => Code::NothingToRecall,
                    RecallRefusal::TooLate => Code::RecallTooLate,
                };
                Self::new(code, refusal.to_string())
            }
            StaffMessageError::Invalid(faults) => faults.into(),
            StaffMessageError::Store(error) => error.into(),
        }
    }
}
