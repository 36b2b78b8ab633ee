//! Take back what was sent.

use std::sync::Arc;

use domain::validation::FieldFaults;
use domain::wechat::mass::MassMessage;
use ports::wechat::mass::MassApi;

use super::error::MassError;
use super::tools::{Done, MassCommand, MassTools};

/// Most articles of a draft.
const MOST_ARTICLES: u32 = 8;

/// Has WeChat take back articles or a video. Readers who have the page open keep it; nothing brings it back. Where it
/// fails half-way, repeating it does the rest.
#[derive(Clone)]
pub struct WithdrawMass {
    pub(super) tools: MassTools,
    pub(super) api: Arc<dyn MassApi>,
}

impl WithdrawMass {
    /// Runs it; without an article, from 1, it takes back all of it.
    ///
    /// # Errors
    /// When it cannot be taken back, the version is stale, WeChat does not do it, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.withdraw_mass", skip_all)]
    pub async fn run(&self, command: MassCommand, article: Option<u32>) -> Result<MassMessage, MassError> {
        if article.is_some_and(|article| !(1..=MOST_ARTICLES).contains(&article)) {
            let mut faults = FieldFaults::default();
            faults.add("articleIndex", "must be between 1 and 8");
            return Err(faults.into());
        }
        let message = self.tools.find(&command.account, command.id).await?;
        let actual = message.stored().version;
        if command.expected_version.is_some_and(|expected| expected != actual) {
            return Err(MassError::Stale { actual });
        }
        for msg_id in message.withdrawable()? {
            self.api.withdraw(&command.account, msg_id, article).await?;
        }
        let command = MassCommand {
            expected_version: None,
            ..command
        };
        let verb = |message: &mut MassMessage, now| Ok(message.withdrawn(article, now).map(Done::from));
        self.tools.update(&command, &verb).await
    }
}
