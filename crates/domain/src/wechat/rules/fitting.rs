//! What WeChat takes of an answer.

use crate::wechat::Reply;

/// Longest text of a passive reply, in bytes of UTF-8 (WeChat: 被动回复用户消息).
const TEXT_BYTES: usize = 2_048;
/// Most articles in answer to an event, and to what a person sent.
const ARTICLES: (usize, usize) = (8, 1);
/// What shows that a text was cut; three bytes.
const CUT: char = '…';

/// The answer, cut to what WeChat takes: a text to 2,048 bytes at the edge of a character, articles to 8 in answer to
/// an event and 1 in answer to what a person sent. Nothing is left of a text or of articles that are empty.
#[must_use]
pub fn fitted(answer: Reply, answers_event: bool) -> Reply {
    match answer {
        Reply::Text(text) if text.trim().is_empty() => Reply::Silence,
        Reply::Text(text) if text.len() > TEXT_BYTES => {
            let end = text.floor_char_boundary(TEXT_BYTES - CUT.len_utf8());
            Reply::Text(format!("{}{CUT}", &text[..end]))
        }
        Reply::News(articles) if articles.is_empty() => Reply::Silence,
        Reply::News(mut articles) => {
            articles.truncate(if answers_event { ARTICLES.0 } else { ARTICLES.1 });
            Reply::News(articles)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wechat::Article;

    #[test]
    fn a_long_text_is_cut_at_the_edge_of_a_character() {
        for text in ["春".repeat(1_000), "🎵".repeat(600), "a春".repeat(600)] {
            let Reply::Text(cut) = fitted(Reply::Text(text), false) else {
                panic!("a text stays a text");
            };
            assert!(cut.len() <= 2_048 && cut.len() > 2_040, "{}", cut.len());
            assert!(cut.ends_with('…'));
        }
        let whole = Reply::Text("a".repeat(2_048));
        assert_eq!(fitted(whole.clone(), false), whole);
    }

    #[test]
    fn events_get_eight_articles_and_messages_one() {
        let article = Article {
            title: "t".to_owned(),
            description: String::new(),
            picture_url: String::new(),
            url: String::new(),
        };
        let count = |answers_event| match fitted(Reply::News(vec![article.clone(); 9]), answers_event) {
            Reply::News(articles) => articles.len(),
            _ => 0,
        };
        assert_eq!((count(true), count(false)), (8, 1));
        assert_eq!(fitted(Reply::News(Vec::new()), true), Reply::Silence);
    }
}
