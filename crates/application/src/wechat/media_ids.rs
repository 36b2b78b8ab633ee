//! What WeChat calls our files and drafts, asked for by whoever sends them.

use async_trait::async_trait;
use domain::ids::{DraftId, MaterialId};
use ports::StoreError;
use ports::wechat::WechatFailure;

/// How long WeChat keeps an uploaded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keeping {
    /// Three days (临时素材); all that WeCom has.
    Temporary,
    /// Until it is deleted (永久素材).
    Permanent,
}

/// Why there is no media id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoMediaId {
    /// The account has no such material or draft, or no longer.
    #[error("not found")]
    NotFound,
    /// The material is of another kind than the place it is meant for.
    #[error("it is of kind {found}")]
    WrongKind {
        /// Its kind, as the API spells it.
        found: &'static str,
    },
    /// WeChat did not take it, or not yet.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// Our own store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Media ids of materials, per account.
#[async_trait]
pub trait MediaIds: Send + Sync {
    /// The media id of a material in an account: the known one while it is good, otherwise that of a new upload.
    async fn media_id(&self, account: &str, material: MaterialId, keeping: Keeping) -> Result<String, NoMediaId>;

    /// The same after WeChat refused `refused` (40007): uploads anew unless somebody else already did.
    async fn media_id_instead_of(
        &self,
        account: &str,
        material: MaterialId,
        keeping: Keeping,
        refused: &str,
    ) -> Result<String, NoMediaId>;
}

/// Pictures inside article texts, per account.
#[async_trait]
pub trait ArticleImages: Send + Sync {
    /// The address under which WeChat shows a picture of ours inside articles; good for ever, asked for once a picture. Pictures
    /// from elsewhere are cut out of articles.
    ///
    /// # Errors
    /// [`NoMediaId::WrongKind`] when the material is no picture; `Refused` when it is neither PNG nor JPEG under 1 MB.
    async fn article_image_url(&self, account: &str, material: MaterialId) -> Result<String, NoMediaId>;
}

/// Media ids of drafts, per account.
#[async_trait]
pub trait DraftMediaIds: Send + Sync {
    /// The media id of a draft, pushed to WeChat in its newest version.
    async fn draft_media_id(&self, account: &str, draft: DraftId) -> Result<String, NoMediaId>;

    /// Notes that WeChat took the draft away with a mass message or a publication; the next use pushes it anew.
    async fn draft_is_used_up(&self, account: &str, draft: DraftId, media_id: &str) -> Result<(), StoreError>;
}
