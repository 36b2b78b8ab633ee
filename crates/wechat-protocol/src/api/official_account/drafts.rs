//! Drafts. One disappears when it is published or sent to many, and its id with it (40007).

use serde::{Deserialize, Serialize};

use super::articles::{Article, ReadArticle};
use crate::api::call::api_call;
use crate::api::{Empty, OutOfBounds, bounds, lenient};

/// Most articles in one draft.
pub const MAX_ARTICLES: u64 = 8;

/// Makes a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddDraft {
    articles: Vec<Article>,
}
api_call!(AddDraft: post "/cgi-bin/draft/add" => AddedDraft, once);

impl AddDraft {
    /// Of these articles.
    ///
    /// # Errors
    /// When there is none or more than [`MAX_ARTICLES`].
    pub fn new(articles: Vec<Article>) -> Result<Self, OutOfBounds> {
        bounds::items("articles", &articles, 1..=MAX_ARTICLES)?;
        Ok(Self { articles })
    }
}

/// A draft was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AddedDraft {
    /// Its id.
    pub media_id: String,
}

/// Changes one article of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UpdateDraft {
    media_id: String,
    index: u32,
    /// One article, although the name is that of many.
    articles: Article,
}
api_call!(UpdateDraft: post "/cgi-bin/draft/update" => Empty, repeatable);

impl UpdateDraft {
    /// The article at `index`; the first is 0.
    #[must_use]
    pub fn new(media_id: &str, index: u32, article: Article) -> Self {
        Self {
            media_id: media_id.to_owned(),
            index,
            articles: article,
        }
    }
}

/// Asks for a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GetDraft {
    media_id: String,
}
api_call!(GetDraft: post "/cgi-bin/draft/get" => Draft, repeatable);

impl GetDraft {
    /// By its id.
    #[must_use]
    pub fn new(media_id: &str) -> Self {
        Self {
            media_id: media_id.to_owned(),
        }
    }
}

/// A draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Its articles.
    #[serde(deserialize_with = "lenient::list")]
    pub news_item: Vec<ReadArticle>,
    /// When it was made, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub create_time: i64,
    /// When it changed, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub update_time: i64,
}

/// Ends a draft; it cannot be had back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteDraft {
    media_id: String,
}
api_call!(DeleteDraft: post "/cgi-bin/draft/delete" => Empty, repeatable);

impl DeleteDraft {
    /// By its id.
    #[must_use]
    pub fn new(media_id: &str) -> Self {
        Self {
            media_id: media_id.to_owned(),
        }
    }
}

/// Asks how many drafts there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountDrafts;
api_call!(CountDrafts: get "/cgi-bin/draft/count" => DraftCount, repeatable);

/// How many drafts there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct DraftCount {
    /// In all.
    #[serde(deserialize_with = "lenient::number")]
    pub total_count: u64,
}

/// Lists drafts, the latest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ListDrafts {
    offset: u32,
    count: u32,
    no_content: u8,
}
api_call!(ListDrafts: post "/cgi-bin/draft/batchget" => DraftPage, repeatable);

impl ListDrafts {
    /// `count` of them, 1 to 20, from `offset` on; 0 is the latest. Their HTML comes along.
    ///
    /// # Errors
    /// When the count is 0 or over 20.
    pub fn new(offset: u32, count: u32) -> Result<Self, OutOfBounds> {
        bounds::value("count", count, 1..=20)?;
        Ok(Self {
            offset,
            count,
            no_content: 0,
        })
    }

    /// Without the HTML, which is most of the answer.
    #[must_use]
    pub const fn without_content(mut self) -> Self {
        self.no_content = 1;
        self
    }
}

/// A page of drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DraftPage {
    /// How many there are in all.
    #[serde(deserialize_with = "lenient::number")]
    pub total_count: u64,
    /// How many are on this page.
    #[serde(deserialize_with = "lenient::number")]
    pub item_count: u64,
    /// The drafts.
    #[serde(deserialize_with = "lenient::list")]
    pub item: Vec<ListedDraft>,
}

/// A listed draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ListedDraft {
    /// Its id.
    pub media_id: String,
    /// The draft.
    pub content: Draft,
    /// When it changed, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub update_time: i64,
}

#[cfg(test)]
mod tests {
    use super::super::articles::Crop;
    use super::*;
    use crate::api::official_account::testing::{answer, json};

    fn news() -> Article {
        Article::news("标题", "<p>正文</p>", "THUMB").unwrap()
    }

    #[test]
    fn articles_are_written_as_documented() {
        let article = news()
            .by("AUTHOR")
            .with_digest("DIGEST")
            .from_source("http://s")
            .with_comments(true);
        let whole = Crop {
            left: 0.0,
            top: -1.0,
            right: 0.5,
            bottom: f32::NAN,
        };
        assert_eq!(
            json(&AddDraft::new(vec![article.cropped(whole, whole)]).unwrap()),
            r#"{"articles":[{"article_type":"news","title":"标题","author":"AUTHOR","digest":"DIGEST","content":"<p>正文</p>","content_source_url":"http://s","thumb_media_id":"THUMB","need_open_comment":1,"only_fans_can_comment":1,"pic_crop_235_1":"0.000000_0.000000_0.500000_0.000000","pic_crop_1_1":"0.000000_0.000000_0.500000_0.000000"}]}"#
        );
        let pictures = Article::pictures("T", "", &["I".into()]).unwrap();
        assert_eq!(
            json(&UpdateDraft::new("M", 0, pictures)),
            r#"{"media_id":"M","index":0,"articles":{"article_type":"newspic","title":"T","content":"","need_open_comment":0,"only_fans_can_comment":0,"image_info":{"image_list":[{"image_media_id":"I"}]}}}"#
        );
    }

    #[test]
    fn other_requests_are_written_as_documented() {
        assert_eq!(json(&GetDraft::new("M")), r#"{"media_id":"M"}"#);
        assert_eq!(json(&DeleteDraft::new("M")), r#"{"media_id":"M"}"#);
        let list = ListDrafts::new(20, 20).unwrap().without_content();
        assert_eq!(json(&list), r#"{"offset":20,"count":20,"no_content":1}"#);
    }

    #[test]
    fn limits_hold_on_both_sides() {
        for (length, good) in [(0, false), (1, true), (19_999, true), (20_000, false)] {
            assert_eq!(Article::news("t", &"字".repeat(length), "m").is_ok(), good, "{length}");
        }
        for (count, good) in [(0, false), (1, true), (20, true), (21, false)] {
            assert_eq!(
                Article::pictures("t", "", &vec!["i".to_owned(); count]).is_ok(),
                good,
                "{count}"
            );
            assert_eq!(
                ListDrafts::new(0, u32::try_from(count).unwrap()).is_ok(),
                good,
                "{count}"
            );
        }
        for (count, good) in [(0, false), (8, true), (9, false)] {
            assert_eq!(AddDraft::new(vec![news(); count]).is_ok(), good, "{count}");
        }
        assert!(Article::news("", "c", "m").is_err());
    }

    #[test]
    fn answers_are_read_as_documented() {
        assert_eq!(answer::<AddDraft>(r#"{"media_id":"MEDIA_ID"}"#).media_id, "MEDIA_ID");
        let draft = answer::<GetDraft>(
            r#"{"news_item":[{"title":"T","content":"C","need_open_comment":0,"only_fans_can_comment":"1","url":"http://mp",
                "image_info":{"image_list":{"image_media_id":"I"}}}]}"#,
        );
        assert!(draft.news_item[0].only_fans_can_comment);
        assert_eq!(
            draft.news_item[0].image_info.as_ref().unwrap().image_list[0].image_media_id,
            "I"
        );
        assert_eq!(answer::<CountDrafts>(r#"{"total_count":"3"}"#).total_count, 3);
        let page = answer::<ListDrafts>(
            r#"{"total_count":1,"item_count":1,"item":[{"media_id":"M","content":{"news_item":[{"title":"T"}],
                "create_time":1,"update_time":2},"update_time":1700000000}]}"#,
        );
        assert_eq!(page.item[0].content.news_item[0].title, "T");
    }
}
