//! Delete a material: its permanent copy at WeChat first, then the row, then the file.

use std::time::Duration;

use domain::ids::MaterialId;
use domain::time::Timestamp;
use domain::wechat::materials::UploadPlace;
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::sweep::SweepFile;
use super::tools::{Locked, MaterialTools};
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::retry::retry_on_contention;

/// The job: delete a material that shall go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveMaterial {
    /// Our name of the account.
    pub account: String,
    /// The material.
    pub material_id: Uuid,
}

impl Job for RemoveMaterial {
    const NAME: &'static str = "wechat.remove_material";
}

/// Carries out [`RemoveMaterial`]. It may die anywhere: a copy that is gone at WeChat is deleted.
#[derive(Clone)]
pub struct Deleting(pub(super) MaterialTools);

/// What is to be done before the row goes.
enum Step {
    /// Nothing: there is no such material, or it shall not go.
    Nothing,
    /// Somebody uploads it, until then at most.
    Wait(Timestamp),
    /// WeChat has a permanent copy.
    DeleteCopy(String),
    /// WeChat has none.
    Remove,
}

impl Deleting {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.remove_material", skip_all, fields(material.id = %job.material_id))]
    pub async fn run(&self, job: &RemoveMaterial, context: &Context) -> JobOutcome {
        let id = MaterialId::from_uuid(job.material_id);
        match self.next_step(&job.account, id).await? {
            Step::Nothing => return Ok(()),
            Step::Wait(until) => {
                return Err(JobError::Later {
                    after: Some(until.since(self.0.clock.now()) + Duration::from_secs(1)),
                    reason: "the material is being uploaded".to_owned(),
                });
            }
            Step::DeleteCopy(media_id) => self.0.api.delete_permanent(&job.account, &media_id).await?,
            Step::Remove => {}
        }
        retry_on_contention(|| self.remove(&job.account, id, context)).await?;
        Ok(())
    }

    /// No upload begins once a material is going, so what is found here stays so.
    async fn next_step(&self, account: &str, id: MaterialId) -> Result<Step, StoreError> {
        let Some(view) = self.0.reads.find(account, id).await? else {
            return Ok(Step::Nothing);
        };
        if !view.material.is_going() {
            return Ok(Step::Nothing);
        }
        let now = self.0.clock.now();
        let claims = view.uploads.iter().filter(|upload| upload.is_busy(now));
        if let Some(until) = claims.filter_map(|upload| Some(upload.claim?.until)).max() {
            return Ok(Step::Wait(until));
        }
        let setup = self.0.accounts.setup(account).await?;
        let permanent = view
            .uploads
            .into_iter()
            .find(|upload| upload.place == UploadPlace::Permanent);
        // Another app, or none, has no right to delete it; a disabled account does not speak with WeChat.
        let ours = permanent.filter(|upload| setup.is_some_and(|setup| setup.enabled && setup.app_id == upload.app_id));
        let media_id = ours.and_then(|upload| upload.copy?.media_id);
        Ok(media_id.map_or(Step::Remove, Step::DeleteCopy))
    }

    async fn remove(&self, account: &str, id: MaterialId, context: &Context) -> Result<(), StoreError> {
        let locked = self.0.lock(account, id).await?;
        let going = |locked: &Locked| locked.material.is_going();
        let Some(mut locked) = locked.filter(going) else {
            return Ok(());
        };
        let sweep = SweepFile {
            hash: locked.material.stored().file.hash.to_string(),
        };
        locked.enqueue(context.job(&sweep, self.0.clock.now(), self.0.ids.as_ref()));
        self.0.commit_removal(locked, context).await
    }
}
