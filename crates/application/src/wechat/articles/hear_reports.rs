//! Take WeChat's report on a publication (`PUBLISHJOBFINISH`).

use std::sync::Arc;

use async_trait::async_trait;
use domain::wechat::{IncomingKind, Signal};
use ports::wechat::RecordedMessage;
use ports::wechat::articles::PublicationReads;

use super::conclude::Concluding;
use crate::context::Context;
use crate::jobs::JobOutcome;
use crate::wechat::TakesNote;

/// Longest id of a publication that is kept; WeChat's have about 20 digits.
const MAX_ID_CHARS: usize = 64;
/// It is under way, which is nothing new.
const UNDER_WAY: i64 = 1;

/// Hears reports. One that comes before its id was stored is kept: whoever stores the id finds it.
#[derive(Clone)]
pub struct HearPublishReports {
    pub(super) reads: Arc<dyn PublicationReads>,
    pub(super) concluding: Concluding,
}

#[async_trait]
impl TakesNote for HearPublishReports {
    async fn note(&self, message: &RecordedMessage, context: &Context) -> JobOutcome {
        let IncomingKind::Signal(Signal::PublishReport(report)) = &message.incoming.kind else {
            return Ok(());
        };
        if report.publish_id.chars().count() > MAX_ID_CHARS || report.status == UNDER_WAY {
            return Ok(());
        }
        let account = &message.incoming.person.account;
        // First kept, then looked for: see [`ports::wechat::articles::PublishReports`].
        let now = self.concluding.tools.clock.now();
        self.concluding.reports.keep(account, report, now).await?;
        if let Some(id) = self.reads.find_by_publish_id(account, &report.publish_id).await? {
            self.concluding.hear(id, report, context).await?;
        }
        Ok(())
    }
}
