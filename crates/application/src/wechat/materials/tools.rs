//! What use cases about materials work with, and the frame of every change: lock, one domain verb, save, log, jobs.

use std::sync::Arc;

use domain::ids::MaterialId;
use domain::time::Timestamp;
use domain::wechat::materials::{Material, MaterialHappened, MaterialUpload, UploadPlace};
use ports::StoreError;
use ports::files::{FileBook, FileStore};
use ports::jobs::{JobEnvelope, RelaySignal};
use ports::system::{Clock, Ids};
use ports::wechat::materials::{MaterialReads, MaterialView, MaterialsApi, MaterialsStore, MaterialsTransaction};
use ports::wechat::{AccountBook, AccountSetup};

use super::error::MaterialError;
use crate::context::Context;
use crate::log_wire;

/// A command about one material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialCommand {
    /// Our name of the account.
    pub account: String,
    /// Which.
    pub material: MaterialId,
    /// The edition the caller saw, where the caller insists on it.
    pub expected_edition: Option<u64>,
    /// Who and what.
    pub context: Context,
}

/// What use cases about materials work with.
#[derive(Clone)]
pub(super) struct MaterialTools {
    pub(super) files: Arc<dyn FileStore>,
    pub(super) book: Arc<dyn FileBook>,
    pub(super) store: Arc<dyn MaterialsStore>,
    pub(super) reads: Arc<dyn MaterialReads>,
    pub(super) api: Arc<dyn MaterialsApi>,
    pub(super) accounts: Arc<dyn AccountBook>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) signal: Arc<dyn RelaySignal>,
}

/// A material that a transaction has locked, with its uploads.
pub(super) struct Locked {
    pub(super) tx: Box<dyn MaterialsTransaction>,
    pub(super) material: Material,
    pub(super) uploads: Vec<MaterialUpload>,
    loaded_version: u64,
    happened: Vec<(MaterialHappened, u64)>,
    jobs: Vec<JobEnvelope>,
}

impl MaterialTools {
    /// The account of that name, in use or not.
    pub(super) async fn account(&self, name: &str) -> Result<Arc<AccountSetup>, MaterialError> {
        let setup = self.accounts.setup(name).await?;
        setup.ok_or(MaterialError::UnknownAccount)
    }

    /// Locks a material; `None` when the account has no such.
    pub(super) async fn lock(&self, account: &str, id: MaterialId) -> Result<Option<Locked>, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some(material) = tx.materials().find_for_update(account, id).await? else {
            return Ok(None);
        };
        let uploads = tx.materials().uploads(id).await?;
        Ok(Some(Locked {
            tx,
            loaded_version: material.stored().version,
            material,
            uploads,
            happened: Vec::new(),
            jobs: Vec::new(),
        }))
    }

    /// Stores what changed with its log entries and jobs; answers the material as it is now.
    pub(super) async fn commit(&self, mut locked: Locked, context: &Context) -> Result<MaterialView, StoreError> {
        let material = &locked.material;
        if material.stored().version != locked.loaded_version {
            locked.tx.materials().save(material, locked.loaded_version).await?;
        }
        self.log(&mut locked, context).await?;
        locked.tx.outbox().enqueue(&locked.jobs).await?;
        locked.tx.commit().await?;
        if !locked.jobs.is_empty() {
            self.signal.wake();
        }
        Ok(MaterialView {
            material: locked.material,
            uploads: locked.uploads,
        })
    }

    /// Removes the material with its log entries and jobs.
    pub(super) async fn commit_removal(&self, mut locked: Locked, context: &Context) -> Result<(), StoreError> {
        locked.note(MaterialHappened::Deleted);
        self.log(&mut locked, context).await?;
        locked.tx.materials().remove(locked.material.id()).await?;
        locked.tx.outbox().enqueue(&locked.jobs).await?;
        locked.tx.commit().await?;
        self.signal.wake();
        Ok(())
    }

    async fn log(&self, locked: &mut Locked, context: &Context) -> Result<(), StoreError> {
        let now = self.clock.now();
        let entry = |(happened, version): &(MaterialHappened, u64)| {
            let wire = log_wire::material_happened(&locked.material, happened);
            context.log_entry(wire, *version, now, self.ids.as_ref())
        };
        let entries: Vec<_> = locked.happened.iter().map(entry).collect();
        locked.tx.log().append(&entries).await
    }
}

impl Locked {
    /// Notes that something happened, for the log.
    pub(super) fn note(&mut self, happened: MaterialHappened) {
        let happened = self.material.note(happened);
        self.happened.push((happened, self.material.stored().version));
    }

    /// Lets the material go; `false` when it is going already.
    pub(super) fn delete(&mut self, now: Timestamp) -> bool {
        let Some(happened) = self.material.delete(now) else {
            return false;
        };
        self.happened.push((happened, self.material.stored().version));
        true
    }

    /// A job that follows.
    pub(super) fn enqueue(&mut self, job: JobEnvelope) {
        self.jobs.push(job);
    }

    /// The upload to a place, a new one where there is none.
    pub(super) fn upload(&self, place: UploadPlace, app_id: &str, now: Timestamp) -> MaterialUpload {
        let there = self.uploads.iter().find(|upload| upload.place == place);
        let fresh = || MaterialUpload::open(self.material.id(), place, app_id, now);
        there.cloned().unwrap_or_else(fresh)
    }

    /// Stores an upload.
    pub(super) async fn put_upload(&mut self, upload: MaterialUpload) -> Result<(), StoreError> {
        self.tx.materials().put_upload(&upload).await?;
        self.uploads.retain(|other| other.place != upload.place);
        self.uploads.push(upload);
        self.uploads.sort_by_key(|upload| upload.place);
        Ok(())
    }
}
