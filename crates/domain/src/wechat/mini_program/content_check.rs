//! One check of one piece of content. What people wrote is not kept with it: the subject tells where it is.

use std::time::Duration;

use super::content_words::{CheckedKind, ContentFinding, ContentScene, ContentVerdict, Doubt};
use crate::attendance::PersonRef;
use crate::ids::ContentCheckId;
use crate::text::single_line;
use crate::time::Timestamp;
use crate::validation::FieldFaults;
use crate::wechat::MediaVerdict;

/// WeChat's code for a medium that it could not fetch.
const UNFETCHABLE: i64 = -1008;

/// A medium to be checked, unchecked itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaOrder {
    /// Who uploaded it; must have visited the Mini Program within the last two hours.
    pub person: PersonRef,
    /// A picture or a recording, at most 10 MB.
    pub kind: CheckedKind,
    /// Where it is to appear.
    pub scene: ContentScene,
    /// What it belongs to, in the caller's words: `survey_answer/…`; at most 128 characters.
    pub subject: Option<String>,
    /// Where WeChat fetches it, open to everybody; `https` or `http`, at most 1024 characters.
    pub url: String,
}

/// A check as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredContentCheck {
    /// Its id.
    pub id: ContentCheckId,
    /// Who wrote or uploaded it.
    pub person: PersonRef,
    /// What is checked.
    pub kind: CheckedKind,
    /// Where it is to appear.
    pub scene: ContentScene,
    /// What it belongs to.
    pub subject: Option<String>,
    /// Where WeChat fetches it; of a medium.
    pub url: Option<String>,
    /// What was found; `None` while it waits.
    pub finding: Option<ContentFinding>,
    /// WeChat's name of the check.
    pub trace_id: Option<String>,
    /// How often WeChat took it on.
    pub submissions: u32,
    /// When waiting ends.
    pub due_at: Timestamp,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Grows by one with every change.
    pub version: u64,
}

/// What happened to a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckHappened {
    /// A medium is to be checked.
    Requested {
        /// What.
        kind: CheckedKind,
        /// What it belongs to.
        subject: Option<String>,
    },
    /// WeChat took it on.
    Submitted {
        /// How often by now.
        submissions: u32,
    },
    /// It is to be submitted anew.
    SentBack,
    /// It is concluded.
    Concluded {
        /// What.
        kind: CheckedKind,
        /// What it belongs to.
        subject: Option<String>,
        /// What was found.
        finding: ContentFinding,
    },
}

/// What a verdict leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// It is concluded.
    Concluded(CheckHappened),
    /// WeChat could not fetch the medium: submit it again after this.
    Again(CheckHappened, Duration),
    /// It is about another submission, or the check is concluded already.
    Ignored,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentCheck(StoredContentCheck);

impl ContentCheck {
    /// How long WeChat takes for a verdict on a medium at most.
    pub const PATIENCE: Duration = Duration::from_mins(30);
    /// How often a medium is submitted at most.
    pub const MAX_SUBMISSIONS: u32 = 3;
    /// Longest text, in characters.
    pub const MAX_TEXT_CHARS: usize = 2_500;

    /// A check of a text, which is concluded at once.
    ///
    /// # Errors
    /// When the subject breaks a rule.
    pub fn of_text(
        id: ContentCheckId,
        person: PersonRef,
        scene: ContentScene,
        subject: Option<&str>,
        finding: ContentFinding,
        now: Timestamp,
    ) -> Result<(Self, CheckHappened), FieldFaults> {
        let mut check = Self::new(id, person, CheckedKind::Text, scene, checked_subject(subject)?, now);
        check.0.finding = Some(finding);
        let happened = check.concluded(finding);
        Ok((check, happened))
    }

    /// A check of a medium, which waits to be submitted.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn of_media(
        id: ContentCheckId,
        order: MediaOrder,
        now: Timestamp,
    ) -> Result<(Self, CheckHappened), FieldFaults> {
        let mut faults = FieldFaults::default();
        let url = faults.keep("mediaUrl", single_line(&order.url, 1..=1_024));
        let is_of_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        if url.as_ref().is_some_and(|url| !is_of_web(url)) {
            faults.add("mediaUrl", "must begin with https:// or http://");
        }
        if order.kind == CheckedKind::Text {
            faults.add("mediaType", "must be image or audio");
        }
        let subject = faults.keep("subject", checked_subject_text(order.subject.as_deref()));
        faults.check()?;
        let mut check = Self::new(id, order.person, order.kind, order.scene, subject.flatten(), now);
        check.0.url = url;
        let happened = CheckHappened::Requested {
            kind: order.kind,
            subject: check.0.subject.clone(),
        };
        Ok((check, happened))
    }

    fn new(
        id: ContentCheckId,
        person: PersonRef,
        kind: CheckedKind,
        scene: ContentScene,
        subject: Option<String>,
        now: Timestamp,
    ) -> Self {
        Self(StoredContentCheck {
            id,
            person,
            kind,
            scene,
            subject,
            url: None,
            finding: None,
            trace_id: None,
            submissions: 0,
            due_at: now.plus(Self::PATIENCE),
            created_at: now,
            updated_at: now,
            version: 1,
        })
    }

    /// For adapters: a check as it was stored.
    #[must_use]
    pub const fn restore(stored: StoredContentCheck) -> Self {
        Self(stored)
    }

    /// As it is stored.
    #[must_use]
    pub const fn stored(&self) -> &StoredContentCheck {
        &self.0
    }

    /// Whether nothing was found yet.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.0.finding.is_none()
    }

    /// Whether WeChat has it to submit: it waits, and no submission is under way.
    #[must_use]
    pub const fn is_to_be_submitted(&self) -> bool {
        self.is_waiting() && self.0.trace_id.is_none()
    }

    /// Notes that WeChat took it on. `None` when it waits for none.
    pub fn submitted(&mut self, trace_id: &str, now: Timestamp) -> Option<CheckHappened> {
        if !self.is_to_be_submitted() {
            return None;
        }
        self.0.trace_id = Some(trace_id.to_owned());
        self.0.submissions += 1;
        self.0.due_at = now.plus(Self::PATIENCE);
        self.change(now);
        Some(CheckHappened::Submitted {
            submissions: self.0.submissions,
        })
    }

    /// Takes a verdict on its present submission.
    pub fn hear(&mut self, verdict: &MediaVerdict, now: Timestamp) -> Heard {
        let is_ours = self.0.trace_id.as_deref() == Some(verdict.trace_id.as_str());
        if !(self.is_waiting() && is_ours) {
            return Heard::Ignored;
        }
        let finding = match verdict.error_code {
            0 => ContentFinding::of_wechat(ContentVerdict::of_suggestion(&verdict.suggest), Some(verdict.label)),
            UNFETCHABLE if self.0.submissions < Self::MAX_SUBMISSIONS => {
                self.0.trace_id = None;
                self.change(now);
                let pause = Duration::from_mins(1) * self.0.submissions;
                return Heard::Again(CheckHappened::SentBack, pause);
            }
            UNFETCHABLE => ContentFinding::doubtful(Doubt::Unfetchable),
            _ => ContentFinding::doubtful(Doubt::Refused),
        };
        Heard::Concluded(self.conclude(finding, now))
    }

    /// Leaves it to a person, because WeChat said nothing. `None` when it is concluded already.
    pub fn doubt(&mut self, doubt: Doubt, now: Timestamp) -> Option<CheckHappened> {
        self.is_waiting()
            .then(|| self.conclude(ContentFinding::doubtful(doubt), now))
    }

    /// Ends the waiting when its time is over.
    pub fn time_out(&mut self, now: Timestamp) -> Option<CheckHappened> {
        if now < self.0.due_at {
            return None;
        }
        self.doubt(Doubt::TimedOut, now)
    }

    fn conclude(&mut self, finding: ContentFinding, now: Timestamp) -> CheckHappened {
        self.0.finding = Some(finding);
        self.change(now);
        self.concluded(finding)
    }

    fn concluded(&self, finding: ContentFinding) -> CheckHappened {
        CheckHappened::Concluded {
            kind: self.0.kind,
            subject: self.0.subject.clone(),
            finding,
        }
    }

    fn change(&mut self, now: Timestamp) {
        self.0.updated_at = now;
        self.0.version += 1;
    }
}

fn checked_subject(subject: Option<&str>) -> Result<Option<String>, FieldFaults> {
    let mut faults = FieldFaults::default();
    let subject = faults.keep("subject", checked_subject_text(subject));
    faults.check()?;
    Ok(subject.flatten())
}

fn checked_subject_text(subject: Option<&str>) -> Result<Option<String>, crate::text::TextFault> {
    subject.map(|subject| single_line(subject, 1..=128)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const START: i64 = 1_800_000_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(START + seconds)
    }

    fn order(url: &str) -> MediaOrder {
        MediaOrder {
            person: PersonRef {
                account: "mini".to_owned(),
                open_id: "m-ann".to_owned(),
            },
            kind: CheckedKind::Image,
            scene: ContentScene::Comment,
            subject: Some("answer/1".to_owned()),
            url: url.to_owned(),
        }
    }

    fn requested() -> ContentCheck {
        let id = ContentCheckId::from_uuid(Uuid::from_u128(1));
        ContentCheck::of_media(id, order("https://files.example/1.png"), at(0))
            .unwrap()
            .0
    }

    fn verdict(trace: &str, error_code: i64, suggest: &str) -> MediaVerdict {
        MediaVerdict {
            trace_id: trace.to_owned(),
            error_code,
            suggest: suggest.to_owned(),
            label: 100,
        }
    }

    #[test]
    fn a_verdict_counts_once_and_for_its_own_submission() {
        let mut check = requested();
        assert_eq!(check.hear(&verdict("t1", 0, "pass"), at(1)), Heard::Ignored);
        assert!(check.submitted("t1", at(1)).is_some());
        assert_eq!(check.submitted("t2", at(2)), None, "one submission at a time");
        assert_eq!(check.hear(&verdict("t0", 0, "risky"), at(2)), Heard::Ignored);
        assert!(matches!(
            check.hear(&verdict("t1", 0, "pass"), at(3)),
            Heard::Concluded(_)
        ));
        assert_eq!(check.hear(&verdict("t1", 0, "risky"), at(4)), Heard::Ignored);
        assert_eq!(check.doubt(Doubt::TimedOut, at(5)), None);
        assert_eq!(check.stored().finding.unwrap().verdict, ContentVerdict::Pass);
        assert_eq!(check.stored().version, 3);
    }

    #[test]
    fn what_cannot_be_fetched_is_submitted_three_times_and_then_left_to_people() {
        let mut check = requested();
        for (trace, pause) in [("t1", 1), ("t2", 2)] {
            check.submitted(trace, at(1)).unwrap();
            let heard = check.hear(&verdict(trace, UNFETCHABLE, ""), at(2));
            assert_eq!(heard, Heard::Again(CheckHappened::SentBack, Duration::from_mins(pause)));
        }
        check.submitted("t3", at(3)).unwrap();
        assert!(matches!(
            check.hear(&verdict("t3", UNFETCHABLE, ""), at(4)),
            Heard::Concluded(_)
        ));
        assert_eq!(
            check.stored().finding,
            Some(ContentFinding::doubtful(Doubt::Unfetchable))
        );
    }

    #[test]
    fn waiting_ends_thirty_minutes_after_the_last_submission() {
        let mut check = requested();
        check.submitted("t1", at(60)).unwrap();
        assert_eq!(check.time_out(at(1_800)), None);
        assert!(check.time_out(at(1_860)).is_some());
        assert_eq!(check.stored().finding, Some(ContentFinding::doubtful(Doubt::TimedOut)));
    }

    #[test]
    fn only_an_address_of_the_web_can_be_checked() {
        let id = ContentCheckId::from_uuid(Uuid::from_u128(1));
        for bad in ["", "ftp://files.example/1", "javascript:1", "https://a\nb"] {
            assert!(ContentCheck::of_media(id, order(bad), at(0)).is_err(), "{bad}");
        }
    }
}
