//! Our names of accounts.

use std::fmt;

/// Our name of an account: part of its webhook's path, so lower case, and never changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountName(String);

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Other characters, or too many.
    #[error("must be 1 to 32 lower-case letters, digits and dashes, and begin with a letter or digit")]
    Shape,
    /// It is a word of our paths, or the account of the configuration.
    #[error("is taken by the system itself")]
    Reserved,
}

/// Words that follow `/v2/wechat/` in paths, where names of accounts stand, too.
const RESERVED: [&str; 6] = [
    AccountName::DEFAULT,
    "accounts",
    "js-sdk-config",
    "messages",
    "oauth",
    "webhook",
];

impl AccountName {
    /// The account of the configuration, whose webhook has no name in its path.
    pub const DEFAULT: &'static str = "default";
    const LONGEST: usize = 32;

    /// A name as it may be asked for.
    ///
    /// # Errors
    /// When it is not of the shape of a name.
    pub fn new(text: &str) -> Result<Self, NameFault> {
        let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let begins_well = text.bytes().next().is_some_and(is_word);
        let is_plain = text.bytes().all(|byte| is_word(byte) || byte == b'-');
        if begins_well && is_plain && text.len() <= Self::LONGEST {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameFault::Shape)
        }
    }

    /// A name for a new account.
    ///
    /// # Errors
    /// As [`Self::new`], and when the name is the system's own.
    pub fn of_new(text: &str) -> Result<Self, NameFault> {
        if RESERVED.contains(&text) {
            return Err(NameFault::Reserved);
        }
        Self::new(text)
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_words_of_a_path() {
        let longest = "a".repeat(32);
        for good in ["a", "7", "shop-2", "default", longest.as_str()] {
            assert_eq!(AccountName::new(good).unwrap().as_str(), good);
        }
        let too_long = "a".repeat(33);
        for bad in ["", "-a", "A", "a_b", "a b", "a/b", "名", "a\0", too_long.as_str()] {
            assert_eq!(AccountName::new(bad), Err(NameFault::Shape), "{bad:?}");
        }
    }

    #[test]
    fn a_new_account_takes_no_word_of_our_paths() {
        for taken in RESERVED {
            assert_eq!(AccountName::of_new(taken), Err(NameFault::Reserved));
        }
        assert_eq!(AccountName::of_new("A"), Err(NameFault::Shape));
        assert!(AccountName::of_new("shop").is_ok());
    }
}
