//! Phone numbers that WeChat vouches for, and the record of whose they are.

use std::fmt;

use crate::ids::PersonId;
use crate::time::Timestamp;

/// A phone number as WeChat verified it. `Debug` shows nothing; show people [`PhoneNumber::masked`].
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    country: String,
    number: String,
}

/// It is no phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number: a country code of 1 to 4 digits and a number of 4 to 15")]
pub struct NoPhoneNumber;

impl PhoneNumber {
    /// A country's code without `+` (1 to 4 digits) and the number without it (4 to 15 digits, ITU-T E.164).
    ///
    /// # Errors
    /// When either is not that.
    pub fn new(country: &str, number: &str) -> Result<Self, NoPhoneNumber> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (1..=4).contains(&country.len()) && (4..=15).contains(&number.len());
        if !(fits && digits(country) && digits(number)) {
            return Err(NoPhoneNumber);
        }
        Ok(Self {
            country: country.to_owned(),
            number: number.to_owned(),
        })
    }

    /// The number written by [`Self::international`].
    ///
    /// # Errors
    /// When it is anything else.
    pub fn parse(text: &str) -> Result<Self, NoPhoneNumber> {
        let (country, number) = text
            .strip_prefix('+')
            .and_then(|text| text.split_once(' '))
            .ok_or(NoPhoneNumber)?;
        Self::new(country, number)
    }

    /// `+86 13000000000`.
    #[must_use]
    pub fn international(&self) -> String {
        format!("+{} {}", self.country, self.number)
    }

    /// All but the last four digits hidden: `+86 *******0000`.
    #[must_use]
    pub fn masked(&self) -> String {
        let hidden = self.number.len() - 4;
        format!("+{} {}{}", self.country, "*".repeat(hidden), &self.number[hidden..])
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(…)")
    }
}

/// What happened to the phone number of a person. The number itself is not told: the event log is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneHappened {
    /// WeChat vouched for a number.
    Verified {
        /// Our name of the mini program's account.
        account: String,
    },
    /// The number was forgotten.
    Forgotten,
}

/// The verified phone number of a person, sealed. The record outlives the number, for its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneRecord {
    /// Whose it is.
    pub person: PersonId,
    /// The sealed number; `None` once it was forgotten.
    pub sealed: Option<String>,
    /// When WeChat vouched for it, or when it was forgotten.
    pub changed_at: Timestamp,
    /// Counts changes from 1; also the version of its stream in the event log.
    pub version: u64,
}

impl PhoneRecord {
    /// Keeps a number, in place of the one before.
    #[must_use]
    pub fn verified(
        before: Option<&Self>,
        person: PersonId,
        account: &str,
        sealed: String,
        now: Timestamp,
    ) -> (Self, PhoneHappened) {
        let record = Self {
            person,
            sealed: Some(sealed),
            changed_at: now,
            version: before.map_or(1, |before| before.version + 1),
        };
        let account = account.to_owned();
        (record, PhoneHappened::Verified { account })
    }

    /// Forgets the number; `None` when there is none.
    pub fn forget(&mut self, now: Timestamp) -> Option<PhoneHappened> {
        self.sealed.take()?;
        self.changed_at = now;
        self.version += 1;
        Some(PhoneHappened::Forgotten)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_survives_being_written_and_shows_its_end_only() {
        let phone = PhoneNumber::new("86", "13000001234").unwrap();
        assert_eq!(PhoneNumber::parse(&phone.international()), Ok(phone.clone()));
        assert_eq!(phone.masked(), "+86 *******1234");
        assert_eq!(format!("{phone:?}"), "PhoneNumber(…)");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for (country, number) in [
            ("", "13000000000"),
            ("86", ""),
            ("86", "1300-000"),
            ("+86", "13000000000"),
            ("86", "１３００００"),
        ] {
            assert_eq!(
                PhoneNumber::new(country, number),
                Err(NoPhoneNumber),
                "{country} {number}"
            );
        }
        for text in ["", "13000000000", "+86", "+86 ", "86 13000000000"] {
            assert_eq!(PhoneNumber::parse(text), Err(NoPhoneNumber), "{text}");
        }
    }

    #[test]
    fn a_forgotten_number_is_forgotten_once_and_its_version_goes_on() {
        let person = PersonId::from_uuid(uuid::Uuid::from_u128(1));
        let (mut record, _) = PhoneRecord::verified(None, person, "mini", "s1".to_owned(), Timestamp::MIN);
        assert_eq!(record.forget(Timestamp::MAX), Some(PhoneHappened::Forgotten));
        assert_eq!(record.forget(Timestamp::MAX), None);
        let (again, _) = PhoneRecord::verified(Some(&record), person, "mini", "s2".to_owned(), Timestamp::MAX);
        assert_eq!(again.version, 3);
    }
}
