//! Drafts as answers spell them.

use domain::ids::PublicationId;
use domain::wechat::articles::{Draft, Pushed};
use ports::wechat::articles::DraftView;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::article::ArticleContent;
use crate::wire::Instant;

/// A draft.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DraftBody {
    /// Its id.
    id: Uuid,
    /// Counts its edits, from 1; also the `ETag`.
    #[schema(example = 3)]
    version: u64,
    /// Its articles, as they were cleaned.
    articles: Vec<ArticleContent>,
    /// Where it stands at WeChat.
    pushed: PushedBody,
    /// The publication under way; the draft cannot be changed until it is decided.
    publication_id: Option<Uuid>,
    /// When it was written.
    created_at: Instant,
    /// When it was last edited.
    updated_at: Instant,
}

/// A draft in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedDraftBody {
    /// Its id.
    id: Uuid,
    /// Counts its edits, from 1.
    #[schema(example = 3)]
    version: u64,
    /// The titles of its articles.
    #[schema(example = json!(["春天的音乐会"]))]
    titles: Vec<String>,
    /// Where it stands at WeChat.
    pushed: PushedBody,
    /// The publication under way.
    publication_id: Option<Uuid>,
    /// When it was written.
    created_at: Instant,
    /// When it was last edited.
    updated_at: Instant,
}

/// Where a draft stands at WeChat.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PushedBody {
    /// `absent`, `pending`, `current`, `outdated` (WeChat has an older version) or `failed`.
    #[schema(example = "current")]
    state: &'static str,
    /// WeChat's id of it.
    media_id: Option<String>,
    /// The version that WeChat has.
    #[schema(example = 3)]
    version: Option<u64>,
    /// Since when WeChat has that.
    at: Option<Instant>,
    /// Why the last push failed; `null` once one succeeded.
    last_error: Option<String>,
    /// When WeChat took it away because it was published or sent; `null` once it was pushed again.
    used_up_at: Option<Instant>,
}

impl PushedBody {
    fn of(pushed: &Pushed, edition: u64) -> Self {
        let there = pushed.there.as_ref();
        Self {
            state: pushed.state(edition).name(),
            media_id: there.map(|there| there.media_id.clone()),
            version: there.map(|there| there.edition),
            at: there.map(|there| there.since.into()),
            last_error: pushed.failure.as_ref().map(|failure| failure.note.clone()),
            used_up_at: pushed.used_up_at.map(Into::into),
        }
    }
}

impl From<&Draft> for DraftBody {
    fn from(draft: &Draft) -> Self {
        let stored = draft.stored();
        Self {
            id: stored.id.uuid(),
            version: stored.edition,
            articles: stored.articles.iter().map(Into::into).collect(),
            pushed: PushedBody::of(&stored.pushed, stored.edition),
            publication_id: stored.publishing.map(PublicationId::uuid),
            created_at: stored.created_at.into(),
            updated_at: stored.updated_at.into(),
        }
    }
}

impl From<DraftView> for ListedDraftBody {
    fn from(draft: DraftView) -> Self {
        Self {
            id: draft.id.uuid(),
            version: draft.edition,
            pushed: PushedBody::of(&draft.pushed, draft.edition),
            titles: draft.titles,
            publication_id: draft.publishing.map(PublicationId::uuid),
            created_at: draft.created_at.into(),
            updated_at: draft.updated_at.into(),
        }
    }
}
