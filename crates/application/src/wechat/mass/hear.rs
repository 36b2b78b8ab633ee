//! Take WeChat's report on a mass message (`MASSSENDJOBFINISH`).

use async_trait::async_trait;
use domain::text::shortened;
use domain::wechat::{IncomingKind, MassReport, Signal};
use ports::wechat::RecordedMessage;

use super::send::of_job;
use super::tools::{MassCommand, MassTools};
use crate::context::Context;
use crate::jobs::JobOutcome;
use crate::wechat::TakesNote;

/// Longest word of a report that is kept, in characters.
const MAX_STATUS: usize = 64;

/// Hears reports. One that comes before its number was stored is kept: whoever stores the number finds it.
#[derive(Clone)]
pub struct HearMassReports {
    pub(super) tools: MassTools,
}

#[async_trait]
impl TakesNote for HearMassReports {
    async fn note(&self, message: &RecordedMessage, context: &Context) -> JobOutcome {
        let IncomingKind::Signal(Signal::MassReport(report)) = &message.incoming.kind else {
            return Ok(());
        };
        let report = MassReport {
            status: shortened(&report.status, MAX_STATUS),
            ..report.clone()
        };
        let account = &message.incoming.person.account;
        // First kept, then looked for: see [`ports::wechat::mass::EarlyMassReports`].
        self.tools
            .reports
            .keep(account, &report, self.tools.clock.now())
            .await?;
        let Some(id) = self.tools.store.find_by_msg_id(account, report.msg_id).await? else {
            return Ok(());
        };
        let command = MassCommand {
            account: account.clone(),
            id,
            expected_version: None,
            context: context.clone(),
        };
        self.tools.hear(&command, &report).await.map(drop).map_err(of_job)
    }
}
