//! Call a broadcast off.

use domain::ids::BroadcastId;
use domain::notifications::broadcast::Broadcast;

use super::settle::SettleCancelled;
use super::tools::{BroadcastError, BroadcastTools};
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Calls broadcasts off. Senders see it within half a second and begin nothing more; what they have begun gets its true
/// state.
#[derive(Clone)]
pub struct CancelBroadcast(pub BroadcastTools);

impl CancelBroadcast {
    /// Runs it; calling off what was called off changes nothing.
    ///
    /// # Errors
    /// When it is unknown or done, or the store fails.
    #[tracing::instrument(name = "use_case.notifications.cancel_broadcast", skip_all, fields(broadcast.id = %id))]
    pub async fn run(&self, account: &str, id: BroadcastId, context: &Context) -> Result<Broadcast, BroadcastError> {
        let broadcast = retry_on_contention(|| self.attempt(account, id, context)).await?;
        self.0.signal.wake();
        Ok(broadcast)
    }

    async fn attempt(&self, account: &str, id: BroadcastId, context: &Context) -> Result<Broadcast, BroadcastError> {
        let mut broadcast = self.0.wanted(account, id).await?;
        let (version, now) = (broadcast.version, self.0.clock.now());
        let Some(happened) = broadcast.cancel(now)? else {
            return Ok(broadcast);
        };
        let mut change = self.0.change(broadcast.clone(), version, Some(&happened), context);
        let settle = SettleCancelled {
            broadcast_id: id.uuid(),
        };
        change.jobs.push(context.job(&settle, now, self.0.ids.as_ref()));
        self.0.broadcasts.apply(&change).await?;
        Ok(broadcast)
    }
}
