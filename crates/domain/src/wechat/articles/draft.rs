//! A draft: edited here, pushed to WeChat when somebody wants it there, published any number of times.

use super::article::DraftArticle;
use super::push::{AddAttempt, At, PushFailure, PushPlan, PushState, Pushed};
use crate::ids::{DraftId, PublicationId};
use crate::time::Timestamp;

/// A draft as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDraft {
    /// Its id.
    pub id: DraftId,
    /// Our name of the account.
    pub account: String,
    /// Its articles, 1 to 8, within WeChat's limits.
    pub articles: Vec<DraftArticle>,
    /// Counts its edits, from 1.
    pub edition: u64,
    /// Where it stands at WeChat.
    pub pushed: Pushed,
    /// The publication under way.
    pub publishing: Option<PublicationId>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
    /// Counts every change.
    pub version: u64,
}

/// What happened to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftHappened {
    /// It was written.
    Created(Vec<DraftArticle>),
    /// It was edited.
    Edited {
        /// The edition it is now.
        edition: u64,
        /// Its articles.
        articles: Vec<DraftArticle>,
    },
    /// It was asked to be pushed.
    PushRequested {
        /// This edition.
        edition: u64,
    },
    /// WeChat has it.
    Pushed {
        /// This edition.
        edition: u64,
        /// Under this id.
        media_id: String,
    },
    /// A push was given up.
    PushFailed {
        /// Why.
        note: String,
    },
    /// WeChat took it away because it was published or sent.
    UsedUp {
        /// Its id there until then.
        media_id: String,
    },
    /// It was deleted here.
    Deleted,
}

/// Why a draft cannot be changed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefusal {
    /// It is being published.
    #[error("the draft is being published")]
    Publishing(PublicationId),
    /// Another process pushes it at this moment.
    #[error("the draft is being pushed")]
    Busy,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft(StoredDraft);

impl Draft {
    /// Writes it. The articles MUST have passed [`super::check_articles`].
    #[must_use]
    pub fn write(id: DraftId, account: &str, articles: Vec<DraftArticle>, now: Timestamp) -> (Self, DraftHappened) {
        let happened = DraftHappened::Created(articles.clone());
        let stored = StoredDraft {
            id,
            account: account.to_owned(),
            articles,
            edition: 1,
            pushed: Pushed::default(),
            publishing: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        (Self(stored), happened)
    }

    /// For adapters: a draft as it was stored.
    #[must_use]
    pub const fn restore(stored: StoredDraft) -> Self {
        Self(stored)
    }

    /// As it is stored.
    #[must_use]
    pub const fn stored(&self) -> &StoredDraft {
        &self.0
    }

    /// Where it stands at WeChat.
    #[must_use]
    pub fn push_state(&self) -> PushState {
        self.0.pushed.state(self.0.edition)
    }

    /// Replaces its articles, which MUST have passed [`super::check_articles`]. `None` when they are these already.
    ///
    /// # Errors
    /// While it is being published: what is published is what was asked for.
    pub fn edit(&mut self, articles: Vec<DraftArticle>, now: Timestamp) -> Result<Option<DraftHappened>, DraftRefusal> {
        self.require_unpublished()?;
        if self.0.articles == articles {
            return Ok(None);
        }
        self.0.articles.clone_from(&articles);
        self.0.edition += 1;
        self.0.updated_at = now;
        self.0.version += 1;
        let edition = self.0.edition;
        Ok(Some(DraftHappened::Edited { edition, articles }))
    }

    /// Asks for it to be pushed. `None` when WeChat has it already or it is on its way.
    ///
    /// # Errors
    /// While it is being published.
    pub fn request_push(&mut self) -> Result<Option<DraftHappened>, DraftRefusal> {
        self.require_unpublished()?;
        let edition = self.0.edition;
        let is_wanted = self.0.pushed.wanted == Some(edition) && self.push_state() == PushState::Pending;
        if is_wanted || self.push_state() == PushState::Current {
            return Ok(None);
        }
        self.0.pushed.wanted = Some(edition);
        self.0.pushed.failure = None;
        self.0.version += 1;
        Ok(Some(DraftHappened::PushRequested { edition }))
    }

    /// Notes that it is being published.
    ///
    /// # Errors
    /// When it is already.
    pub fn begin_publishing(&mut self, publication: PublicationId) -> Result<(), DraftRefusal> {
        self.require_unpublished()?;
        self.0.publishing = Some(publication);
        self.0.version += 1;
        Ok(())
    }

    /// Notes that this publication is no longer under way. Says whether it was.
    pub fn end_publishing(&mut self, publication: PublicationId) -> bool {
        if self.0.publishing != Some(publication) {
            return false;
        }
        self.0.publishing = None;
        self.0.version += 1;
        true
    }

    /// Whether it can be deleted here.
    ///
    /// # Errors
    /// While it is being published or pushed.
    pub fn require_idle(&self, now: Timestamp) -> Result<(), DraftRefusal> {
        self.require_unpublished()?;
        if self.0.pushed.busy_until.is_some_and(|until| now < until) {
            return Err(DraftRefusal::Busy);
        }
        Ok(())
    }

    /// Takes the sole right to push until `until`, for this publication or for none; answers what there is to do.
    ///
    /// # Errors
    /// When another process has the right, or another purpose.
    pub fn take_push(
        &mut self,
        publication: Option<PublicationId>,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<PushPlan, DraftRefusal> {
        if let Some(other) = self.0.publishing.filter(|one| Some(*one) != publication) {
            return Err(DraftRefusal::Publishing(other));
        }
        let plan = self.plan();
        if matches!(plan, PushPlan::Nothing { .. }) {
            if self.0.pushed.wanted.take().is_some() {
                self.0.version += 1;
            }
            return Ok(plan);
        }
        if self.0.pushed.busy_until.is_some_and(|until| now < until) {
            return Err(DraftRefusal::Busy);
        }
        self.0.pushed.busy_until = Some(until);
        self.0.pushed.wanted = Some(self.0.edition);
        self.0.version += 1;
        Ok(plan)
    }

    /// What a push has to do; taking the right to it changes nothing of that.
    #[must_use]
    pub fn plan(&self) -> PushPlan {
        let pushed = &self.0.pushed;
        match &pushed.there {
            Some(there) if there.edition == self.0.edition => PushPlan::Nothing {
                media_id: there.media_id.clone(),
            },
            Some(there) if there.articles as usize == self.0.articles.len() && pushed.attempt.is_none() => {
                PushPlan::Update {
                    media_id: there.media_id.clone(),
                }
            }
            _ => PushPlan::Add {
                unanswered: pushed.attempt,
            },
        }
    }

    /// Notes that an addition of `edition` begins.
    pub const fn begin_adding(&mut self, edition: u64, now: Timestamp) {
        self.0.pushed.attempt = Some(AddAttempt { edition, began_at: now });
        self.0.version += 1;
    }

    /// Notes that WeChat has `edition` with so many articles under `media_id`. Answers what happened, and the id of what
    /// WeChat had before under another, which is to be discarded.
    pub fn pushed(
        &mut self,
        media_id: &str,
        edition: u64,
        articles: u32,
        now: Timestamp,
    ) -> (DraftHappened, Option<String>) {
        let before = self.0.pushed.there.replace(At {
            media_id: media_id.to_owned(),
            edition,
            articles,
            since: now,
        });
        self.0.pushed.attempt = None;
        self.0.pushed.failure = None;
        self.0.pushed.used_up_at = None;
        self.0.pushed.busy_until = None;
        if self.0.pushed.wanted.is_some_and(|wanted| wanted <= edition) {
            self.0.pushed.wanted = None;
        }
        self.0.version += 1;
        let media_id = media_id.to_owned();
        let before = before
            .map(|before| before.media_id)
            .filter(|before| *before != media_id);
        (DraftHappened::Pushed { edition, media_id }, before)
    }

    /// Notes that a push failed; `is_over` when an addition certainly was not carried out, `is_final` when it is given
    /// up.
    pub fn push_failed(&mut self, note: &str, is_over: bool, is_final: bool, now: Timestamp) -> Option<DraftHappened> {
        if is_over {
            self.0.pushed.attempt = None;
        }
        self.0.pushed.busy_until = None;
        self.0.pushed.failure = Some(PushFailure {
            note: note.to_owned(),
            at: now,
            is_final,
        });
        self.0.version += 1;
        is_final.then(|| DraftHappened::PushFailed { note: note.to_owned() })
    }

    /// Notes that WeChat does not know `media_id` any more (40007). Says whether it was this draft's.
    pub fn lost(&mut self, media_id: &str) -> bool {
        let is_ours = self
            .0
            .pushed
            .there
            .as_ref()
            .is_some_and(|there| there.media_id == media_id);
        if is_ours {
            self.0.pushed.there = None;
            self.0.pushed.busy_until = None;
            self.0.version += 1;
        }
        is_ours
    }

    /// Notes that WeChat took `media_id` away because it was published or sent. `None` when it is not this draft's.
    pub fn used_up(&mut self, media_id: &str, now: Timestamp) -> Option<DraftHappened> {
        if !self.lost(media_id) {
            return None;
        }
        self.0.pushed.used_up_at = Some(now);
        let media_id = media_id.to_owned();
        Some(DraftHappened::UsedUp { media_id })
    }

    fn require_unpublished(&self) -> Result<(), DraftRefusal> {
        self.0
            .publishing
            .map_or(Ok(()), |one| Err(DraftRefusal::Publishing(one)))
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
