//! Give a tag to many followers or take it from them, in groups that WeChat takes.

use std::time::Duration;

use domain::ids::TagRunId;
use domain::wechat::followers::{MemberOutcome, TagAction, TagRun, TagRunHappened, TagRunState};
use ports::wechat::WechatFailure;
use ports::wechat::followers::{FollowersTransaction, TAGGED, TagRunMember};
use ports::{Page, PageQuery, StoreError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::blacklist::checked_open_ids;
use super::error::FollowerError;
use super::groups::halving;
use super::tools::FollowerTools;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::log_wire;
use crate::retry::retry_on_contention;

/// How long after its begin a run that is carried out at once is taken up by a worker, should its process have died.
const TAKEN_UP: Duration = Duration::from_secs(60);

/// The job: deal with the next people of this run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunTagStep {
    /// The run.
    pub run_id: Uuid,
    /// The version that the run has before the step.
    pub step: u64,
}

impl Job for RunTagStep {
    const NAME: &'static str = "wechat.tag_followers";
}

/// What to do to whom.
#[derive(Clone, PartialEq, Eq)]
pub struct TagPeopleCommand {
    /// The id the run gets.
    pub id: TagRunId,
    /// Our name of the account.
    pub account: String,
    /// The tag.
    pub tag: i64,
    /// Give or take.
    pub action: TagAction,
    /// 1 to 10,000 open ids.
    pub open_ids: Vec<String>,
    /// Who and what.
    pub context: Context,
}

impl std::fmt::Debug for TagPeopleCommand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TagPeopleCommand")
            .field("id", &self.id)
            .field("account", &self.account)
            .field("tag", &self.tag)
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

/// Begins runs and looks at them.
#[derive(Clone)]
pub struct TagRunDesk {
    /// Followers.
    pub tools: FollowerTools,
    /// Carries out steps.
    pub steps: TagRunSteps,
}

impl TagRunDesk {
    /// Begins a run. Up to 50 people are dealt with at once, more by jobs. Repeated with the same id it answers the run
    /// that is there.
    ///
    /// # Errors
    /// When open ids are not acceptable or the store fails. What WeChat refuses is told by the run.
    #[tracing::instrument(name = "use_case.wechat.tag_people", skip_all, fields(run.id = %command.id))]
    pub async fn start(&self, command: TagPeopleCommand) -> Result<TagRun, FollowerError> {
        let open_ids = checked_open_ids(&command.open_ids, TagRun::MOST)?;
        if let Some(run) = self.tools.reads.tag_run(command.id).await? {
            return Ok(run);
        }
        let now = self.tools.clock.now();
        let total = open_ids.len() as u64;
        let run = TagRun::start(command.id, &command.account, command.tag, command.action, total, now);
        let member = |open_id: &String| TagRunMember {
            id: self.tools.ids.next(),
            open_id: open_id.clone(),
            outcome: MemberOutcome::Waiting,
        };
        let members: Vec<_> = open_ids.iter().map(member).collect();
        let at_once = members.len() <= TAGGED;
        retry_on_contention(|| self.keep(&run, &members, at_once, &command.context)).await?;
        if at_once {
            let step = RunTagStep {
                run_id: run.id.uuid(),
                step: run.version,
            };
            // What fails for the moment is tried again by the job.
            if let Err(error) = self.steps.run(&step, &command.context).await {
                tracing::info!(error = %error, "a tag run is left to a worker");
            }
        } else {
            self.tools.signal.wake();
        }
        self.find(&run.account, run.id).await
    }

    async fn keep(
        &self,
        run: &TagRun,
        members: &[TagRunMember],
        at_once: bool,
        context: &Context,
    ) -> Result<(), StoreError> {
        let mut tx = self.tools.store.begin().await?;
        tx.tags().add_run(run, members).await?;
        self.steps
            .log(tx.as_mut(), run, TagRunHappened::Started, context)
            .await?;
        let delay = if at_once { TAKEN_UP } else { Duration::ZERO };
        self.steps.enqueue(tx.as_mut(), run, delay, context).await?;
        tx.commit().await
    }

    /// A run of an account.
    ///
    /// # Errors
    /// When it is unknown or the store fails.
    pub async fn find(&self, account: &str, id: TagRunId) -> Result<TagRun, FollowerError> {
        let run = self.tools.reads.tag_run(id).await?;
        run.filter(|run| run.account == account)
            .ok_or(FollowerError::UnknownRun)
    }

    /// The people of a run, optionally of one outcome: `waiting`, `done`, `refused`.
    ///
    /// # Errors
    /// When the run is unknown or the store fails.
    pub async fn members(
        &self,
        account: &str,
        id: TagRunId,
        outcome: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<TagRunMember>, FollowerError> {
        self.find(account, id).await?;
        Ok(self.tools.reads.tag_run_members(id, outcome, page).await?)
    }
}

/// Carries out [`RunTagStep`]. WeChat takes the same tag twice without harm.
#[derive(Clone)]
pub struct TagRunSteps(pub FollowerTools);

type Outcomes = Vec<(TagRunMember, MemberOutcome)>;

impl TagRunSteps {
    /// Runs it.
    ///
    /// # Errors
    /// When the step is to be tried again.
    #[tracing::instrument(name = "use_case.wechat.tag_followers", skip_all, fields(run.id = %job.run_id, step = job.step))]
    pub async fn run(&self, job: &RunTagStep, context: &Context) -> JobOutcome {
        let Some(run) = self.at_step(job).await? else {
            return Ok(());
        };
        let page = PageQuery::Number {
            page: 1,
            size: u32::try_from(TAGGED).unwrap_or(PageQuery::MAX_SIZE),
        };
        let waiting = self.0.reads.tag_run_members(run.id, Some("waiting"), page).await?;
        match self.tag(&run, waiting.items).await {
            Ok(outcomes) => Ok(retry_on_contention(|| self.came_on(job, &outcomes, context)).await?),
            Err(failure @ WechatFailure::Refused { .. }) => {
                let error = failure.to_string();
                Ok(retry_on_contention(|| self.fail(job, &error, context)).await?)
            }
            Err(failure) => Err(JobError::from(failure)),
        }
    }

    /// Marks a run whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &RunTagStep, context: &Context) -> Result<(), StoreError> {
        retry_on_contention(|| self.fail(job, "a step failed for too long", context)).await
    }

    async fn at_step(&self, job: &RunTagStep) -> Result<Option<TagRun>, StoreError> {
        let found = self.0.reads.tag_run(TagRunId::from_uuid(job.run_id)).await?;
        Ok(found.filter(|run| run.state == TagRunState::Running && run.version == job.step))
    }

    async fn tag(&self, run: &TagRun, members: Vec<TagRunMember>) -> Result<Outcomes, WechatFailure> {
        let answered = halving(members, |group| {
            let open_ids: Vec<_> = group.iter().map(|member| member.open_id.clone()).collect();
            async move { self.0.api.tag(&run.account, run.tag, run.action, &open_ids).await }
        });
        let outcomes = answered.await?.into_iter().flat_map(|(group, answer)| {
            let outcome = answer.map_or_else(MemberOutcome::Refused, |()| MemberOutcome::Done);
            group.into_iter().map(move |member| (member, outcome))
        });
        Ok(outcomes.collect())
    }

    async fn came_on(&self, job: &RunTagStep, outcomes: &Outcomes, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.0.store.begin().await?;
        let Some(mut run) = self.unmoved(tx.as_mut(), job).await? else {
            return Ok(());
        };
        let ended = run.came_on(
            &outcomes.iter().map(|(_, outcome)| *outcome).collect::<Vec<_>>(),
            self.0.clock.now(),
        );
        let stored: Vec<_> = outcomes.iter().map(|(member, outcome)| (member.id, *outcome)).collect();
        tx.tags().save_run(&run, job.step, &stored).await?;
        let done = outcomes.iter().filter(|(_, outcome)| *outcome == MemberOutcome::Done);
        let done: Vec<_> = done.map(|(member, _)| member.open_id.clone()).collect();
        tx.tags().mark(&run.account, run.tag, run.action, &done).await?;
        match ended {
            Some(happened) => self.log(tx.as_mut(), &run, happened, context).await?,
            None => self.enqueue(tx.as_mut(), &run, Duration::ZERO, context).await?,
        }
        tx.commit().await?;
        self.0.signal.wake();
        Ok(())
    }

    async fn fail(&self, job: &RunTagStep, error: &str, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.0.store.begin().await?;
        let Some(mut run) = self.unmoved(tx.as_mut(), job).await? else {
            return Ok(());
        };
        let Some(happened) = run.fail(error.to_owned(), self.0.clock.now()) else {
            return Ok(());
        };
        tx.tags().save_run(&run, job.step, &[]).await?;
        self.log(tx.as_mut(), &run, happened, context).await?;
        tx.commit().await
    }

    async fn unmoved(&self, tx: &mut dyn FollowersTransaction, job: &RunTagStep) -> Result<Option<TagRun>, StoreError> {
        let run = tx.tags().run_for_update(TagRunId::from_uuid(job.run_id)).await?;
        Ok(run.filter(|run| run.state == TagRunState::Running && run.version == job.step))
    }

    async fn enqueue(
        &self,
        tx: &mut dyn FollowersTransaction,
        run: &TagRun,
        delay: Duration,
        context: &Context,
    ) -> Result<(), StoreError> {
        let job = RunTagStep {
            run_id: run.id.uuid(),
            step: run.version,
        };
        let now = self.0.clock.now();
        let mut job = context.job(&job, now, self.0.ids.as_ref());
        job.not_before = now.plus(delay);
        tx.outbox().enqueue(&[job]).await
    }

    async fn log(
        &self,
        tx: &mut dyn FollowersTransaction,
        run: &TagRun,
        happened: TagRunHappened,
        context: &Context,
    ) -> Result<(), StoreError> {
        let wire = log_wire::tag_run_happened(run, happened);
        let entry = context.log_entry(wire, run.version, self.0.clock.now(), self.0.ids.as_ref());
        tx.log().append(&[entry]).await
    }
}
