//! What each field of a template may hold; the name of a field says its type (`thing1`). WeChat refuses the whole message
//! otherwise (47003).
//!
//! Source: <https://developers.weixin.qq.com/miniprogram/dev/api-backend/open-api/subscribe-message/subscribeMessage.send.html>

/// The types of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// `const`, `enum` and types that came later: only emptiness is known to be wrong; up to 200 characters.
    Other,
}

/// Why a value cannot stand in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be {0}")]
pub struct FieldFault(pub &'static str);

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

    /// The stable name, as WeChat writes it; `other` for what we do not know.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Thing => "thing",
            Self::Number => "number",
            Self::Letter => "letter",
            Self::Symbol => "symbol",
            Self::CharacterString => "character_string",
            Self::Time => "time",
            Self::Date => "date",
            Self::Amount => "amount",
            Self::PhoneNumber => "phone_number",
            Self::CarNumber => "car_number",
            Self::Name => "name",
            Self::Phrase => "phrase",
            Self::Other => "other",
        }
    }

    /// Whether any words will do, so that only their number matters.
    #[must_use]
    pub const fn takes_any_words(self) -> bool {
        matches!(self, Self::Thing | Self::Name | Self::CarNumber | Self::Other)
    }

    /// Most characters of `value`; none where cutting would make it say something else.
    fn limit(self, value: &str) -> Option<usize> {
        match self {
            Self::Thing => Some(20),
            Self::Letter | Self::CharacterString => Some(32),
            Self::Symbol | Self::Phrase => Some(5),
            Self::CarNumber => Some(8),
            Self::Name if value.chars().any(is_chinese) => Some(10),
            Self::Name => Some(20),
            Self::Other => Some(200),
            Self::Number | Self::Amount | Self::Time | Self::Date | Self::PhoneNumber => None,
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
            Self::PhoneNumber => (is_phone(value), "up to 17 digits and symbols"),
            Self::Phrase => (value.chars().all(is_chinese), "Chinese characters"),
            Self::Thing | Self::CarNumber | Self::Name | Self::Other => (true, ""),
        };
        if good { Ok(()) } else { Err(FieldFault(expected)) }
    }
}

/// The value as the field takes it: cut to its length (a cut `thing` ends in `…`), on one line. Where any words will do,
/// nothing becomes `-`: WeChat refuses an empty field.
///
/// # Errors
/// When the value is of another form than the field demands.
pub fn fitted(key: &str, value: &str) -> Result<String, FieldFault> {
    let kind = FieldKind::of(key);
    let line: Vec<_> = value.split_whitespace().collect();
    let value = line.join(" ");
    if value.is_empty() {
        return if kind.takes_any_words() {
            Ok("-".to_owned())
        } else {
            Err(FieldFault("something: it is empty"))
        };
    }
    let value = match kind.limit(&value) {
        Some(limit) if kind == FieldKind::Thing => crate::text::shortened(&value, limit),
        Some(limit) => value.chars().take(limit).collect(),
        None => value,
    };
    kind.form(&value)?;
    Ok(value)
}

const fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

fn is_decimal(text: &str, most_digits: usize) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let count = text.bytes().filter(u8::is_ascii_digit).count();
    digits(whole) && digits(fraction) && count <= most_digits
}

fn is_amount(text: &str) -> bool {
    let text = text.strip_suffix('元').unwrap_or(text);
    let symbol = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && c != '.';
    is_decimal(text.strip_prefix(symbol).unwrap_or(text), 10)
}

fn is_phone(text: &str) -> bool {
    text.chars().count() <= 17
        && text
            .chars()
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
    let within = |text: &str, limit: u8| text.len() <= 2 && text.parse::<u8>().is_ok_and(|number| number < limit);
    within(hour, 24) && minute.len() == 2 && within(minute, 60)
}

fn has_date(text: &str) -> bool {
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| (part.len(), part.parse::<u32>().unwrap_or(0)));
    let year = numbers.next().is_some_and(|(length, _)| length == 4);
    let month = numbers.next().is_some_and(|(_, number)| (1..=12).contains(&number));
    let day = numbers.next().is_some_and(|(_, number)| (1..=31).contains(&number));
    year && month && day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_by_characters_and_never_empty() {
        assert_eq!(fitted("thing1", &"春".repeat(30)).unwrap().chars().count(), 20);
        assert_eq!(fitted("thing1", "年会\n报名").unwrap(), "年会 报名");
        assert_eq!(fitted("thing2", "  ").unwrap(), "-");
        assert_eq!(fitted("name1", &"名".repeat(11)).unwrap().chars().count(), 10);
        assert_eq!(fitted("name1", &"n".repeat(21)).unwrap().len(), 20);
        assert_eq!(fitted("phrase3", "报名成功啦啦").unwrap(), "报名成功啦");
    }

    #[test]
    fn what_wechat_would_refuse_is_refused_here() {
        for (key, value) in [
            ("phrase1", "OK"),
            ("time1", "晚上"),
            ("date1", ""),
            ("date1", "15:01"),
            ("number1", "1,000"),
            ("letter1", "春"),
            ("character_string1", "票"),
            ("amount1", "12345678901"),
            ("phone_number1", "000000000000000000"),
            ("symbol1", "a"),
        ] {
            assert!(fitted(key, value).is_err(), "{key} {value}");
        }
    }

    #[test]
    fn what_wechat_takes_is_left_alone() {
        for (key, value) in [
            ("time1", "2026-12-01 09:41"),
            ("time1", "09:41~10:00"),
            ("date1", "2026年12月1日"),
            ("date1", "2026-12-01 09:41"),
            ("character_string1", "NE1-ABCD-2345"),
            ("amount1", "¥12.50元"),
            ("phone_number1", "+86 000 0000 0000"),
        ] {
            assert_eq!(fitted(key, value).unwrap(), value);
        }
    }
}
