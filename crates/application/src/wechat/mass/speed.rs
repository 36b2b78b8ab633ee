//! How fast WeChat sends mass messages.

use std::sync::Arc;

use domain::ids::MassMessageId;
use domain::validation::FieldFaults;
use ports::wechat::mass::{MassApi, MassSpeed};

use super::error::MassError;
use super::tools::MassTools;
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// The slowest level.
const SLOWEST: u8 = 4;

/// Reads and sets the speed, which WeChat keeps.
#[derive(Clone)]
pub struct MassSpeeds {
    pub(super) tools: MassTools,
    pub(super) api: Arc<dyn MassApi>,
}

impl MassSpeeds {
    /// The speed as WeChat has it.
    ///
    /// # Errors
    /// When WeChat does not tell.
    pub async fn read(&self, account: &str) -> Result<MassSpeed, MassError> {
        Ok(self.api.speed(account).await?)
    }

    /// Sets it, from 0, the fastest, to 4; answers it as WeChat has it then.
    ///
    /// # Errors
    /// When there is no such level, WeChat does not do it, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.set_mass_speed", skip_all)]
    pub async fn set(&self, account: &str, level: u8, context: &Context) -> Result<MassSpeed, MassError> {
        if level > SLOWEST {
            let mut faults = FieldFaults::default();
            faults.add("speed", "must be between 0 and 4");
            return Err(faults.into());
        }
        self.api.set_speed(account, level).await?;
        let tools = &self.tools;
        // WeChat keeps the speed: here is only that it was set, each time on a stream of its own.
        let id = MassMessageId::from_uuid(tools.ids.next());
        let wire = log_wire::mass_speed_set(id, account, level);
        let entry = [context.log_entry(wire, 1, tools.clock.now(), tools.ids.as_ref())];
        retry_on_contention(|| tools.store.note(&entry)).await?;
        self.read(account).await
    }
}
