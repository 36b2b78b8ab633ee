//! Order a mass message to be sent.

use domain::wechat::mass::MassMessage;

use super::error::MassError;
use super::send::SendMass;
use super::tools::{Done, MassCommand, MassTools};

/// Orders a draft to be sent. A job hands it to WeChat.
#[derive(Clone)]
pub struct OrderMass(pub(super) MassTools);

impl OrderMass {
    /// Runs it.
    ///
    /// # Errors
    /// When it was ordered already, the version is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.order_mass", skip_all)]
    pub async fn run(&self, command: MassCommand) -> Result<MassMessage, MassError> {
        let verb = |message: &mut MassMessage, now| {
            let happened = message.order(now)?;
            let job = command.context.job(&SendMass::of(message), now, self.0.ids.as_ref());
            Ok(Some(Done::with(happened, vec![job])))
        };
        self.0.update(&command, &verb).await
    }
}
