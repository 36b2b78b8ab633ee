//! What an official account writes: materials, drafts, publications, mass messages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::bounded::Bounded;
use super::media::MediaLibrary;

/// Mass messages that one person may receive in a month.
pub const MASS_A_MONTH: u32 = 4;

/// Everything.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Content {
    /// 永久素材
    pub materials: MediaLibrary,
    /// Pictures inside articles.
    pub images: MediaLibrary,
    /// 草稿箱, by `media_id`.
    pub drafts: BTreeMap<String, Draft>,
    /// 发布, by `publish_id`.
    pub publications: Bounded<Publication>,
    /// Published articles by `article_id`.
    pub articles: BTreeMap<String, Draft>,
    /// How the next publications come out.
    pub publishing: Publishing,
    /// 群发, by `msg_id`.
    pub masses: Bounded<Mass>,
    /// Mass messages by `clientmsgid`: the `msg_id` and Unix seconds.
    pub client_mass_ids: Bounded<(u64, i64)>,
    /// Mass messages a person received: the month and how many.
    pub received: BTreeMap<String, (i64, u32)>,
    /// How the next mass messages come out.
    pub sending: Sending,
    /// 0 fast to 4 slow.
    pub speed: i64,
    /// Counts drafts and publications, so that the newest are known.
    pub counter: u64,
}

/// Articles under one id.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// As they are shown.
    pub articles: Vec<Value>,
    /// Unix seconds, simulated time.
    pub created_at: i64,
    /// Unix seconds, simulated time.
    pub updated_at: i64,
    /// Order of creation.
    pub number: u64,
}

/// How a publication comes out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PublishOutcome {
    /// 0
    #[default]
    Published,
    /// 2: not original.
    OriginalityRefused,
    /// 3
    Failed,
    /// 4: refused by the platform.
    Refused,
    /// 5: the account deleted all of it afterwards.
    Deleted,
    /// 6: the platform banned all of it afterwards.
    Banned,
}

impl PublishOutcome {
    /// `publish_status`
    #[must_use]
    pub fn status(self) -> i64 {
        match self {
            Self::Published => 0,
            Self::OriginalityRefused => 2,
            Self::Failed => 3,
            Self::Refused => 4,
            Self::Deleted => 5,
            Self::Banned => 6,
        }
    }

    /// Whether there were articles to see.
    #[must_use]
    pub fn was_published(self) -> bool {
        matches!(self, Self::Published | Self::Deleted | Self::Banned)
    }
}

/// What is decided about publications.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Publishing {
    /// How they come out.
    pub outcome: PublishOutcome,
    /// Places of the refused articles, from 1.
    pub failed_articles: Vec<u32>,
    /// Whether they wait until the control API decides.
    pub held: bool,
}

/// One publication.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Publication {
    /// The draft it was made of.
    pub media_id: String,
    /// The draft itself, which comes back when it is refused.
    pub draft: Draft,
    /// None while it is in progress.
    pub outcome: Option<PublishOutcome>,
    /// Of a published one.
    pub article_id: Option<String>,
    /// Places of the refused articles, from 1.
    pub failed_articles: Vec<u32>,
}

/// What is decided about mass messages.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Sending {
    /// How they come out.
    pub outcome: MassOutcome,
    /// How many of those who should get it do not.
    pub errors: usize,
    /// `CopyrightCheckResult`, as the event has it: `{CheckState, ResultList: [{ArticleIdx, …}]}`.
    pub copyright: Option<Value>,
    /// Whether they wait until the control API decides.
    pub held: bool,
}

/// How a mass message comes out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MassOutcome {
    /// `send success`
    #[default]
    Sent,
    /// `send fail`
    Failed,
    /// `err(N)`: refused for this reason.
    Refused(u32),
}

/// Where a mass message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MassStatus {
    /// In progress.
    Sending,
    /// Sent.
    Sent,
    /// Not sent.
    Failed,
    /// Deleted by the account.
    Deleted,
}

/// One mass message.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mass {
    /// Where it stands.
    pub status: MassStatus,
    /// How many it was addressed to.
    pub total: usize,
    /// Those of them who may get one more this month.
    pub recipients: Vec<String>,
    /// `msgtype`
    pub msg_type: String,
    /// What was sent.
    pub message: Value,
    /// The articles of `mpnews`, with the draft's id.
    pub draft: Option<(String, Draft)>,
    /// Under which its articles were published.
    pub article_id: Option<String>,
}

impl Draft {
    /// What a chat shows of it, beside what the message says: a card of each with its cover, digest and source.
    #[must_use]
    pub fn shown(&self, message: &Value) -> Value {
        let fields = ["title", "digest", "thumb_url", "content_source_url"];
        let articles = self.articles.iter().map(|article| {
            let shown = fields
                .iter()
                .map(|field| ((*field).to_owned(), article[*field].clone()));
            Value::Object(shown.collect())
        });
        let mut shown = message.clone();
        shown["articles"] = articles.collect();
        shown
    }
}

impl Content {
    /// Number of a new draft or publication.
    pub fn next_number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// Whether a person may receive one more mass message this month.
    #[must_use]
    pub fn may_receive(&self, open_id: &str, month: i64) -> bool {
        let received = self.received.get(open_id);
        received.is_none_or(|(then, count)| *then != month || *count < MASS_A_MONTH)
    }

    /// Counts a mass message that a person received.
    pub fn count_received(&mut self, open_id: &str, month: i64) {
        let entry = self.received.entry(open_id.to_owned()).or_insert((month, 0));
        if entry.0 != month {
            *entry = (month, 0);
        }
        entry.1 += 1;
    }
}
