//! The order of a mass message: drafted, ordered, handed over part by part, reported on.

use uuid::Uuid;

use super::audience::{MassAudience, part_sizes};
use super::content::MassContent;
use super::part::{MassCounts, MassFailure, MassPart, PartState};
use super::state::{MassHappened, MassRefusal, MassState};
use crate::ids::MassMessageId;
use crate::time::Timestamp;

/// All of an order, for adapters to store and restore it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMassMessage {
    /// Its id.
    pub id: MassMessageId,
    /// Our name of the account.
    pub account: String,
    /// What is sent.
    pub content: MassContent,
    /// To whom.
    pub audience: MassAudience,
    /// The calls it takes; none while it is not ready to be handed over.
    pub parts: Vec<MassPart>,
    /// People found so far.
    pub gathered: u32,
    /// The last follower who was looked at.
    pub gathered_to: Option<Uuid>,
    /// Why it cannot be sent at all.
    pub failure: Option<MassFailure>,
    /// Articles taken back, from 1; 0 is all of it.
    pub withdrawn: Vec<u32>,
    /// When somebody ordered it to be sent.
    pub ordered_at: Option<Timestamp>,
    /// When it was called off.
    pub cancelled_at: Option<Timestamp>,
    /// When it was drafted.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts changes from 1.
    pub version: u64,
}

/// The order of a mass message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassMessage {
    pub(super) stored: StoredMassMessage,
}

impl MassMessage {
    /// Drafts one. Content and audience were checked.
    #[must_use]
    pub fn draft(
        id: MassMessageId,
        account: &str,
        content: MassContent,
        audience: MassAudience,
        now: Timestamp,
    ) -> (Self, MassHappened) {
        let stored = StoredMassMessage {
            id,
            account: account.to_owned(),
            content,
            audience,
            parts: Vec::new(),
            gathered: 0,
            gathered_to: None,
            failure: None,
            withdrawn: Vec::new(),
            ordered_at: None,
            cancelled_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        (Self { stored }, MassHappened::Created)
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredMassMessage) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredMassMessage {
        &self.stored
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> MassState {
        let stored = &self.stored;
        let any = |state| stored.parts.iter().any(|part| part.state == state);
        if stored.ordered_at.is_none() {
            return MassState::Draft;
        }
        if stored.parts.is_empty() {
            return match (stored.failure.is_some(), stored.cancelled_at) {
                (true, _) => MassState::Failed,
                (false, Some(_)) => MassState::Cancelled,
                (false, None) => MassState::Queued,
            };
        }
        if stored.parts.iter().all(|part| part.state == PartState::Pending) {
            return MassState::Queued;
        }
        if any(PartState::Pending) || any(PartState::Sending) {
            return MassState::Sending;
        }
        let ends = [
            (PartState::Accepted, MassState::Accepted),
            (PartState::Unknown, MassState::Unknown),
            (PartState::Finished, MassState::Finished),
            (PartState::Failed, MassState::Failed),
        ];
        let end = ends.into_iter().find(|(part, _)| any(*part));
        end.map_or(MassState::Cancelled, |(_, state)| state)
    }

    /// The counts of all reports together; `None` before the first.
    #[must_use]
    pub fn totals(&self) -> Option<MassCounts> {
        let counts = self.stored.parts.iter().filter_map(|part| part.counts);
        counts.reduce(MassCounts::and)
    }

    /// Whether its list of people is still needed.
    #[must_use]
    pub fn needs_people(&self) -> bool {
        matches!(self.state(), MassState::Draft | MassState::Queued | MassState::Sending)
    }

    /// Whether its people are still to be found.
    #[must_use]
    pub fn is_gathering(&self) -> bool {
        self.stored.parts.is_empty() && self.state() == MassState::Queued
    }

    /// Replaces the draft. `None` where it is that already; a list of people always counts as another.
    ///
    /// # Errors
    /// When it was ordered.
    pub fn edit(
        &mut self,
        content: MassContent,
        audience: MassAudience,
        now: Timestamp,
    ) -> Result<Option<MassHappened>, MassRefusal> {
        self.require_draft()?;
        let is_same = self.stored.content == content && self.stored.audience == audience;
        if is_same && !matches!(audience, MassAudience::People(_)) {
            return Ok(None);
        }
        self.stored.content = content;
        self.stored.audience = audience;
        Ok(Some(self.changed(MassHappened::Edited, now)))
    }

    /// Deletes the draft.
    ///
    /// # Errors
    /// When it was ordered.
    pub fn delete(&mut self, now: Timestamp) -> Result<MassHappened, MassRefusal> {
        self.require_draft()?;
        Ok(self.changed(MassHappened::Deleted, now))
    }

    /// Orders it to be sent.
    ///
    /// # Errors
    /// When it was ordered already.
    pub fn order(&mut self, now: Timestamp) -> Result<MassHappened, MassRefusal> {
        self.require_draft()?;
        self.stored.ordered_at = Some(now);
        match self.stored.audience {
            MassAudience::Everybody | MassAudience::Tag(_) => self.stored.parts = vec![MassPart::new(0, 0, 0)],
            MassAudience::People(people) => {
                self.stored.gathered = people;
                self.stored.parts = vec![MassPart::new(0, 0, people)];
            }
            MassAudience::Followers { .. } => {}
        }
        Ok(self.changed(MassHappened::Ordered, now))
    }

    /// Notes so many more people, `last` being the last follower looked at; without one there are no more. `None` when
    /// it is not gathering, or this step was done before.
    pub fn gathered(
        &mut self,
        from: Option<Uuid>,
        count: u32,
        last: Option<Uuid>,
        now: Timestamp,
    ) -> Option<MassHappened> {
        if !self.is_gathering() || self.stored.gathered_to != from {
            return None;
        }
        self.stored.gathered += count;
        if last.is_some() {
            self.stored.gathered_to = last;
            let people = self.stored.gathered;
            return Some(self.changed(MassHappened::Gathered { people }, now));
        }
        let Some(sizes) = part_sizes(self.stored.gathered) else {
            self.stored.failure = Some(MassFailure::ours(
                "fewer than two people have the tag: WeChat takes no fewer",
            ));
            return Some(self.changed(MassHappened::Failed, now));
        };
        let mut first = 0;
        for (number, size) in (0..).zip(sizes) {
            self.stored.parts.push(MassPart::new(number, first, size));
            first += size;
        }
        let parts = u32::try_from(self.stored.parts.len()).unwrap_or(u32::MAX);
        Some(self.changed(MassHappened::Prepared { parts }, now))
    }

    /// Calls off what WeChat certainly has not got. `None` when it was called off before.
    ///
    /// # Errors
    /// When nothing is left to call off, or nothing was ordered.
    pub fn cancel(&mut self, now: Timestamp) -> Result<Option<MassHappened>, MassRefusal> {
        let state = self.state();
        let pending = |part: &&mut MassPart| part.state == PartState::Pending;
        let some = self
            .stored
            .parts
            .iter_mut()
            .filter(pending)
            .map(|part| part.state = PartState::Cancelled);
        let is_left = some.count() > 0 || (state == MassState::Queued);
        match (is_left, self.stored.cancelled_at) {
            (true, _) => {
                self.stored.cancelled_at = Some(now);
                Ok(Some(self.changed(MassHappened::Cancelled, now)))
            }
            (false, Some(_)) => Ok(None),
            (false, None) => Err(MassRefusal::WrongState(state)),
        }
    }

    /// The numbers under which WeChat can take it back.
    ///
    /// # Errors
    /// When it is of a kind that cannot be, or WeChat has not got it.
    pub fn withdrawable(&self) -> Result<Vec<u64>, MassRefusal> {
        if !self.stored.content.can_be_withdrawn() {
            return Err(MassRefusal::NotWithdrawable);
        }
        let numbers: Vec<_> = self.stored.parts.iter().filter_map(|part| part.msg_id).collect();
        if numbers.is_empty() {
            return Err(MassRefusal::WrongState(self.state()));
        }
        Ok(numbers)
    }

    /// Notes that it was taken back. `None` when that is known.
    pub fn withdrawn(&mut self, article: Option<u32>, now: Timestamp) -> Option<MassHappened> {
        let mark = article.unwrap_or(0);
        if self.stored.withdrawn.contains(&mark) {
            return None;
        }
        self.stored.withdrawn.push(mark);
        Some(self.changed(MassHappened::Withdrawn { article }, now))
    }

    fn require_draft(&self) -> Result<(), MassRefusal> {
        match self.state() {
            MassState::Draft => Ok(()),
            state => Err(MassRefusal::WrongState(state)),
        }
    }

    pub(super) const fn changed(&mut self, happened: MassHappened, now: Timestamp) -> MassHappened {
        self.stored.updated_at = now;
        self.stored.version += 1;
        happened
    }
}
