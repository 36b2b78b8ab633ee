//! The outcome of a template message (模板消息).

/// The outcome of a template message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateStatus {
    /// It reached the phone.
    Success,
    /// The person has blocked messages of this account.
    UserBlocked,
    /// The platform failed.
    SystemFailed,
    /// Another outcome, as sent.
    Other(String),
}

impl TemplateStatus {
    /// Reads `Status`: `success`, `failed:user block` or `failed: system failed`, with and without the space.
    #[must_use]
    pub fn parse(status: &str) -> Self {
        let lower = status.trim().to_ascii_lowercase();
        if lower == "success" {
            Self::Success
        } else if lower.contains("user block") {
            Self::UserBlocked
        } else if lower.contains("system failed") {
            Self::SystemFailed
        } else {
            Self::Other(status.to_owned())
        }
    }
}
