//! Take WeChat's verdict on a medium (`wxa_media_check`).

use async_trait::async_trait;
use domain::wechat::mini_program::ContentVerdict;
use domain::wechat::{IncomingKind, MediaVerdict, Signal};
use ports::wechat::RecordedMessage;

use super::conclude::CheckTools;
use super::submit_media::MAX_TRACE_CHARS;
use crate::context::Context;
use crate::jobs::JobOutcome;
use crate::wechat::TakesNote;

/// Hears verdicts. One that comes before its trace id was stored is kept: whoever stores the trace id finds it.
#[derive(Clone)]
pub struct HearVerdicts {
    pub(super) tools: CheckTools,
}

#[async_trait]
impl TakesNote for HearVerdicts {
    async fn note(&self, message: &RecordedMessage, context: &Context) -> JobOutcome {
        let IncomingKind::Signal(Signal::MediaChecked(verdict)) = &message.incoming.kind else {
            return Ok(());
        };
        if verdict.trace_id.chars().count() > MAX_TRACE_CHARS {
            return Ok(()); // No check of ours has such a name.
        }
        let account = &message.incoming.person.account;
        let verdict = plain(verdict);
        // First kept, then looked for: see [`ports::wechat::mini_program::EarlyVerdicts`].
        self.tools
            .verdicts
            .keep(account, &verdict, self.tools.clock.now())
            .await?;
        let named = self.tools.reads.find_by_trace(account, &verdict.trace_id).await?;
        if let Some(id) = named {
            self.tools.hear(id, &verdict, context).await?;
        }
        Ok(())
    }
}

/// The verdict with a suggestion of ours, whatever word WeChat used.
fn plain(verdict: &MediaVerdict) -> MediaVerdict {
    MediaVerdict {
        suggest: ContentVerdict::of_suggestion(&verdict.suggest).name().to_owned(),
        ..verdict.clone()
    }
}
