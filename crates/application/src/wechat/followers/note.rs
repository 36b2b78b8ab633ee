//! Take note of who follows and who leaves, and of the platform's privacy notices.

use std::sync::Arc;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::wechat::followers::Statement;
use domain::wechat::{IncomingKind, PrivacyKind, PrivacyNotice, Product, Signal};
use ports::StoreError;
use ports::wechat::{AccountBook, RecordedMessage};

use super::forget::ForgetPerson;
use super::profile::ReadFollower;
use super::tools::{FollowerTools, contended};
use crate::context::Context;
use crate::identity::UnionGoes;
use crate::jobs::JobOutcome;
use crate::retry::retry_on_contention;
use crate::wechat::TakesNote;

/// Keeps followers current. Told of messages twice or out of order it comes out the same: the newest statement counts.
#[derive(Clone)]
pub struct NoteFollowers {
    /// Followers.
    pub tools: FollowerTools,
    /// Deletes what people wrote.
    pub forget: ForgetPerson,
    /// Which accounts people follow.
    pub accounts: Arc<dyn AccountBook>,
}

#[async_trait]
impl TakesNote for NoteFollowers {
    async fn note(&self, message: &RecordedMessage, context: &Context) -> JobOutcome {
        let incoming = &message.incoming;
        match &incoming.kind {
            IncomingKind::Followed | IncomingKind::Scan { followed: true, .. } | IncomingKind::Unfollowed
                if !self.has_followers(&incoming.person.account).await? => {}
            IncomingKind::Followed | IncomingKind::Scan { followed: true, .. } => {
                self.stated(message, true, context).await?;
            }
            IncomingKind::Unfollowed => {
                self.stated(message, false, context).await?;
                self.forget
                    .left(&incoming.person, incoming.create_time, context)
                    .await?;
            }
            IncomingKind::Signal(Signal::Privacy(notice)) => self.privacy(message, notice, context).await?,
            _ => {}
        }
        Ok(())
    }
}

impl NoteFollowers {
    /// A member of a WeCom corporation who gets sight of an application sends the same `subscribe` as a follower. An
    /// account that is gone since is taken for one with followers: what they wrote is to be forgotten all the same.
    async fn has_followers(&self, account: &str) -> Result<bool, StoreError> {
        let setup = self.accounts.setup(account).await?;
        Ok(setup.is_none_or(|setup| setup.product == Product::OfficialAccount))
    }

    #[tracing::instrument(name = "use_case.wechat.note_follower", skip_all, fields(message.id = %message.id, subscribed))]
    async fn stated(&self, message: &RecordedMessage, subscribed: bool, context: &Context) -> Result<(), StoreError> {
        let incoming = &message.incoming;
        let stated = Statement::of_message(message.id, incoming.create_time);
        retry_on_contention(|| self.attempt(&incoming.person, subscribed, stated, context)).await
    }

    async fn attempt(
        &self,
        person: &PersonRef,
        subscribed: bool,
        stated: Statement,
        context: &Context,
    ) -> Result<(), StoreError> {
        let mut tx = self.tools.store.begin().await?;
        let changed = self.tools.state(tx.as_mut(), person, subscribed, stated, context).await;
        let Some((follower, happened)) = changed.map_err(contended)? else {
            return Ok(());
        };
        let unread = follower.stored().profile_read_at.is_none();
        if subscribed && (happened.is_some() || unread) {
            let job = ReadFollower {
                follower_id: follower.stored().id.uuid(),
            };
            let job = context.job(&job, self.tools.clock.now(), self.tools.ids.as_ref());
            tx.outbox().enqueue(&[job]).await?;
        }
        tx.commit().await?;
        self.tools.signal.wake();
        Ok(())
    }

    /// <https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/privacy.html>: the person is named by
    /// the notice, not by the sender.
    async fn privacy(
        &self,
        message: &RecordedMessage,
        notice: &PrivacyNotice,
        context: &Context,
    ) -> Result<(), StoreError> {
        let person = PersonRef {
            account: message.incoming.person.account.clone(),
            open_id: notice.open_id.clone(),
        };
        let until = message.incoming.create_time;
        match notice.kind {
            PrivacyKind::Modified => retry_on_contention(|| self.refresh(&person, context)).await,
            PrivacyKind::Revoked => {
                retry_on_contention(|| self.clear(&person, None, context)).await?;
                self.forget
                    .everything(&person, until, UnionGoes::UnlessNeeded, context)
                    .await
            }
            PrivacyKind::Cancelled => {
                let stated = Statement::of_message(message.id, until);
                retry_on_contention(|| self.clear(&person, Some(stated), context)).await?;
                self.forget.everything(&person, until, UnionGoes::Always, context).await
            }
        }
    }

    async fn refresh(&self, person: &PersonRef, context: &Context) -> Result<(), StoreError> {
        let Some(follower) = self.tools.reads.find(person).await? else {
            return Ok(());
        };
        let job = ReadFollower {
            follower_id: follower.stored().id.uuid(),
        };
        let mut tx = self.tools.store.begin().await?;
        let job = context.job(&job, self.tools.clock.now(), self.tools.ids.as_ref());
        tx.outbox().enqueue(&[job]).await?;
        tx.commit().await?;
        self.tools.signal.wake();
        Ok(())
    }

    /// Deletes the profile of a known follower; `gone` also says that they follow no more.
    async fn clear(&self, person: &PersonRef, gone: Option<Statement>, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.tools.store.begin().await?;
        let open_ids = std::slice::from_ref(&person.open_id);
        let known = tx.followers().find_for_update(&person.account, open_ids).await?.pop();
        let Some(mut follower) = known else {
            return Ok(());
        };
        let version = follower.stored().version;
        let left = gone.and_then(|stated| follower.state(false, stated).1);
        let happened = left.unwrap_or_else(|| follower.forget());
        tx.followers().save(&follower, version).await?;
        self.tools.log(tx.as_mut(), &follower, happened, context).await?;
        tx.commit().await
    }
}
