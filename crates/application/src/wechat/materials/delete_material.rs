//! Ask for a material to be deleted.

use ports::wechat::materials::MaterialView;

use super::deleting::RemoveMaterial;
use super::error::MaterialError;
use super::tools::{MaterialCommand, MaterialTools};
use crate::retry::retry_on_contention;

/// Asks for a material to be deleted, at WeChat and here; a job does it. Repeated while it is going, it begins another
/// job, for the first one may have been given up.
#[derive(Clone)]
pub struct DeleteMaterial(pub(super) MaterialTools);

impl DeleteMaterial {
    /// Runs it; answers the material on its way out.
    ///
    /// # Errors
    /// When the material is unknown, the edition is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.delete_material", skip_all, fields(material.id = %command.material))]
    pub async fn run(&self, command: MaterialCommand) -> Result<MaterialView, MaterialError> {
        retry_on_contention(|| self.attempt(&command)).await
    }

    async fn attempt(&self, command: &MaterialCommand) -> Result<MaterialView, MaterialError> {
        let now = self.0.clock.now();
        let locked = self.0.lock(&command.account, command.material).await?;
        let mut locked = locked.ok_or(MaterialError::Unknown)?;
        let actual = locked.material.edition();
        if command.expected_edition.is_some_and(|expected| expected != actual) {
            return Err(MaterialError::Stale { actual });
        }
        locked.delete(now);
        let job = RemoveMaterial {
            account: command.account.clone(),
            material_id: command.material.uuid(),
        };
        locked.enqueue(command.context.job(&job, now, self.0.ids.as_ref()));
        Ok(self.0.commit(locked, &command.context).await?)
    }
}
