//! Regular expressions that cannot cost more than their text is long.

use std::fmt;

use regex::{Regex, RegexBuilder};

/// A compiled regular expression. Matching takes time linear in the text, whatever the expression
/// (the `regex` crate's promise), and its memory is bounded by [`Pattern::MAX_PROGRAM`].
#[derive(Clone)]
pub struct Pattern(Regex);

/// Why an expression was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternFault {
    /// It is longer than [`Pattern::MAX_LENGTH`].
    #[error("must have at most {} characters", Pattern::MAX_LENGTH)]
    TooLong,
    /// Compiled, it would need more memory than [`Pattern::MAX_PROGRAM`].
    #[error("is too large once its repetitions are written out")]
    TooLarge,
    /// It is no regular expression.
    #[error("is not a regular expression: {0}")]
    Broken(String),
}

impl Pattern {
    /// Longest expression in characters.
    pub const MAX_LENGTH: usize = 512;
    /// Largest program and largest cache of one expression, in bytes each.
    pub const MAX_PROGRAM: usize = 256 * 1024;
    /// Deepest nesting of groups and repetitions.
    const MAX_NESTING: u32 = 32;

    /// Compiles an expression.
    ///
    /// # Errors
    /// When it is too long, too large or no regular expression.
    pub fn compile(expression: &str) -> Result<Self, PatternFault> {
        if expression.chars().count() > Self::MAX_LENGTH {
            return Err(PatternFault::TooLong);
        }
        RegexBuilder::new(expression)
            .size_limit(Self::MAX_PROGRAM)
            .dfa_size_limit(Self::MAX_PROGRAM)
            .nest_limit(Self::MAX_NESTING)
            .build()
            .map(Self)
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => PatternFault::TooLarge,
                other => PatternFault::Broken(last_line(&other.to_string())),
            })
    }

    /// Whether it matches somewhere in `text`.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({})", self.0.as_str())
    }
}

/// The parser draws the expression first and says what is wrong in the last line.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_refused_before_it_takes_memory() {
        assert_eq!(Pattern::compile("(a{1000}){1000}").unwrap_err(), PatternFault::TooLarge);
        assert_eq!(Pattern::compile(&"a".repeat(513)).unwrap_err(), PatternFault::TooLong);
        let deep = format!("{}a{}", "(".repeat(100), ")".repeat(100));
        assert!(matches!(Pattern::compile(&deep), Err(PatternFault::Broken(_))));
    }

    #[test]
    fn what_is_wrong_is_said_in_one_line() {
        let Err(PatternFault::Broken(reason)) = Pattern::compile("(春") else {
            panic!("it is broken");
        };
        assert_eq!(reason, "unclosed group");
    }

    #[test]
    fn an_expression_that_ruins_backtracking_engines_is_matched_at_once() {
        let pattern = Pattern::compile("^(a+)+$").unwrap();
        assert!(!pattern.matches(&format!("{}b", "a".repeat(50_000))));
    }
}
