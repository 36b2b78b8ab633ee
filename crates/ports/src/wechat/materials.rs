//! What materials need from outside.

use std::fmt;

use async_trait::async_trait;
use domain::files::FileHash;
use domain::ids::MaterialId;
use domain::wechat::materials::{Material, MaterialKind, MaterialUpload};

use super::WechatFailure;
use crate::jobs::Outbox;
use crate::log::EventLog;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Opens transactions about materials.
#[async_trait]
pub trait MaterialsStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn MaterialsTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait MaterialsTransaction: Send {
    /// Materials.
    fn materials(&mut self) -> &mut dyn MaterialRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// The outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Materials inside a transaction.
#[async_trait]
pub trait MaterialRepository: Send {
    /// A material of an account, locked against other writers until the transaction ends.
    async fn find_for_update(&mut self, account: &str, id: MaterialId) -> Result<Option<Material>, StoreError>;

    /// Stores a new material. A known id, or a file that the account has under this kind, MUST fail with
    /// [`StoreError::Duplicate`]; a file that is not in the [`crate::files::FileBook`] or is being deleted MUST fail with
    /// [`StoreError::Contention`].
    async fn add(&mut self, material: &Material) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, material: &Material, expected_version: u64) -> Result<(), StoreError>;

    /// Deletes a material with its uploads.
    async fn remove(&mut self, id: MaterialId) -> Result<(), StoreError>;

    /// The uploads of a material, by place.
    async fn uploads(&mut self, id: MaterialId) -> Result<Vec<MaterialUpload>, StoreError>;

    /// Stores an upload of a material that the transaction has locked, in place of the one that was there.
    async fn put_upload(&mut self, upload: &MaterialUpload) -> Result<(), StoreError>;
}

/// Which materials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MaterialFilter {
    /// Only of this kind.
    pub kind: Option<MaterialKind>,
}

/// A material with its uploads, by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialView {
    /// The material.
    pub material: Material,
    /// What WeChat has of it, or is to have.
    pub uploads: Vec<MaterialUpload>,
}

/// Reading materials.
#[async_trait]
pub trait MaterialReads: Send + Sync {
    /// One material of an account.
    async fn find(&self, account: &str, id: MaterialId) -> Result<Option<MaterialView>, StoreError>;

    /// The material of an account that has this file under this kind.
    async fn find_by_file(
        &self,
        account: &str,
        kind: MaterialKind,
        hash: FileHash,
    ) -> Result<Option<MaterialView>, StoreError>;

    /// An account's materials, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(
        &self,
        account: &str,
        filter: MaterialFilter,
        page: PageQuery,
    ) -> Result<Page<MaterialView>, StoreError>;
}

/// A file on its way to WeChat. `Debug` shows its size only.
#[derive(Clone, PartialEq, Eq)]
pub struct MaterialFile {
    /// What it is meant to be.
    pub kind: MaterialKind,
    /// Its name, with the ending of what it is.
    pub name: String,
    /// Its content type.
    pub content_type: &'static str,
    /// Of a video.
    pub title: String,
    /// Of a video.
    pub introduction: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for MaterialFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MaterialFile")
            .field("kind", &self.kind)
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// A permanent copy at WeChat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermanentCopy {
    /// Its media id.
    pub media_id: String,
    /// Of a picture: its address, good within WeChat's own pages.
    pub url: Option<String>,
}

/// How many permanent copies an account has, also those made in WeChat's console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PermanentCounts {
    /// Pictures.
    pub image: u64,
    /// Articles; they count together with pictures.
    pub news: u64,
    /// Recordings.
    pub voice: u64,
    /// Videos.
    pub video: u64,
}

/// WeChat's keeping of files. Every call is bounded in time. What the account's product does not have is
/// [`WechatFailure::Refused`] before anything is sent.
#[async_trait]
pub trait MaterialsApi: Send + Sync {
    /// Uploads a copy for three days; answers its media id.
    async fn upload_temporary(&self, account: &str, file: &MaterialFile) -> Result<String, WechatFailure>;

    /// Uploads a copy that stays; official accounts only. Not repeatable: each call makes another copy.
    async fn upload_permanent(&self, account: &str, file: &MaterialFile) -> Result<PermanentCopy, WechatFailure>;

    /// Uploads a picture for article texts; answers its address.
    async fn upload_article_image(&self, account: &str, file: &MaterialFile) -> Result<String, WechatFailure>;

    /// Deletes a permanent copy. One that is gone already is deleted.
    async fn delete_permanent(&self, account: &str, media_id: &str) -> Result<(), WechatFailure>;

    /// How many permanent copies there are; official accounts only.
    async fn permanent_counts(&self, account: &str) -> Result<PermanentCounts, WechatFailure>;
}
