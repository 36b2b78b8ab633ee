//! Delete the draft of a mass message.

use domain::wechat::mass::MassMessage;

use super::error::MassError;
use super::tools::{Done, MassCommand, MassTools};

/// Deletes a draft for good.
#[derive(Clone)]
pub struct DeleteMass(pub(super) MassTools);

impl DeleteMass {
    /// Runs it.
    ///
    /// # Errors
    /// When it is no draft any more, the version is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.delete_mass", skip_all)]
    pub async fn run(&self, command: MassCommand) -> Result<(), MassError> {
        let verb = |message: &mut MassMessage, now| Ok(Some(Done::from(message.delete(now)?)));
        self.0.update(&command, &verb).await.map(drop)
    }
}
