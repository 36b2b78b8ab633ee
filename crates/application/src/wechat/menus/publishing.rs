//! Make WeChat's menus what they shall be.

use std::sync::Arc;
use std::time::Duration;

use domain::wechat::menus::{MenuBoard, Step, Wanted, steps};
use ports::StoreError;
use ports::wechat::WechatFailure;
use ports::wechat::menus::MenuApi;
use serde::{Deserialize, Serialize};

use super::error::MenuError;
use super::tools::{MenuCommand, MenuTools, TURN};
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

/// The job: publish what the account's menus shall be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublishMenu {
    /// Our name of the account.
    pub account: String,
}

impl Job for PublishMenu {
    const NAME: &'static str = "wechat.publish_menu";
}

/// Carries out [`PublishMenu`]. Each attempt begins by looking at what WeChat has and does what is missing, so that it
/// may die between any two calls.
#[derive(Clone)]
pub struct Publishing {
    /// Menus.
    pub tools: MenuTools,
    /// WeChat.
    pub wechat: Arc<dyn MenuApi>,
}

impl Publishing {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.publishing", skip_all)]
    pub async fn run(&self, job: &PublishMenu, context: &Context) -> JobOutcome {
        let Some(wanted) = self.take(job, context).await? else {
            return Ok(());
        };
        match self.reconcile(&job.account, &wanted).await {
            Ok(()) => {
                let verb = |board: &mut MenuBoard, now| Ok(Some(board.published(wanted.edition, now)));
                self.note(job, context, &verb).await?;
                Ok(())
            }
            Err(failure) => {
                let is_final = matches!(failure, WechatFailure::Refused { .. });
                let note = failure.to_string();
                let verb = |board: &mut MenuBoard, now| Ok(board.failed(&note, is_final, now));
                self.note(job, context, &verb).await?;
                Err(failure.into())
            }
        }
    }

    /// Marks a publishing whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &PublishMenu) -> Result<(), StoreError> {
        let verb = |board: &mut MenuBoard, now| {
            let known = board.stored().failure.as_ref();
            let note = known.map_or_else(|| "it was tried too often".to_owned(), |failure| failure.note.clone());
            let is_over = known.is_some_and(|failure| failure.is_final);
            Ok(if is_over { None } else { board.failed(&note, true, now) })
        };
        self.note(job, &Context::of("worker"), &verb).await
    }

    /// Takes the sole right to publish; answers what shall be published, if anything.
    async fn take(&self, job: &PublishMenu, context: &Context) -> Result<Option<Wanted>, JobError> {
        let command = MenuCommand::of(&job.account, context);
        let verb = |board: &mut MenuBoard, now: domain::time::Timestamp| {
            if board.stored().wanted.is_some() && !board.take(now, now.plus(TURN)) {
                return Err(MenuError::Busy);
            }
            Ok(None)
        };
        match self.tools.update(&command, None, &verb).await {
            Ok(board) => Ok(board.stored().wanted.clone()),
            Err(MenuError::Busy) => Err(JobError::Later {
                after: Some(Duration::from_secs(5)),
                reason: "another process is publishing".to_owned(),
            }),
            Err(MenuError::Store(error)) => Err(error.into()),
            Err(other) => Err(JobError::Never(other.to_string())),
        }
    }

    async fn reconcile(&self, account: &str, wanted: &Wanted) -> Result<(), WechatFailure> {
        let present = self.wechat.published(account).await?;
        for step in steps(wanted, &present) {
            match step {
                Step::Create(menu) => self.wechat.create(account, &menu).await?,
                Step::DeleteConditional(menu_id) => self.wechat.delete_conditional(account, &menu_id).await?,
                Step::AddConditional(menu) => drop(self.wechat.add_conditional(account, &menu).await?),
            }
        }
        Ok(())
    }

    async fn note(
        &self,
        job: &PublishMenu,
        context: &Context,
        verb: &super::tools::Verb<'_>,
    ) -> Result<(), StoreError> {
        let command = MenuCommand::of(&job.account, context);
        match self.tools.update(&command, None, verb).await {
            Ok(_) => Ok(()),
            Err(MenuError::Store(error)) => Err(error),
            Err(other) => Err(StoreError::Failed(other.to_string())),
        }
    }
}
