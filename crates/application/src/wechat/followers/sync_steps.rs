//! Carry out a synchronisation step by step.
//!
//! Every step is one job: it asks WeChat once, stores what it learned, and moves the synchronisation on together with
//! the job of the next step. A process that dies leaves the step to whoever receives its job again; a job delivered
//! twice finds the synchronisation at a later step and does nothing.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::identity::LearnedFrom;
use domain::ids::FollowerId;
use domain::text::single_line;
use domain::wechat::followers::{
    Follower, FollowerHappened, FollowerProfile, FollowerSync, Statement, SyncHappened, SyncPhase,
};
use ports::StoreError;
use ports::wechat::followers::{FollowersTransaction, PROFILES};
use ports::wechat::{RefusalKind, WechatFailure};
use serde::{Deserialize, Serialize};

use super::forget::ForgetFollower;
use super::groups::halving;
use super::profile::unlearned;
use super::sync::{enqueue_next, log};
use super::tools::{FollowerTools, contended};
use crate::context::Context;
use crate::identity::{LearnIdentity, LearnIdentityCommand};
use crate::jobs::{Job, JobOutcome};
use crate::retry::retry_on_contention;
use crate::wechat::halt::Halt;

/// People of one transaction: locks are held for a moment only.
const CHUNK: usize = 500;

/// The job: carry out this step of an account's synchronisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncFollowers {
    /// Our name of the account.
    pub account: String,
    /// The version that the synchronisation has before the step.
    pub step: u64,
}

impl Job for SyncFollowers {
    const NAME: &'static str = "wechat.sync_followers";
}

/// Carries out [`SyncFollowers`].
#[derive(Clone)]
pub struct SyncSteps {
    /// Followers.
    pub tools: FollowerTools,
    /// Joins people by union id.
    pub learn: LearnIdentity,
}

/// How a synchronisation moves on; it may be asked several times.
type Move = dyn Fn(&mut FollowerSync) -> Option<SyncHappened> + Send + Sync;

impl SyncSteps {
    /// Runs it.
    ///
    /// # Errors
    /// When the step is to be tried again.
    #[tracing::instrument(name = "use_case.wechat.sync_followers", skip_all, fields(step = job.step))]
    pub async fn run(&self, job: &SyncFollowers, context: &Context) -> JobOutcome {
        let Some(sync) = self.at_step(job).await? else {
            return Ok(());
        };
        let outcome = match sync.stored().phase {
            SyncPhase::Listing => self.list(&sync, context).await,
            SyncPhase::Sweeping => self.sweep(&sync, context).await,
            SyncPhase::Profiles => self.profiles(&sync, context).await,
            SyncPhase::Blacklist => self.blacklist(&sync, context).await,
        };
        match outcome {
            Ok(()) => Ok(()),
            Err(halt) => Ok(self.stop(job, &halt.reason()?, context).await?),
        }
    }

    /// Marks a synchronisation whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &SyncFollowers, context: &Context) -> Result<(), StoreError> {
        self.stop(job, "a step failed for too long", context).await
    }

    async fn at_step(&self, job: &SyncFollowers) -> Result<Option<FollowerSync>, StoreError> {
        let found = self.tools.reads.sync(&job.account).await?;
        Ok(found.filter(|sync| sync.is_running() && sync.stored().version == job.step))
    }

    async fn stop(&self, job: &SyncFollowers, error: &str, context: &Context) -> Result<(), StoreError> {
        let Some(sync) = self.at_step(job).await? else {
            return Ok(());
        };
        let (now, error) = (self.tools.clock.now(), error.to_owned());
        self.advance(&sync, context, Arc::new(move |sync| sync.fail(error.clone(), now)))
            .await
    }

    async fn list(&self, sync: &FollowerSync, context: &Context) -> Result<(), Halt> {
        let stored = sync.stored();
        let page = self
            .tools
            .api
            .list(&stored.account, stored.next_open_id.as_deref())
            .await?;
        let is_sound = |open_id: &&String| single_line(open_id, 1..=128).as_ref() == Ok(*open_id);
        let open_ids: Vec<_> = page.open_ids.iter().filter(is_sound).cloned().collect();
        for chunk in open_ids.chunks(CHUNK) {
            retry_on_contention(|| self.note_listed(sync, chunk, context)).await?;
        }
        let (count, total, now) = (page.open_ids.len() as u64, page.total, self.tools.clock.now());
        // An empty page is the end whatever it names.
        let next = page.next.filter(|_| count > 0);
        let advance = move |sync: &mut FollowerSync| {
            if next.is_none() && is_short(sync, count, total) {
                return sync.fail("WeChat's list ended too early".to_owned(), now);
            }
            sync.listed(count, total, next.clone(), now)
        };
        Ok(self.advance(sync, context, Arc::new(advance)).await?)
    }

    async fn note_listed(&self, sync: &FollowerSync, open_ids: &[String], context: &Context) -> Result<(), StoreError> {
        let stored = sync.stored();
        let stated = Statement::of_list(stored.started_at);
        let now = self.tools.clock.now();
        let mut tx = self.tools.store.begin().await?;
        let known = tx.followers().find_for_update(&stored.account, open_ids).await?;
        let ids: Vec<_> = known.iter().map(|follower| follower.stored().id).collect();
        let mut unknown: std::collections::BTreeSet<_> = open_ids.iter().collect();
        for follower in known {
            unknown.remove(&follower.stored().person.open_id);
            self.restate(tx.as_mut(), follower, true, stated, context).await?;
        }
        tx.followers().mark_listed(&ids, stored.id).await?;
        let new: Vec<_> = unknown
            .into_iter()
            .map(|open_id| {
                let person = PersonRef {
                    account: stored.account.clone(),
                    open_id: open_id.clone(),
                };
                let id = FollowerId::from_uuid(self.tools.ids.next());
                let (mut follower, _) = Follower::first_seen(id, person, true, stated, now);
                follower.listed(stored.id);
                follower
            })
            .collect();
        tx.followers().add(&new).await.map_err(contended)?;
        tx.commit().await.map_err(contended)
    }

    /// Takes a list's statement about somebody known; answers what happened.
    async fn restate(
        &self,
        tx: &mut dyn FollowersTransaction,
        mut follower: Follower,
        subscribed: bool,
        stated: Statement,
        context: &Context,
    ) -> Result<Option<FollowerHappened>, StoreError> {
        let version = follower.stored().version;
        // What says the same as is known needs no storing: millions of lines would be written anew.
        if follower.stored().subscribed == subscribed {
            return Ok(None);
        }
        let (_, happened) = follower.state(subscribed, stated);
        if let Some(happened) = happened {
            tx.followers().save(&follower, version).await?;
            self.tools.log(tx, &follower, happened, context).await?;
            if happened == FollowerHappened::Unfollowed {
                let job = ForgetFollower {
                    follower_id: follower.stored().id.uuid(),
                    until: stated.at().unix_seconds(),
                };
                let job = context.job(&job, self.tools.clock.now(), self.tools.ids.as_ref());
                tx.outbox().enqueue(&[job]).await?;
            }
        }
        Ok(happened)
    }

    /// People who are known to follow and were not in the list have left, unless a newer event says otherwise. An empty
    /// list is not believed.
    async fn sweep(&self, sync: &FollowerSync, context: &Context) -> Result<(), Halt> {
        let now = self.tools.clock.now();
        if sync.stored().fetched == 0 {
            let advance = move |sync: &mut FollowerSync| sync.swept(0, false, now);
            return Ok(self.advance(sync, context, Arc::new(advance)).await?);
        }
        Ok(retry_on_contention(|| self.sweep_some(sync, context)).await?)
    }

    async fn sweep_some(&self, sync: &FollowerSync, context: &Context) -> Result<(), StoreError> {
        let stored = sync.stored();
        let stated = Statement::of_list(stored.started_at);
        let now = self.tools.clock.now();
        let mut tx = self.tools.store.begin().await?;
        let Some(mut present) = self.unmoved(tx.as_mut(), sync).await? else {
            return Ok(());
        };
        let max = u32::try_from(CHUNK).unwrap_or(u32::MAX);
        let unlisted = tx
            .followers()
            .unlisted_for_update(&stored.account, stored.id, max)
            .await?;
        let more = unlisted.len() == CHUNK;
        let ids: Vec<_> = unlisted.iter().map(|follower| follower.stored().id).collect();
        let mut left = 0;
        for follower in unlisted {
            let happened = self.restate(tx.as_mut(), follower, false, stated, context).await?;
            left += u64::from(happened.is_some());
        }
        // Whoever a newer event speaks for is not looked at again.
        tx.followers().mark_listed(&ids, stored.id).await?;
        let happened = present.swept(left, more, now);
        self.keep(tx, sync, &present, happened, context).await
    }

    async fn profiles(&self, sync: &FollowerSync, context: &Context) -> Result<(), Halt> {
        let stored = sync.stored();
        let max = u32::try_from(PROFILES).unwrap_or(u32::MAX);
        let people = self
            .tools
            .reads
            .following_after(&stored.account, stored.last_follower, max)
            .await?;
        let now = self.tools.clock.now();
        let last = people.last().map(|(id, _)| *id);
        let open_ids: Vec<_> = people.into_iter().map(|(_, open_id)| open_id).collect();
        let mut read = 0;
        if !open_ids.is_empty() {
            let told = self.told(&stored.account, open_ids).await?;
            let kept = retry_on_contention(|| self.note_profiles(sync, &told, context)).await?;
            read = kept.len() as u64;
            self.learn.run_all(kept, context).await.map_err(unlearned)?;
        }
        let advance = move |sync: &mut FollowerSync| sync.profiled(read, last, now);
        Ok(self.advance(sync, context, Arc::new(advance)).await?)
    }

    /// What WeChat tells of these people. Whom it refuses to speak of stays as they are known here; that it speaks of
    /// nobody at all is no matter of the people.
    async fn told(&self, account: &str, open_ids: Vec<String>) -> Result<Told, WechatFailure> {
        let answered = halving(open_ids, |group| {
            let group = group.to_vec();
            async move { self.tools.api.profiles(account, &group).await }
        });
        let (mut told, mut refusals) = (Told::new(), Vec::new());
        for (_, answer) in answered.await? {
            match answer {
                Ok(people) => told.extend(people.into_iter().map(|info| (info.open_id, info.profile))),
                Err(code) => refusals.push(code),
            }
        }
        let count = refusals.len();
        match refusals.last() {
            Some(&code) if told.is_empty() && count > 1 => Err(WechatFailure::Refused {
                code,
                kind: RefusalKind::Recipient,
                note: format!("all {count} people of a group were refused"),
            }),
            Some(code) => {
                tracing::warn!(code, count, "WeChat refuses to tell of followers who are in its list");
                Ok(told)
            }
            None => Ok(told),
        }
    }

    async fn note_profiles(
        &self,
        sync: &FollowerSync,
        told: &Told,
        context: &Context,
    ) -> Result<Vec<LearnIdentityCommand>, StoreError> {
        let stated = Statement::of_list(sync.stored().started_at);
        let now = self.tools.clock.now();
        let open_ids: Vec<_> = told.keys().cloned().collect();
        let mut learned = Vec::with_capacity(told.len());
        let mut tx = self.tools.store.begin().await?;
        for mut follower in tx
            .followers()
            .find_for_update(&sync.stored().account, &open_ids)
            .await?
        {
            let version = follower.stored().version;
            let Some(profile) = told.get(&follower.stored().person.open_id).cloned().flatten() else {
                self.restate(tx.as_mut(), follower, false, stated, context).await?;
                continue;
            };
            let union_id = profile.union_id.as_ref().map(|union_id| union_id.as_str().to_owned());
            if follower.learn(profile, now) {
                tx.followers().save(&follower, version).await?;
                learned.push(LearnIdentityCommand {
                    identity: follower.stored().person.clone(),
                    union_id,
                    learned_from: LearnedFrom::FollowerSync,
                });
            }
        }
        tx.commit().await?;
        Ok(learned)
    }

    async fn blacklist(&self, sync: &FollowerSync, context: &Context) -> Result<(), Halt> {
        let stored = sync.stored();
        let page = self
            .tools
            .api
            .blacklist(&stored.account, stored.next_open_id.as_deref())
            .await?;
        retry_on_contention(|| self.note_blacklisted(sync, &page.open_ids)).await?;
        let now = self.tools.clock.now();
        let next = page.next.filter(|_| !page.open_ids.is_empty());
        let advance = move |sync: &mut FollowerSync| sync.blacklisted(next.clone(), now);
        Ok(self.advance(sync, context, Arc::new(advance)).await?)
    }

    async fn note_blacklisted(&self, sync: &FollowerSync, open_ids: &[String]) -> Result<(), StoreError> {
        let stored = sync.stored();
        let mut tx = self.tools.store.begin().await?;
        if stored.next_open_id.is_none() {
            tx.followers().unblock_all(&stored.account).await?;
        }
        for mut follower in tx.followers().find_for_update(&stored.account, open_ids).await? {
            let version = follower.stored().version;
            if follower.block(true).is_some() {
                tx.followers().save(&follower, version).await?;
            }
        }
        tx.commit().await
    }

    async fn advance(&self, sync: &FollowerSync, context: &Context, advance: Arc<Move>) -> Result<(), StoreError> {
        retry_on_contention(|| async {
            let mut tx = self.tools.store.begin().await?;
            let Some(mut present) = self.unmoved(tx.as_mut(), sync).await? else {
                return Ok(());
            };
            let happened = advance(&mut present);
            self.keep(tx, sync, &present, happened, context).await
        })
        .await
    }

    /// The synchronisation, locked, unless another did this step or an operator ended it.
    async fn unmoved(
        &self,
        tx: &mut dyn FollowersTransaction,
        sync: &FollowerSync,
    ) -> Result<Option<FollowerSync>, StoreError> {
        let present = tx.syncs().find_for_update(&sync.stored().account).await?;
        Ok(present.filter(|present| present.is_running() && present.stored().version == sync.stored().version))
    }

    async fn keep(
        &self,
        mut tx: Box<dyn FollowersTransaction>,
        before: &FollowerSync,
        present: &FollowerSync,
        happened: Option<SyncHappened>,
        context: &Context,
    ) -> Result<(), StoreError> {
        tx.syncs().save(present, Some(before.stored().version)).await?;
        if present.is_running() {
            enqueue_next(&self.tools, tx.as_mut(), present, context).await?;
        }
        if let Some(happened) = happened {
            log(&self.tools, tx.as_mut(), present, &happened, context).await?;
        }
        tx.commit().await?;
        self.tools.signal.wake();
        Ok(())
    }
}

/// Profiles by open id; `None` for somebody who does not follow.
type Told = std::collections::BTreeMap<String, Option<FollowerProfile>>;

/// Whether a list that ends now holds clearly fewer people than WeChat said there are. Some come and go meanwhile.
fn is_short(sync: &FollowerSync, count: u64, total: u64) -> bool {
    let total = total.max(sync.stored().total.unwrap_or(0));
    let fetched = sync.stored().fetched + count;
    fetched + total / 50 + 10 < total
}
