//! Text that keeps a length limit and holds no control characters.

use std::ops::RangeInclusive;

/// Why a text was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing was left after trimming.
    #[error("must not be empty")]
    Empty,
    /// Fewer characters than allowed.
    #[error("must have at least {0} characters")]
    TooShort(usize),
    /// More characters than allowed; limits count characters, not bytes.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// A control character other than tab and line breaks (NUL cannot be stored by every database).
    #[error("must not hold control characters")]
    ControlCharacter,
    /// A line break or tab where one line is expected.
    #[error("must be a single line")]
    SeveralLines,
}

/// Trims `text` and holds it to a number of characters.
///
/// # Errors
/// The first rule of [`TextFault`] that it breaks.
pub fn bounded(text: &str, length: RangeInclusive<usize>) -> Result<String, TextFault> {
    let text = text.trim();
    let characters = text.chars().count();
    if characters > *length.end() {
        return Err(TextFault::TooLong(*length.end()));
    }
    if characters < *length.start() {
        return Err(if characters == 0 {
            TextFault::Empty
        } else {
            TextFault::TooShort(*length.start())
        });
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(TextFault::ControlCharacter);
    }
    Ok(text.to_owned())
}

/// Like [`bounded`], and refuses line breaks and tabs.
///
/// # Errors
/// The first rule of [`TextFault`] that it breaks.
pub fn single_line(text: &str, length: RangeInclusive<usize>) -> Result<String, TextFault> {
    let text = bounded(text, length)?;
    if text.chars().any(char::is_control) {
        Err(TextFault::SeveralLines)
    } else {
        Ok(text)
    }
}

/// At most `limit` characters of `text`; what is cut shows as `…`.
#[must_use]
pub fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_count_characters_not_bytes() {
        assert_eq!(bounded("😀😀😀", 1..=3).unwrap(), "😀😀😀");
        assert_eq!(bounded("😀😀😀", 1..=2), Err(TextFault::TooLong(2)));
    }

    #[test]
    fn blank_text_is_empty() {
        assert_eq!(bounded(" \u{3000}\n", 1..=3), Err(TextFault::Empty));
        assert_eq!(bounded(" ", 0..=3).unwrap(), "");
    }

    #[test]
    fn nul_and_escape_are_refused_but_line_breaks_are_text() {
        assert_eq!(bounded("a\0b", 1..=9), Err(TextFault::ControlCharacter));
        assert_eq!(bounded("a\nb", 1..=9).unwrap(), "a\nb");
        assert_eq!(single_line("a\nb", 1..=9), Err(TextFault::SeveralLines));
    }

    #[test]
    fn a_cut_is_visible() {
        assert_eq!(shortened("春天的音乐会", 4), "春天的…");
        assert_eq!(shortened("春天", 4), "春天");
    }
}
