//! What operators note of followers.

use std::fmt;

use crate::text::{TextFault, single_line};

/// A note on a follower (备注名), for the account alone. `Debug` does not show it: it is mostly a name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Remark(String);

/// Why a remark was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemarkFault {
    /// It is no single line of text.
    #[error(transparent)]
    Text(#[from] TextFault),
    /// It has too many bytes; a Chinese character has three.
    #[error("must be shorter than 30 bytes of UTF-8 (a Chinese character takes 3)")]
    TooManyBytes,
}

impl Remark {
    /// Fewer than 30 bytes, which is WeChat's limit of `user/info/updateremark`. An empty one takes the note away.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn new(text: &str) -> Result<Self, RemarkFault> {
        let text = single_line(text, 0..=64)?;
        if text.len() < 30 {
            Ok(Self(text))
        } else {
            Err(RemarkFault::TooManyBytes)
        }
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Remark(…)")
    }
}

/// The name of a follower tag (标签名).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagName(String);

impl TagName {
    /// 1 to 30 characters on one line.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn new(text: &str) -> Result<Self, TextFault> {
        single_line(text, 1..=30).map(Self)
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_shorter_than_thirty_bytes() {
        assert!(Remark::new(&"a".repeat(29)).is_ok());
        assert_eq!(Remark::new(&"a".repeat(30)), Err(RemarkFault::TooManyBytes));
        assert!(Remark::new("备备备备备备备备备").is_ok(), "27 bytes");
        assert_eq!(Remark::new(&"备".repeat(10)), Err(RemarkFault::TooManyBytes));
        assert_eq!(Remark::new(" ").unwrap().as_str(), "");
        assert!(Remark::new("a\nb").is_err());
        assert!(!format!("{:?}", Remark::new("小王").unwrap()).contains("小王"));
    }

    #[test]
    fn a_tag_name_has_thirty_characters_at_most() {
        assert!(TagName::new(&"签".repeat(30)).is_ok());
        assert!(TagName::new(&"签".repeat(31)).is_err() && TagName::new("").is_err());
    }
}
