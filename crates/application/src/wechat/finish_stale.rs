//! Finish what a process that died left behind: recorded messages without an answer.

use std::time::Duration;

use ports::StoreError;
use ports::wechat::{Answer, AnswerMode, NewAnswer, RecordedMessage};

use super::act::Act;
use super::receive::{ReceiveTools, log_failure};
use crate::context::Context;

/// Messages of one round.
const ROUND: u32 = 64;

/// Takes over messages whose worker is gone, acts on them and has their answers sent by the worker.
#[derive(Clone)]
pub struct FinishStale {
    /// What receiving works with.
    pub tools: ReceiveTools,
    /// How long this process alone may work on what it takes over.
    pub lease: Duration,
}

impl FinishStale {
    /// Finishes one round; answers how many messages it took over.
    ///
    /// # Errors
    /// When the store fails; what was taken over is free again after the lease.
    #[tracing::instrument(name = "use_case.wechat.finish_stale", skip_all)]
    pub async fn round(&self) -> Result<usize, StoreError> {
        let now = self.tools.clock.now();
        let waiting = self
            .tools
            .messages
            .take_over_stale(now, now.plus(self.lease), ROUND)
            .await?;
        for message in &waiting {
            self.finish(message).await?;
        }
        Ok(waiting.len())
    }

    /// Runs rounds every `period` until `stopping` says so.
    pub async fn run(&self, period: Duration, stopping: impl Fn() -> bool) {
        while !stopping() {
            match self.round().await {
                Ok(count) if count == ROUND as usize => continue,
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "messages left behind were finished"),
                Err(error) => tracing::warn!(error = %error, "finishing messages failed; it is tried again"),
            }
            tokio::time::sleep(period).await;
        }
    }

    async fn finish(&self, message: &RecordedMessage) -> Result<(), StoreError> {
        let plans = self
            .tools
            .planning
            .plans(&[&message.incoming], self.tools.clock.now())
            .await?;
        let Some(plan) = plans.into_iter().next() else {
            return Ok(());
        };
        let context = Context::of("wechat");
        let act = Act {
            plan,
            message: message.id,
            person: message.incoming.person.clone(),
            context,
        };
        let reply = match self.tools.acting.carry_out(&act).await {
            Ok(reply) => reply,
            Err(error) => {
                log_failure(message.id, &error);
                return Ok(());
            }
        };
        let answer = Answer {
            reply,
            mode: AnswerMode::Late,
        };
        let jobs = self.tools.late_jobs(message.id, &answer, &act.context);
        self.tools
            .messages
            .answer(&[NewAnswer {
                id: message.id,
                answer,
                jobs,
            }])
            .await?;
        self.tools.signal.wake();
        Ok(())
    }
}
