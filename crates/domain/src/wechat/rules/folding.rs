//! The form in which typed texts and keywords are compared.

use unicode_normalization::UnicodeNormalization;

/// `text` without white space at its ends, in the form in which texts are compared: compatibility forms are made one
/// (NFKC: a full-width `ＡＢＣ１` of a Chinese keyboard is `ABC1`), then case is taken away.
///
/// Case goes by upper and then lower case of each character, which is Unicode's full case folding for everything that
/// people type (`ß` is `ss`, a final `ς` is `σ`) and needs no table of its own; the result is normalized once more
/// because a folded character may have a composed form.
#[must_use]
pub fn folded(text: &str) -> String {
    text.trim()
        .nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkc()
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn width_and_case_make_no_difference() {
        assert_eq!(folded("　Ｈｅｌｌｏ１２ "), "hello12");
        assert_eq!(folded("STRASSE"), folded("straße"));
        assert_eq!(folded("ΟΔΟΣ"), folded("οδος"));
        assert_eq!(folded("①春天ﾊﾟ"), "1春天パ");
    }

    #[test]
    fn folding_again_changes_nothing() {
        for text in ["İstanbul", "ﬁn", "Å", "e\u{301}É", "🎵 春"] {
            assert_eq!(folded(&folded(text)), folded(text), "{text}");
        }
    }
}
