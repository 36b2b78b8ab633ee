//! Call off what WeChat has not got.

use domain::wechat::mass::MassMessage;

use super::error::MassError;
use super::tools::{Done, MassCommand, MassTools};

/// Calls off every part that WeChat certainly has not got. Repeating it changes nothing.
#[derive(Clone)]
pub struct CancelMass(pub(super) MassTools);

impl CancelMass {
    /// Runs it.
    ///
    /// # Errors
    /// When nothing is left to call off, the version is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.cancel_mass", skip_all)]
    pub async fn run(&self, command: MassCommand) -> Result<MassMessage, MassError> {
        let verb = |message: &mut MassMessage, now| Ok(message.cancel(now)?.map(Done::from));
        self.0.update(&command, &verb).await
    }
}
