//! One publishing of a draft. WeChat takes no idempotency key for it, so the attempt is noted before the call, and one
//! without answer is looked for and never repeated.

use std::time::Duration;

use super::draft::Draft;
use super::print::ArticlePrint;
use super::publication_words::{FailureReason, PublicationState, PublishedArticle};
use crate::ids::{DraftId, PublicationId};
use crate::time::Timestamp;
use crate::wechat::PublishReport;

/// A publication as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPublication {
    /// Its id.
    pub id: PublicationId,
    /// Our name of the account.
    pub account: String,
    /// The draft; it may be deleted since.
    pub draft: DraftId,
    /// The draft's edition.
    pub edition: u64,
    /// By what its articles are known again.
    pub prints: Vec<ArticlePrint>,
    /// How far it is.
    pub state: PublicationState,
    /// Why it failed.
    pub reason: Option<FailureReason>,
    /// What is known besides; safe to show.
    pub note: Option<String>,
    /// WeChat's id of the draft that was submitted.
    pub media_id: Option<String>,
    /// When it was submitted, or may have been.
    pub attempt_at: Option<Timestamp>,
    /// WeChat's id of the publication.
    pub publish_id: Option<String>,
    /// WeChat's number of the articles in its statistics.
    pub data_id: Option<u64>,
    /// WeChat's id of the published articles.
    pub article_id: Option<String>,
    /// The published articles.
    pub articles: Vec<PublishedArticle>,
    /// Places of the articles that WeChat refused, from 1.
    pub failed: Vec<u32>,
    /// How often WeChat was asked.
    pub polls: u32,
    /// When it came to its end; a doubt is one.
    pub concluded_at: Option<Timestamp>,
    /// What is to be taken back.
    pub withdrawal: Option<Withdrawal>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts every change.
    pub version: u64,
}

/// What is to be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// One article by its place, from 1; all of them without.
    pub index: Option<u32>,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// Why it was given up.
    pub failure: Option<String>,
}

/// What happened to a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicationHappened {
    /// It was asked for.
    Requested {
        /// Of this draft.
        draft: DraftId,
        /// In this edition.
        edition: u64,
    },
    /// WeChat took it on.
    Submitted {
        /// Under this id.
        publish_id: String,
    },
    /// It can be read.
    Published {
        /// WeChat's id of the articles.
        article_id: Option<String>,
        /// Where they are.
        urls: Vec<String>,
    },
    /// WeChat did not publish it.
    Failed {
        /// Why.
        reason: FailureReason,
        /// Places of the refused articles.
        failed: Vec<u32>,
    },
    /// Nobody knows.
    Doubted,
    /// Something of it is to be taken back.
    WithdrawalRequested {
        /// One article, or all of them.
        index: Option<u32>,
    },
    /// Something of it was taken back.
    Withdrawn {
        /// One article, or all of them.
        index: Option<u32>,
    },
    /// It could not be taken back.
    WithdrawalFailed {
        /// Why.
        note: String,
    },
    /// WeChat banned it.
    Removed,
}

/// Why nothing can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WithdrawalRefusal {
    /// It is not published.
    #[error("the publication is {}", .0.name())]
    NotPublished(PublicationState),
    /// It has no such article.
    #[error("there is no article {0}")]
    NoSuchArticle(u32),
    /// The article was taken back already.
    #[error("article {0} was taken back already")]
    AlreadyWithdrawn(u32),
    /// Another withdrawal is under way.
    #[error("another withdrawal is under way")]
    UnderWay,
    /// WeChat did not name the articles.
    #[error("WeChat did not tell the id of the articles")]
    Nameless,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication(StoredPublication);

impl Publication {
    /// How long WeChat is asked for an outcome.
    pub const PATIENCE: Duration = Duration::from_hours(24);
    /// The first pause between two questions; each further one doubles.
    pub const FIRST_PAUSE: Duration = Duration::from_secs(30);
    /// The longest pause.
    pub const LONGEST_PAUSE: Duration = Duration::from_mins(10);

    /// Asks for a draft to be published as it is now.
    #[must_use]
    pub fn request(id: PublicationId, draft: &Draft, now: Timestamp) -> (Self, PublicationHappened) {
        let stored = draft.stored();
        let happened = PublicationHappened::Requested {
            draft: stored.id,
            edition: stored.edition,
        };
        let publication = StoredPublication {
            id,
            account: stored.account.clone(),
            draft: stored.id,
            edition: stored.edition,
            prints: stored.articles.iter().map(ArticlePrint::of).collect(),
            state: PublicationState::Pending,
            reason: None,
            note: None,
            media_id: None,
            attempt_at: None,
            publish_id: None,
            data_id: None,
            article_id: None,
            articles: Vec::new(),
            failed: Vec::new(),
            polls: 0,
            concluded_at: None,
            withdrawal: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        (Self(publication), happened)
    }

    /// For adapters: a publication as it was stored.
    #[must_use]
    pub const fn restore(stored: StoredPublication) -> Self {
        Self(stored)
    }

    /// As it is stored.
    #[must_use]
    pub const fn stored(&self) -> &StoredPublication {
        &self.0
    }

    /// Notes that it is about to be submitted as `media_id`. Says whether it may be: an attempt that began before may
    /// have been carried out.
    pub fn begin_attempt(&mut self, media_id: &str, now: Timestamp) -> bool {
        if self.0.state != PublicationState::Pending || self.0.attempt_at.is_some() {
            return false;
        }
        self.0.media_id = Some(media_id.to_owned());
        self.0.attempt_at = Some(now);
        self.change(now);
        true
    }

    /// Notes that an attempt was certainly not carried out. Says whether there was one.
    pub fn not_carried_out(&mut self, now: Timestamp) -> bool {
        if self.0.state != PublicationState::Pending || self.0.attempt_at.is_none() {
            return false;
        }
        self.0.attempt_at = None;
        self.change(now);
        true
    }

    /// Notes that WeChat took it on. An answer that comes after all ends a doubt. `None` when none was awaited.
    pub fn submitted(&mut self, publish_id: &str, data_id: Option<u64>, now: Timestamp) -> Option<PublicationHappened> {
        let is_awaited = matches!(self.0.state, PublicationState::Pending | PublicationState::Unknown);
        if !is_awaited || self.0.attempt_at.is_none() || self.0.publish_id.is_some() {
            return None;
        }
        self.0.state = PublicationState::Submitted;
        self.0.publish_id = Some(publish_id.to_owned());
        self.0.data_id = data_id;
        self.0.note = None;
        self.0.concluded_at = None;
        self.change(now);
        let publish_id = publish_id.to_owned();
        Some(PublicationHappened::Submitted { publish_id })
    }

    /// Gives it up before WeChat took it on. `None` when it did, or may have.
    pub fn refused(&mut self, reason: FailureReason, note: &str, now: Timestamp) -> Option<PublicationHappened> {
        if self.0.state != PublicationState::Pending {
            return None;
        }
        self.0.note = Some(note.to_owned());
        Some(self.fail(reason, Vec::new(), now))
    }

    /// Notes that WeChat told no outcome. `None` when there is one already.
    pub fn doubt(&mut self, note: &str, now: Timestamp) -> Option<PublicationHappened> {
        if !self.0.state.is_under_way() {
            return None;
        }
        self.0.note = Some(note.to_owned());
        self.conclude(PublicationState::Unknown, now);
        Some(PublicationHappened::Doubted)
    }

    /// Takes what WeChat says of it, by event or when asked. Told twice it comes out the same. `None` when that is
    /// nothing new.
    pub fn hear(&mut self, report: &PublishReport, now: Timestamp) -> Option<PublicationHappened> {
        let state = self.0.state;
        let is_open = matches!(state, PublicationState::Submitted | PublicationState::Unknown);
        let is_taken_down = state == PublicationState::Published && matches!(report.status, 5 | 6);
        if !(is_open || is_taken_down) {
            return None;
        }
        match report.status {
            0 => {
                let articles = PublishedArticle::of(&report.articles);
                Some(self.published(report.article_id.as_deref(), articles, now))
            }
            2 => Some(self.fail(FailureReason::NotOriginal, report.failed.clone(), now)),
            3 => Some(self.fail(FailureReason::Failed, report.failed.clone(), now)),
            4 => Some(self.fail(FailureReason::ReviewRefused, report.failed.clone(), now)),
            5 => {
                self.name_articles(report);
                Some(self.all_withdrawn(now))
            }
            6 => {
                self.name_articles(report);
                self.conclude(PublicationState::Removed, now);
                Some(PublicationHappened::Removed)
            }
            _ => None,
        }
    }

    /// Notes that its articles were found among those that can be read, though WeChat never answered. `None` when it is
    /// in no doubt.
    pub fn found(
        &mut self,
        article_id: &str,
        articles: Vec<PublishedArticle>,
        now: Timestamp,
    ) -> Option<PublicationHappened> {
        let is_doubted = self.0.state == PublicationState::Unknown;
        is_doubted.then(|| self.published(Some(article_id), articles, now))
    }

    /// Whether WeChat is still to be asked: it was submitted, or it may have been and there is time left.
    #[must_use]
    pub fn is_followed(&self, now: Timestamp) -> bool {
        match self.0.state {
            PublicationState::Submitted => true,
            PublicationState::Unknown => !self.is_time_over(now),
            _ => false,
        }
    }

    /// Whether WeChat was asked long enough.
    #[must_use]
    pub fn is_time_over(&self, now: Timestamp) -> bool {
        let since = self.0.attempt_at.unwrap_or(self.0.created_at);
        now.since(since) >= Self::PATIENCE
    }

    /// The pause before the next question.
    #[must_use]
    pub fn pause(&self) -> Duration {
        let doubled = 1_u32.checked_shl(self.0.polls).unwrap_or(u32::MAX);
        Self::FIRST_PAUSE.saturating_mul(doubled).min(Self::LONGEST_PAUSE)
    }

    /// Counts a question without news.
    pub fn asked(&mut self, now: Timestamp) {
        self.0.polls += 1;
        self.change(now);
    }

    /// Asks for one article or all of them to be taken back, for ever.
    ///
    /// # Errors
    /// When there is nothing to take back, or another withdrawal is under way.
    pub fn request_withdrawal(
        &mut self,
        index: Option<u32>,
        now: Timestamp,
    ) -> Result<Option<PublicationHappened>, WithdrawalRefusal> {
        if self.0.state != PublicationState::Published {
            return Err(WithdrawalRefusal::NotPublished(self.0.state));
        }
        if self.0.article_id.is_none() {
            return Err(WithdrawalRefusal::Nameless);
        }
        if let Some(index) = index {
            let article = self.0.articles.iter().find(|article| article.index == index);
            match article {
                None => return Err(WithdrawalRefusal::NoSuchArticle(index)),
                Some(article) if article.is_withdrawn => return Err(WithdrawalRefusal::AlreadyWithdrawn(index)),
                Some(_) => {}
            }
        }
        let under_way = self.0.withdrawal.as_ref().filter(|one| one.failure.is_none());
        match under_way {
            Some(one) if one.index == index => return Ok(None),
            Some(_) => return Err(WithdrawalRefusal::UnderWay),
            None => {}
        }
        self.0.withdrawal = Some(Withdrawal {
            index,
            requested_at: now,
            failure: None,
        });
        self.change(now);
        Ok(Some(PublicationHappened::WithdrawalRequested { index }))
    }

    /// Notes that WeChat took back what was asked for. `None` when nothing was.
    pub fn withdrawn(&mut self, now: Timestamp) -> Option<PublicationHappened> {
        let withdrawal = self.0.withdrawal.take()?;
        for article in &mut self.0.articles {
            article.is_withdrawn |= withdrawal.index.is_none_or(|index| index == article.index);
        }
        if self.0.articles.iter().all(|article| article.is_withdrawn) {
            self.0.state = PublicationState::Withdrawn;
        }
        self.change(now);
        let index = withdrawal.index;
        Some(PublicationHappened::Withdrawn { index })
    }

    /// Notes that a withdrawal was given up. `None` when none is under way.
    pub fn withdrawal_failed(&mut self, note: &str, now: Timestamp) -> Option<PublicationHappened> {
        let withdrawal = self.0.withdrawal.as_mut().filter(|one| one.failure.is_none())?;
        withdrawal.failure = Some(note.to_owned());
        self.change(now);
        let note = note.to_owned();
        Some(PublicationHappened::WithdrawalFailed { note })
    }

    fn published(
        &mut self,
        article_id: Option<&str>,
        articles: Vec<PublishedArticle>,
        now: Timestamp,
    ) -> PublicationHappened {
        let urls = articles.iter().map(|article| article.url.clone()).collect();
        self.0.article_id = article_id.map(str::to_owned);
        self.0.articles = articles;
        self.0.note = None;
        self.conclude(PublicationState::Published, now);
        let article_id = self.0.article_id.clone();
        PublicationHappened::Published { article_id, urls }
    }

    fn fail(&mut self, reason: FailureReason, failed: Vec<u32>, now: Timestamp) -> PublicationHappened {
        self.0.reason = Some(reason);
        self.0.failed.clone_from(&failed);
        self.conclude(PublicationState::Failed, now);
        PublicationHappened::Failed { reason, failed }
    }

    fn all_withdrawn(&mut self, now: Timestamp) -> PublicationHappened {
        self.0.withdrawal = None;
        for article in &mut self.0.articles {
            article.is_withdrawn = true;
        }
        self.conclude(PublicationState::Withdrawn, now);
        PublicationHappened::Withdrawn { index: None }
    }

    fn name_articles(&mut self, report: &PublishReport) {
        if self.0.article_id.is_none() {
            self.0.article_id.clone_from(&report.article_id);
        }
        if self.0.articles.is_empty() {
            self.0.articles = PublishedArticle::of(&report.articles);
        }
    }

    fn conclude(&mut self, state: PublicationState, now: Timestamp) {
        self.0.state = state;
        self.0.concluded_at = Some(now);
        self.change(now);
    }

    fn change(&mut self, now: Timestamp) {
        self.0.updated_at = now;
        self.0.version += 1;
    }
}

#[cfg(test)]
#[path = "publication_tests.rs"]
mod tests;
