//! What each field of a template or subscribe message may hold; the name of a field says its type (`thing1`). WeChat
//! refuses the whole message otherwise (47003).
//!
//! Source: <https://developers.weixin.qq.com/miniprogram/dev/api-backend/open-api/subscribe-message/subscribeMessage.send.html>

use std::borrow::Cow;

use thiserror::Error;

/// Why a field's value would be refused. Holds nothing of the value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{key}: {fault}")]
pub struct FieldError {
    /// The field.
    pub key: String,
    /// What is wrong.
    pub fault: FieldFault,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FieldFault {
    /// Nothing but blanks.
    #[error("must not be empty")]
    Empty,
    /// Longer than the type allows.
    #[error("{actual} characters, at most {limit} are allowed")]
    TooLong {
        /// In characters.
        limit: usize,
        /// In characters.
        actual: usize,
    },
    /// Of another form than the type demands.
    #[error("must be {0}")]
    Form(&'static str),
}

/// The types of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldKind {
    /// `thing`: any text up to 20 characters.
    Thing,
    /// `number`: up to 32 digits, with a decimal point.
    Number,
    /// `letter`: up to 32 Latin letters.
    Letter,
    /// `symbol`: up to 5 symbols.
    Symbol,
    /// `character_string`: up to 32 ASCII digits, letters and symbols.
    CharacterString,
    /// `time`: a time of day, with a date or as a span if need be.
    Time,
    /// `date`: a date, with a time of day or as a span if need be.
    Date,
    /// `amount`: a currency symbol, up to 10 digits, 元.
    Amount,
    /// `phone_number`: up to 17 digits and symbols.
    PhoneNumber,
    /// `car_number`: up to 8 characters.
    CarNumber,
    /// `name`: up to 10 characters, or 20 without any Chinese one.
    Name,
    /// `phrase`: up to 5 Chinese characters.
    Phrase,
    /// `const`, `enum`, and types that came later: only emptiness is known to be wrong.
    Other,
}

impl FieldKind {
    /// The type of a field by its name, such as `thing1`.
    #[must_use]
    pub fn of(key: &str) -> Self {
        match key.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "thing" => Self::Thing,
            "number" => Self::Number,
            "letter" => Self::Letter,
            "symbol" => Self::Symbol,
            "character_string" => Self::CharacterString,
            "time" => Self::Time,
            "date" => Self::Date,
            "amount" => Self::Amount,
            "phone_number" => Self::PhoneNumber,
            "car_number" => Self::CarNumber,
            "name" => Self::Name,
            "phrase" => Self::Phrase,
            _ => Self::Other,
        }
    }

    /// Most characters of a value of this type that says `value`; none where another rule holds.
    fn limit(self, value: &str) -> Option<usize> {
        match self {
            Self::Thing => Some(20),
            Self::Letter | Self::CharacterString => Some(32),
            Self::Symbol | Self::Phrase => Some(5),
            Self::PhoneNumber => Some(17),
            Self::CarNumber => Some(8),
            Self::Name if value.chars().any(is_chinese) => Some(10),
            Self::Name => Some(20),
            Self::Number | Self::Amount | Self::Time | Self::Date | Self::Other => None,
        }
    }

    fn form(self, value: &str) -> Result<(), FieldFault> {
        let (good, expected) = match self {
            Self::Number => (is_decimal(value, 32), "up to 32 digits, with at most one decimal point"),
            Self::Letter => (value.chars().all(|c| c.is_ascii_alphabetic()), "Latin letters"),
            Self::Symbol => (!value.chars().any(char::is_alphanumeric), "symbols"),
            Self::CharacterString => (
                value.chars().all(|c| matches!(c, ' '..='~')),
                "digits, letters and symbols of ASCII",
            ),
            Self::Time => (
                spans(value).all(has_clock),
                "a time such as 15:01 or 2019年10月1日 15:01",
            ),
            Self::Date => (spans(value).all(has_date), "a date such as 2019年10月1日"),
            Self::Amount => (is_amount(value), "a currency symbol, up to 10 digits, 元"),
            Self::PhoneNumber => (is_phone(value), "digits and symbols"),
            Self::Phrase => (value.chars().all(is_chinese), "Chinese characters"),
            Self::Thing | Self::CarNumber | Self::Name | Self::Other => (true, ""),
        };
        if good { Ok(()) } else { Err(FieldFault::Form(expected)) }
    }
}

/// Checks a field's value.
///
/// ```
/// use wechat_protocol::api::template_fields::check;
/// assert!(check("thing1", "年会报名成功").is_ok());
/// assert_eq!(check("phrase2", "报名已成功").is_ok(), true);
/// assert_eq!(check("phrase2", "OK").unwrap_err().to_string(), "phrase2: must be Chinese characters");
/// ```
///
/// # Errors
/// When the value would be refused.
pub fn check(key: &str, value: &str) -> Result<(), FieldError> {
    fault(FieldKind::of(key), value).map_err(|fault| FieldError {
        key: key.to_owned(),
        fault,
    })
}

fn fault(kind: FieldKind, value: &str) -> Result<(), FieldFault> {
    if value.trim().is_empty() {
        return Err(FieldFault::Empty);
    }
    let actual = value.chars().count();
    match kind.limit(value) {
        Some(limit) if actual > limit => Err(FieldFault::TooLong { limit, actual }),
        _ => kind.form(value),
    }
}

/// Cuts a value to the length its field allows; what was cut from a `thing` ends in `…`. Numbers, amounts, times, dates
/// and telephone numbers stay as they are: cut, they would say something else.
///
/// ```
/// use wechat_protocol::api::template_fields::truncate;
/// assert_eq!(truncate("thing1", &"长".repeat(21)), format!("{}…", "长".repeat(19)));
/// assert_eq!(truncate("phone_number1", "+86 010 0000 0000 0000"), "+86 010 0000 0000 0000");
/// ```
#[must_use]
pub fn truncate<'a>(key: &str, value: &'a str) -> Cow<'a, str> {
    let kind = FieldKind::of(key);
    let Some(limit) = kind.limit(value).filter(|_| kind != FieldKind::PhoneNumber) else {
        return Cow::Borrowed(value);
    };
    let end_of = |count: usize| value.char_indices().nth(count).map(|(at, _)| at);
    match (end_of(limit), kind) {
        (None, _) => Cow::Borrowed(value),
        (Some(_), FieldKind::Thing) => {
            let kept = end_of(limit - 1).unwrap_or(value.len());
            Cow::Owned(format!("{}…", value[..kept].trim_end()))
        }
        (Some(end), _) => Cow::Borrowed(&value[..end]),
    }
}

const fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

fn is_decimal(text: &str, max_digits: usize) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let count = text.bytes().filter(u8::is_ascii_digit).count();
    digits(whole) && digits(fraction) && count <= max_digits
}

fn is_amount(text: &str) -> bool {
    let text = text.strip_suffix('元').unwrap_or(text);
    let symbol = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && c != '.';
    is_decimal(text.strip_prefix(symbol).unwrap_or(text), 10)
}

fn is_phone(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || c.is_ascii_punctuation() || c == ' ')
        && text.chars().any(|c| c.is_ascii_digit())
}

/// The ends of a span, which stand on both sides of `~`.
fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split(['~', '～'])
}

fn has_clock(text: &str) -> bool {
    let Some((before, after)) = text.split_once([':', '：']) else {
        return false;
    };
    let hour = before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let minute = after.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let within = |text: &str, limit: u8| text.len() <= 2 && text.parse::<u8>().is_ok_and(|n| n < limit);
    within(hour, 24) && minute.len() == 2 && within(minute, 60)
}

fn has_date(text: &str) -> bool {
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| (part.len(), part.parse::<u32>().unwrap_or(0)));
    let year = numbers.next().is_some_and(|(length, _)| length == 4);
    let month = numbers.next().is_some_and(|(_, n)| (1..=12).contains(&n));
    let day = numbers.next().is_some_and(|(_, n)| (1..=31).contains(&n));
    year && month && day
}

#[cfg(test)]
#[path = "template_fields_tests.rs"]
mod tests;
