//! The automatic replies that were set in WeChat's console.

use serde::Deserialize;

use crate::api::call::api_call;
use crate::api::lenient;

/// Asks for the automatic replies set in the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetAutoReplies;
api_call!(GetAutoReplies: get "/cgi-bin/get_current_autoreply_info" => AutoReplies, repeatable);

/// The automatic replies set in the console.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AutoReplies {
    /// Whether those who follow are answered.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_add_friend_reply_open: bool,
    /// Whether messages are answered.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_autoreply_open: bool,
    /// The answer to following.
    pub add_friend_autoreply_info: Option<AutoReply>,
    /// The answer to a message without a keyword.
    pub message_default_autoreply_info: Option<AutoReply>,
    /// The answers to keywords.
    #[serde(rename = "keyword_autoreply_info", deserialize_with = "lenient::wrapped_list")]
    pub keywords: Vec<KeywordRule>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AutoReply {
    /// `text`, `img`, `voice`, `video` or `news`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The text, the media, or the address of a video.
    pub content: String,
    /// The articles.
    #[serde(deserialize_with = "lenient::wrapped_list")]
    pub news_info: Vec<ReadNews>,
}

/// What is answered to some keywords.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct KeywordRule {
    /// Its name.
    pub rule_name: String,
    /// When it was made, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub create_time: i64,
    /// `reply_all` for all answers, `random_one` for one of them.
    pub reply_mode: String,
    /// The keywords.
    #[serde(deserialize_with = "lenient::list")]
    pub keyword_list_info: Vec<AutoKeyword>,
    /// The answers.
    #[serde(deserialize_with = "lenient::list")]
    pub reply_list_info: Vec<AutoReply>,
}

/// A keyword.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AutoKeyword {
    /// `text`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `contain` for anywhere in the message, `equal` for the whole of it.
    pub match_mode: String,
    /// The word.
    pub content: String,
}

/// An article as the console's menus and replies tell of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReadNews {
    /// The title.
    pub title: String,
    /// The author.
    pub author: String,
    /// The digest.
    pub digest: String,
    /// Whether the cover is shown.
    #[serde(deserialize_with = "lenient::flag")]
    pub show_cover: bool,
    /// The cover's address.
    pub cover_url: String,
    /// The article's address.
    pub content_url: String,
    /// The original's address; empty for none.
    pub source_url: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::answer;

    #[test]
    fn the_documented_answer_is_read() {
        let replies = answer::<GetAutoReplies>(
            r#"{"is_add_friend_reply_open":1,"is_autoreply_open":0,
                "add_friend_autoreply_info":{"type":"text","content":"Thanks for your attention!"},
                "keyword_autoreply_info":{"list":[{"rule_name":"autoreply-news","create_time":1423028166,"reply_mode":"reply_all",
                  "keyword_list_info":[{"type":"text","match_mode":"contain","content":"news测试"}],
                  "reply_list_info":[{"type":"news","news_info":{"list":[{"title":"it's news","show_cover":1}]}},
                    {"type":"text","content":"hi"}]}]}}"#,
        );
        assert!(replies.is_add_friend_reply_open && !replies.is_autoreply_open);
        assert_eq!(replies.message_default_autoreply_info, None);
        let rule = &replies.keywords[0];
        assert_eq!(rule.keyword_list_info[0].content, "news测试");
        assert!(rule.reply_list_info[0].news_info[0].show_cover);
        assert_eq!(answer::<GetAutoReplies>("{}"), AutoReplies::default());
    }
}
