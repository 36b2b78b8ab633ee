//! How the parts of a mass message come on: attempts, WeChat's answers, reports and looks.

use std::time::Duration;

use super::explain::explain_report;
use super::message::MassMessage;
use super::part::{FailureSource, MassCounts, MassFailure, MassPart, PartState};
use super::state::MassHappened;
use crate::ids::MassMessageId;
use crate::text::shortened;
use crate::time::Timestamp;
use crate::wechat::MassReport;

/// How long a repeated attempt is safe: WeChat recognises a `clientmsgid` for 24 hours; the hour left out is for
/// clocks that differ and calls that take their time.
pub const RECOGNISED: Duration = Duration::from_hours(23);
/// How long a part may wait for the account's administrator, who has 30 minutes, and a little for the news to come.
pub const CONFIRMATION: Duration = Duration::from_mins(45);
/// Longest word of a report that is kept, in characters.
const STATUS: usize = 64;

/// What to do about a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// Call WeChat, when this is stored.
    Go(MassHappened),
    /// It is too late to call again; store this.
    TooLate(MassHappened),
}

/// What WeChat says when it is asked about a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// It is being sent.
    UnderWay,
    /// It was sent.
    Sent,
    /// It was not.
    NotSent,
    /// It was sent and taken back.
    Withdrawn,
}

/// What WeChat recognises a repeated attempt by: 32 bytes at most, different for every part.
#[must_use]
pub fn client_msg_id(id: MassMessageId, part: u32) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
    let number = id.uuid().as_u128();
    let digit = |place: u32| {
        let value = usize::try_from((number >> (place * 5)) & 31).unwrap_or_default();
        char::from(DIGITS[value])
    };
    let name: String = (0..26).rev().map(digit).collect();
    format!("{name}.{part:x}")
}

impl MassMessage {
    /// The next part for which WeChat is to be called.
    #[must_use]
    pub fn next_part(&self) -> Option<&MassPart> {
        self.stored.parts.iter().find(|part| part.state.is_to_be_sent())
    }

    /// Begins an attempt at a part. `None` when WeChat is not to be called for it any more.
    pub fn attempt(&mut self, part: u32, draft_media_id: Option<&str>, now: Timestamp) -> Option<Attempt> {
        let place = self.part_mut(part).filter(|part| part.state.is_to_be_sent())?;
        if place.attempted_at.is_some_and(|at| now.since(at) >= RECOGNISED) {
            place.state = PartState::Unknown;
            place.failure = Some(MassFailure::ours(
                "WeChat did not answer for a day: it may have been sent, and is not sent again",
            ));
            let state = PartState::Unknown;
            return Some(Attempt::TooLate(
                self.changed(MassHappened::Concluded { part, state }, now),
            ));
        }
        place.state = PartState::Sending;
        place.attempts += 1;
        place.attempted_at.get_or_insert(now);
        place.draft_media_id = draft_media_id.map(str::to_owned);
        Some(Attempt::Go(self.changed(MassHappened::Attempted { part }, now)))
    }

    /// Notes that WeChat took a part.
    pub fn accepted(
        &mut self,
        part: u32,
        msg_id: u64,
        msg_data_id: Option<u64>,
        now: Timestamp,
    ) -> Option<MassHappened> {
        let place = self.part_mut(part).filter(|part| part.msg_id.is_none())?;
        place.state = PartState::Accepted;
        place.msg_id = Some(msg_id);
        place.msg_data_id = msg_data_id;
        place.accepted_at = Some(now);
        place.waiting_since = None;
        place.failure = None;
        Some(self.changed(MassHappened::Accepted { part, msg_id }, now))
    }

    /// Notes that WeChat certainly did not take a part now and may later.
    pub fn held_back(&mut self, part: u32, now: Timestamp) -> Option<MassHappened> {
        let place = self.sending_mut(part)?;
        place.state = PartState::Pending;
        place.attempted_at = None;
        Some(self.changed(MassHappened::HeldBack { part }, now))
    }

    /// Notes that a part waits for the account's administrator; after [`CONFIRMATION`] it waited in vain.
    pub fn waits(&mut self, part: u32, failure: &MassFailure, now: Timestamp) -> Option<MassHappened> {
        let place = self.sending_mut(part)?;
        let since = *place.waiting_since.get_or_insert(now);
        if now.since(since) >= CONFIRMATION {
            return self.conclude(part, PartState::Failed, Some(failure.clone()), now);
        }
        place.attempted_at = Some(now);
        Some(self.changed(MassHappened::Waiting { part }, now))
    }

    /// Notes that a part cannot be sent (again): what WeChat may have is unknown, otherwise it failed.
    pub fn unsendable(&mut self, part: u32, failure: MassFailure, now: Timestamp) -> Option<MassHappened> {
        let state = match self.part_mut(part)?.state {
            PartState::Pending => PartState::Failed,
            PartState::Sending => PartState::Unknown,
            _ => return None,
        };
        self.conclude(part, state, Some(failure), now)
    }

    /// Notes that WeChat refused a part.
    pub fn refused(&mut self, part: u32, failure: MassFailure, now: Timestamp) -> Option<MassHappened> {
        let place = self.part_mut(part)?;
        if !place.state.is_to_be_sent() {
            return None;
        }
        self.conclude(part, PartState::Failed, Some(failure), now)
    }

    /// Notes that a part will not be tried again: what WeChat may have is unknown, the rest failed.
    pub fn give_up(&mut self, now: Timestamp) -> Option<MassHappened> {
        if self.is_gathering() {
            self.stored.failure = Some(MassFailure::ours("its people could not be read"));
            return Some(self.changed(MassHappened::Failed, now));
        }
        let part = self.next_part()?.number;
        self.unsendable(part, MassFailure::ours("it was tried too often"), now)
    }

    /// Takes WeChat's report. `None` when it is about no part, or was heard before. A report that comes late corrects
    /// what was thought in its absence.
    pub fn hear(&mut self, report: &MassReport, now: Timestamp) -> Option<MassHappened> {
        let mut parts = self.stored.parts.iter_mut();
        let place = parts.find(|part| part.msg_id == Some(report.msg_id) && !part.reported)?;
        let number = place.number;
        place.reported = true;
        place.counts = Some(MassCounts {
            total: report.total,
            filtered: report.filtered,
            sent: report.sent,
            failed: report.failed,
        });
        place.copyright.clone_from(&report.copyright);
        place.articles.clone_from(&report.articles);
        let (state, failure) = judged(&report.status);
        self.conclude(number, state, failure, now)
    }

    /// Takes WeChat's answer to a look at a part. `None` when it tells nothing new.
    pub fn looked(&mut self, part: u32, looked: Looked, now: Timestamp) -> Option<MassHappened> {
        self.part_mut(part).filter(|part| part.state == PartState::Accepted)?;
        match looked {
            Looked::UnderWay => None,
            Looked::Sent | Looked::Withdrawn => self.conclude(part, PartState::Finished, None, now),
            Looked::NotSent => {
                let failure = reported(0);
                self.conclude(part, PartState::Failed, Some(failure), now)
            }
        }
    }

    /// Notes that no news of a part will come any more.
    pub fn lost_sight(&mut self, part: u32, now: Timestamp) -> Option<MassHappened> {
        self.part_mut(part).filter(|part| part.state == PartState::Accepted)?;
        let failure = MassFailure::ours("WeChat took it, but sent no report and gives no end");
        self.conclude(part, PartState::Unknown, Some(failure), now)
    }

    fn conclude(
        &mut self,
        part: u32,
        state: PartState,
        failure: Option<MassFailure>,
        now: Timestamp,
    ) -> Option<MassHappened> {
        let place = self.part_mut(part)?;
        place.state = state;
        place.failure = failure;
        place.waiting_since = None;
        Some(self.changed(MassHappened::Concluded { part, state }, now))
    }

    fn sending_mut(&mut self, part: u32) -> Option<&mut MassPart> {
        self.part_mut(part).filter(|part| part.state == PartState::Sending)
    }

    fn part_mut(&mut self, number: u32) -> Option<&mut MassPart> {
        self.stored.parts.iter_mut().find(|part| part.number == number)
    }
}

/// What `Status` of a report says.
fn judged(status: &str) -> (PartState, Option<MassFailure>) {
    let number = status.strip_prefix("err(").and_then(|rest| rest.strip_suffix(')'));
    match (status, number.and_then(|number| number.parse().ok())) {
        ("send success", _) => (PartState::Finished, None),
        ("send fail", _) => (PartState::Failed, Some(reported(0))),
        (_, Some(number)) => (PartState::Failed, Some(reported(number))),
        (other, None) => {
            let note = format!("WeChat reported: {}", shortened(other, STATUS));
            (PartState::Unknown, Some(MassFailure::ours(&note)))
        }
    }
}

fn reported(code: i64) -> MassFailure {
    let meaning = explain_report(code).map_or("a reason without documented meaning", |(meaning, _)| meaning);
    MassFailure {
        source: FailureSource::Report,
        code,
        note: meaning.to_owned(),
    }
}
