//! Delete at WeChat what no draft of ours stands behind any more.

use std::sync::Arc;

use ports::wechat::articles::ArticlesApi;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobOutcome};

/// The job: delete this draft at WeChat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DiscardDraft {
    /// Our name of the account.
    pub account: String,
    /// WeChat's id of the draft.
    pub media_id: String,
}

impl Job for DiscardDraft {
    const NAME: &'static str = "wechat.discard_draft";
}

impl DiscardDraft {
    pub(super) fn of(account: &str, media_id: &str) -> Self {
        Self {
            account: account.to_owned(),
            media_id: media_id.to_owned(),
        }
    }
}

/// Carries out [`DiscardDraft`]. One that is gone already is done.
#[derive(Clone)]
pub struct DraftDiscarding(pub(super) Arc<dyn ArticlesApi>);

impl DraftDiscarding {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.discard_draft", skip_all)]
    pub async fn run(&self, job: &DiscardDraft) -> JobOutcome {
        Ok(self.0.delete_draft(&job.account, &job.media_id).await?)
    }
}
