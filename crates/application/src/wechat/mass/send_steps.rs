//! What handing over stores: people found, attempts, and what came of them.

use std::time::Duration;

use domain::time::Timestamp;
use domain::wechat::mass::{
    Attempt, MassAudience, MassFailure, MassHappened, MassMessage, MassPart, PartState, StoredMassMessage,
};
use ports::jobs::JobEnvelope;
use ports::wechat::followers::FollowerFilter;
use ports::wechat::mass::{MassPayload, MassRecipients, MassTaken, PeopleChange};
use ports::{PageQuery, StoreError};
use uuid::Uuid;

use super::look::LookAtMass;
use super::media::draft_of;
use super::send::{SendMass, SendingMass, of_job};
use super::tools::{Done, MassCommand, of_store};
use crate::jobs::{JobError, JobOutcome};

/// Pages of followers of one step.
const PAGES: usize = 10;
/// How often WeChat is asked whether the administrator has consented.
const ASK_AGAIN: Duration = Duration::from_mins(1);

impl SendingMass {
    /// Finds some more people and comes again.
    pub(super) async fn gather(&self, message: &MassMessage, command: &MassCommand) -> JobOutcome {
        let stored = message.stored();
        let MassAudience::Followers { tag } = stored.audience else {
            return Ok(());
        };
        let (people, last) = self.followers_after(&stored.account, tag, stored.gathered_to).await?;
        let (from, after) = (stored.gathered_to, stored.gathered);
        let verb = |message: &mut MassMessage, now: Timestamp| {
            let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
            let Some(happened) = message.gathered(from, count, last, now) else {
                return Ok(None);
            };
            let people = match happened {
                MassHappened::Failed => PeopleChange::Keep,
                _ => PeopleChange::Append {
                    after,
                    people: people.clone(),
                },
            };
            Ok(Some(Done {
                happened,
                people,
                jobs: self.next(message, command, now),
            }))
        };
        self.tools.update(command, &verb).await.map(drop).map_err(of_job)
    }

    /// Some people with the tag, and the follower after whom it goes on.
    async fn followers_after(
        &self,
        account: &str,
        tag: i64,
        from: Option<Uuid>,
    ) -> Result<(Vec<String>, Option<Uuid>), StoreError> {
        let filter = FollowerFilter {
            subscribed: Some(true),
            tag: Some(tag),
            ..FollowerFilter::default()
        };
        let size = PageQuery::MAX_SIZE;
        let (mut people, mut last) = (Vec::new(), from);
        for _ in 0..PAGES {
            let query = last.map_or(PageQuery::Number { page: 1, size }, |last| PageQuery::After {
                last,
                size,
            });
            let page = self.followers.list(account, &filter, query).await?;
            people.extend(
                page.items
                    .into_iter()
                    .map(|follower| follower.stored().person.open_id.clone()),
            );
            last = page.next;
            if last.is_none() {
                break;
            }
        }
        Ok((people, last))
    }

    pub(super) async fn recipients(
        &self,
        stored: &StoredMassMessage,
        part: &MassPart,
    ) -> Result<MassRecipients, StoreError> {
        Ok(match stored.audience {
            MassAudience::Everybody => MassRecipients::Everybody,
            MassAudience::Tag(tag) => MassRecipients::Tag(tag),
            MassAudience::People(_) | MassAudience::Followers { .. } => {
                MassRecipients::People(self.tools.store.people(stored.id, part.first, part.people).await?)
            }
        })
    }

    /// Stores that an attempt begins; answers whether WeChat may be called.
    pub(super) async fn begin(
        &self,
        part: u32,
        payload: &MassPayload,
        command: &MassCommand,
    ) -> Result<bool, JobError> {
        let verb = |message: &mut MassMessage, now: Timestamp| {
            Ok(match message.attempt(part, draft_of(payload), now) {
                None => None,
                Some(Attempt::Go(happened)) => Some(Done::from(happened)),
                Some(Attempt::TooLate(happened)) => Some(Done::with(happened, self.next(message, command, now))),
            })
        };
        let message = self.tools.update(command, &verb).await.map_err(of_job)?;
        let mut parts = message.stored().parts.iter();
        Ok(parts.any(|one| one.number == part && one.state == PartState::Sending))
    }

    /// Stores that WeChat took a part. The draft is marked first: it is gone at WeChat whatever comes now.
    pub(super) async fn taken(
        &self,
        message: &MassMessage,
        part: u32,
        taken: MassTaken,
        payload: &MassPayload,
        command: &MassCommand,
    ) -> JobOutcome {
        let stored = message.stored();
        if let (Some(draft), Some(media_id)) = (stored.content.draft(), draft_of(payload)) {
            self.media
                .drafts
                .draft_is_used_up(&stored.account, draft, media_id)
                .await?;
        }
        let verb = |message: &mut MassMessage, now: Timestamp| {
            let happened = message.accepted(part, taken.msg_id, taken.msg_data_id, now);
            Ok(happened.map(|happened| {
                let mut jobs = self.next(message, command, now);
                jobs.push(LookAtMass::first(message, part).envelope(command, now, self.tools.ids.as_ref()));
                Done::with(happened, jobs)
            }))
        };
        self.tools.update(command, &verb).await.map_err(of_job)?;
        // The report may have been faster than the answer that named its number.
        if let Some(report) = self.tools.reports.find(&stored.account, taken.msg_id).await? {
            self.tools.hear(command, &report).await.map_err(of_job)?;
        }
        Ok(())
    }

    pub(super) async fn waits(&self, part: u32, failure: &MassFailure, command: &MassCommand) -> JobOutcome {
        let verb = |message: &mut MassMessage, now: Timestamp| {
            Ok(message.waits(part, failure, now).map(|happened| {
                let mut jobs = self.next(message, command, now);
                for job in &mut jobs {
                    job.not_before = now.plus(ASK_AGAIN);
                }
                Done::with(happened, jobs)
            }))
        };
        self.tools.update(command, &verb).await.map(drop).map_err(of_job)
    }

    pub(super) async fn held_back(&self, part: u32, command: &MassCommand) -> JobOutcome {
        let verb = |message: &mut MassMessage, now: Timestamp| Ok(message.held_back(part, now).map(Done::from));
        self.tools.update(command, &verb).await.map(drop).map_err(of_job)
    }

    pub(super) async fn refused(&self, part: u32, failure: MassFailure, command: &MassCommand) -> JobOutcome {
        let verb = |message: &mut MassMessage, now: Timestamp| {
            let happened = message.refused(part, failure.clone(), now);
            Ok(happened.map(|happened| Done::with(happened, self.next(message, command, now))))
        };
        self.tools.update(command, &verb).await.map(drop).map_err(of_job)
    }

    pub(super) async fn unsendable(&self, part: u32, failure: MassFailure, command: &MassCommand) -> JobOutcome {
        let verb = |message: &mut MassMessage, now: Timestamp| {
            let happened = message.unsendable(part, failure.clone(), now);
            Ok(happened.map(|happened| Done::with(happened, self.next(message, command, now))))
        };
        self.tools.update(command, &verb).await.map(drop).map_err(of_job)
    }

    /// Ends every part that WeChat has not got for certain.
    pub(super) async fn end(&self, command: &MassCommand) -> Result<(), StoreError> {
        loop {
            let verb = |message: &mut MassMessage, now: Timestamp| Ok(message.give_up(now).map(Done::from));
            let message = self.tools.update(command, &verb).await.map_err(of_store)?;
            if !message.is_gathering() && message.next_part().is_none() {
                return Ok(());
            }
        }
    }

    /// The job that brings it on, where something is left to do.
    fn next(&self, message: &MassMessage, command: &MassCommand, now: Timestamp) -> Vec<JobEnvelope> {
        let is_left = message.is_gathering() || message.next_part().is_some();
        let job = is_left.then(|| {
            command
                .context
                .job(&SendMass::of(message), now, self.tools.ids.as_ref())
        });
        job.into_iter().collect()
    }
}
