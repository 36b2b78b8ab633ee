//! Upload what was asked for.

use domain::ids::MaterialId;
use domain::wechat::materials::{MaterialHappened, UploadPlace};
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::claiming::Wanted;
use super::library::MediaLibrary;
use super::tools::MaterialTools;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::retry::retry_on_contention;
use crate::wechat::NoMediaId;

/// The job: have WeChat keep a copy of a material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadMaterial {
    /// Our name of the account.
    pub account: String,
    /// The material.
    pub material_id: Uuid,
    /// `temporary` or `permanent`.
    pub place: String,
}

impl Job for UploadMaterial {
    const NAME: &'static str = "wechat.upload_material";
}

/// Carries out [`UploadMaterial`]. A copy that is there by then is not uploaded again.
#[derive(Clone)]
pub struct Uploading {
    pub(super) library: MediaLibrary,
    pub(super) tools: MaterialTools,
}

impl Uploading {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.upload_material", skip_all, fields(material.id = %job.material_id))]
    pub async fn run(&self, job: &UploadMaterial, context: &Context) -> JobOutcome {
        let place = place_of(job)?;
        let wanted = Wanted {
            account: &job.account,
            material: MaterialId::from_uuid(job.material_id),
            place,
            refused: None,
        };
        match self.library.copy(wanted, true, context).await {
            // The material was deleted meanwhile.
            Ok(_) | Err(NoMediaId::NotFound) => Ok(()),
            Err(NoMediaId::Wechat(failure)) => Err(failure.into()),
            Err(NoMediaId::Store(error)) => Err(error.into()),
            Err(other @ NoMediaId::WrongKind { .. }) => Err(JobError::Never(other.to_string())),
        }
    }

    /// Marks an upload whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &UploadMaterial, context: &Context) -> JobOutcome {
        let place = place_of(job)?;
        retry_on_contention(|| self.try_give_up(job, place, context)).await?;
        Ok(())
    }

    async fn try_give_up(&self, job: &UploadMaterial, place: UploadPlace, context: &Context) -> Result<(), StoreError> {
        let id = MaterialId::from_uuid(job.material_id);
        let Some(mut locked) = self.tools.lock(&job.account, id).await? else {
            return Ok(());
        };
        let now = self.tools.clock.now();
        let mut upload = locked.upload(place, "", now);
        if !upload.give_up(now) {
            return Ok(());
        }
        let note = upload.last_error.clone().unwrap_or_default();
        locked.put_upload(upload).await?;
        locked.note(MaterialHappened::UploadFailed { place, note });
        self.tools.commit(locked, context).await.map(drop)
    }
}

fn place_of(job: &UploadMaterial) -> Result<UploadPlace, JobError> {
    UploadPlace::from_name(&job.place).ok_or_else(|| JobError::Never("there is no such place".to_owned()))
}
