//! Ask for a copy at WeChat.

use domain::validation::FieldFaults;
use domain::wechat::materials::{Asked, MaterialHappened, UploadPlace};
use domain::wechat::{Product, materials::UploadState};
use ports::wechat::AccountSetup;
use ports::wechat::materials::MaterialView;

use super::error::MaterialError;
use super::tools::{MaterialCommand, MaterialTools};
use super::uploading::UploadMaterial;
use crate::retry::retry_on_contention;
use crate::wechat::Keeping;

/// Asks for a copy of a material; a job uploads it. Repeated while it is there or under way it changes nothing.
#[derive(Clone)]
pub struct RequestUpload(pub(super) MaterialTools);

impl RequestUpload {
    /// Runs it; answers the material, and whether a job was begun.
    ///
    /// # Errors
    /// When the material is unknown or being deleted, the account's product keeps no such copies, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.request_upload", skip_all, fields(material.id = %command.material))]
    pub async fn run(&self, command: MaterialCommand, keeping: Keeping) -> Result<(MaterialView, bool), MaterialError> {
        let setup = self.0.account(&command.account).await?;
        let place = match keeping {
            Keeping::Temporary => UploadPlace::Temporary,
            Keeping::Permanent => UploadPlace::Permanent,
        };
        if place == UploadPlace::Permanent && setup.product != Product::OfficialAccount {
            let mut faults = FieldFaults::default();
            faults.add("keeping", "only official accounts have permanent copies");
            return Err(faults.into());
        }
        retry_on_contention(|| self.attempt(&command, &setup, place)).await
    }

    async fn attempt(
        &self,
        command: &MaterialCommand,
        setup: &AccountSetup,
        place: UploadPlace,
    ) -> Result<(MaterialView, bool), MaterialError> {
        let now = self.0.clock.now();
        let locked = self.0.lock(&command.account, command.material).await?;
        let mut locked = locked.ok_or(MaterialError::Unknown)?;
        if locked.material.is_going() {
            return Err(MaterialError::Going);
        }
        let is_known = locked.uploads.iter().any(|upload| upload.place == place);
        let mut upload = locked.upload(place, &setup.app_id, now);
        let asked = upload.ask(&setup.app_id, None, now);
        let is_waiting = is_known && upload.state == UploadState::Pending && upload.last_error.is_none();
        if matches!(asked, Asked::Known(_)) || (is_waiting && upload.claim.is_none()) {
            let view = MaterialView {
                material: locked.material,
                uploads: locked.uploads,
            };
            return Ok((view, false));
        }
        upload.request(now);
        locked.put_upload(upload).await?;
        locked.note(MaterialHappened::UploadRequested(place));
        let job = UploadMaterial {
            account: command.account.clone(),
            material_id: command.material.uuid(),
            place: place.name().to_owned(),
        };
        locked.enqueue(command.context.job(&job, now, self.0.ids.as_ref()));
        Ok((self.0.commit(locked, &command.context).await?, true))
    }
}
