//! Refusals about Mini Programs, each with its status and code.

use application::wechat::mini_program::{
    AccountRefusal, ClientError, ContentCheckError, LogInError, MakeCodeError, MakeLinkError,
};

use crate::error::{ApiError, Code};

impl From<AccountRefusal> for ApiError {
    fn from(refusal: AccountRefusal) -> Self {
        match refusal {
            AccountRefusal::Unknown => Self::not_found("mini program"),
            AccountRefusal::Ambiguous => Self::invalid("account", "is required: there are several mini programs"),
            AccountRefusal::Store(error) => error.into(),
        }
    }
}

impl From<LogInError> for ApiError {
    fn from(error: LogInError) -> Self {
        match error {
            LogInError::CodeInvalid => Self::new(Code::LoginCodeInvalid, "The login code is wrong, old or used."),
            LogInError::Blocked => Self::new(Code::LoginBlocked, "WeChat does not let this person in."),
            LogInError::TooMany { retry_after } => {
                Self::new(Code::RateLimited, "Too many logins.").retry_after(retry_after)
            }
            LogInError::Account(refusal) => refusal.into(),
            LogInError::Invalid(faults) => faults.into(),
            LogInError::Wechat(failure) => failure.into(),
            LogInError::Store(error) => error.into(),
        }
    }
}

impl From<ClientError> for ApiError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::LoginRequired => Self::new(Code::LoginRequired, "Log in again."),
            ClientError::CodeInvalid => Self::new(Code::PhoneCodeInvalid, "The code is wrong, old or used."),
            ClientError::RateLimited { after } => {
                let wait = after.unwrap_or(std::time::Duration::from_mins(1));
                Self::new(Code::RateLimited, "Too often.").retry_after(wait)
            }
            ClientError::Wechat(failure) => failure.into(),
            ClientError::Store(error) => error.into(),
        }
    }
}

impl From<MakeCodeError> for ApiError {
    fn from(error: MakeCodeError) -> Self {
        let message = error.to_string();
        match error {
            MakeCodeError::Exhausted => Self::new(Code::CodesExhausted, message),
            MakeCodeError::Account(refusal) => refusal.into(),
            MakeCodeError::Invalid(faults) => faults.into(),
            MakeCodeError::Wechat(failure) => failure.into(),
            MakeCodeError::Store(error) => error.into(),
        }
    }
}

impl From<MakeLinkError> for ApiError {
    fn from(error: MakeLinkError) -> Self {
        match error {
            MakeLinkError::Account(refusal) => refusal.into(),
            MakeLinkError::Invalid(faults) => faults.into(),
            MakeLinkError::Wechat(failure) => failure.into(),
            MakeLinkError::Store(error) => error.into(),
        }
    }
}

impl From<ContentCheckError> for ApiError {
    fn from(error: ContentCheckError) -> Self {
        match error {
            ContentCheckError::Account(refusal) => refusal.into(),
            ContentCheckError::Invalid(faults) => faults.into(),
            ContentCheckError::Store(error) => error.into(),
        }
    }
}
