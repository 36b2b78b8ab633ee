//! What would you answer to this? Nothing is recorded, registered or sent.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::ids::EventId;
use domain::time::Timestamp;
use domain::wechat::rules::{ReplyRule, Verdict};
use domain::wechat::{Incoming, IncomingKind, Reply};
use ports::StoreError;
use ports::system::Clock;

use super::answer::RuleAnswers;
use crate::wechat::plan::{Judged, Plan, Planning};

/// Tells what a message would be answered, by the planning that answers messages.
#[derive(Clone)]
pub struct DryRun {
    /// What messages are matched with.
    pub planning: Planning,
    /// What answers are filled with.
    pub answers: RuleAnswers,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A text is typed.
    Text(String),
    /// A code is scanned.
    Scan {
        /// Its scene.
        scene: String,
        /// Whether the scan makes the person a follower.
        followed: bool,
    },
    /// A menu button is tapped.
    MenuKey(String),
    /// Somebody follows without a scene.
    Subscribe,
}

/// What an event's own path does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventAction {
    /// Registers the person.
    Register,
    /// Checks the person in.
    CheckIn,
    /// Registers, or checks in once the doors are open.
    InteractionCode,
}

impl EventAction {
    /// The stable name, used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::CheckIn => "checkIn",
            Self::InteractionCode => "interactionCode",
        }
    }
}

/// An event's own path, which goes before every rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPath {
    /// What it does.
    pub action: EventAction,
    /// The event.
    pub event: EventId,
    /// Its title.
    pub title: String,
    /// Whether it says something; rules of the event may add to its silence.
    pub speaks: bool,
}

/// What becomes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleOutcome {
    /// It answers.
    Matched,
    /// It would answer, but one before it does.
    Outranked,
    /// It would answer, but the event it belongs to is gone.
    EventGone,
    /// It does not answer.
    Not(Verdict),
}

impl RuleOutcome {
    /// The stable name, used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Outranked => "outranked",
            Self::EventGone => "eventGone",
            Self::Not(verdict) => verdict.name(),
        }
    }
}

/// A rule with what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedRule {
    /// The rule.
    pub rule: Arc<ReplyRule>,
    /// What becomes of it.
    pub outcome: RuleOutcome,
}

/// What would happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRunAnswer {
    /// The event's own path, where one acts.
    pub event_path: Option<EventPath>,
    /// What a rule would answer, for a person of whom nothing is known; `None` where no rule answers.
    pub reply: Option<Reply>,
    /// Every rule in the order in which they are asked.
    pub rules: Vec<JudgedRule>,
}

impl DryRun {
    /// Runs it, as of `at` or now.
    ///
    /// # Errors
    /// When the store fails.
    #[tracing::instrument(name = "use_case.wechat.dry_run_reply_rules", skip_all)]
    pub async fn run(
        &self,
        account: &str,
        question: &Question,
        at: Option<Timestamp>,
    ) -> Result<DryRunAnswer, StoreError> {
        // What was changed a moment ago in another process is to be seen.
        self.planning.rules.changed(account).await;
        let now = at.unwrap_or_else(|| self.clock.now());
        let incoming = incoming(account, question, now);
        let judged = self.planning.judge(&incoming, now).await?;
        self.answer(judged).await
    }

    async fn answer(&self, judged: Judged) -> Result<DryRunAnswer, StoreError> {
        let mut reply = None;
        let mut rules = Vec::with_capacity(judged.rules.len());
        for (rule, verdict) in judged.rules {
            let outcome = match verdict {
                Verdict::Answers if reply.is_some() => RuleOutcome::Outranked,
                Verdict::Answers => {
                    reply = self.answers.render(&rule, None, judged.answers_event).await?;
                    match reply {
                        Some(_) => RuleOutcome::Matched,
                        None => RuleOutcome::EventGone,
                    }
                }
                other => RuleOutcome::Not(other),
            };
            rules.push(JudgedRule { rule, outcome });
        }
        Ok(DryRunAnswer {
            event_path: event_path(&judged.plan),
            reply,
            rules,
        })
    }
}

fn event_path(plan: &Plan) -> Option<EventPath> {
    let (action, card) = match plan {
        Plan::Register(card) => (EventAction::Register, card),
        Plan::CheckIn(card) => (EventAction::CheckIn, card),
        Plan::Code(card) => (EventAction::InteractionCode, card),
        Plan::Nothing | Plan::Ruled(..) | Plan::Settled(_) => return None,
    };
    Some(EventPath {
        action,
        event: card.id,
        title: card.title.clone(),
        speaks: plan.speaks(),
    })
}

fn incoming(account: &str, question: &Question, now: Timestamp) -> Incoming {
    let (kind, content) = match question {
        Question::Text(text) => (IncomingKind::Text, Some(text.clone())),
        Question::Scan { scene, followed } => (
            IncomingKind::Scan {
                scene: scene.clone(),
                followed: *followed,
            },
            None,
        ),
        Question::MenuKey(key) => (IncomingKind::MenuKey { key: key.clone() }, None),
        Question::Subscribe => (IncomingKind::Followed, None),
    };
    let is_text = content.is_some();
    Incoming {
        person: PersonRef {
            account: account.to_owned(),
            open_id: String::new(),
        },
        to_user: String::new(),
        create_time: now.unix_seconds(),
        msg_type: if is_text { "text" } else { "event" }.to_owned(),
        event: (!is_text).then(|| "dry run".to_owned()),
        event_key: None,
        msg_id: None,
        content,
        kind,
        dedupe: [0; 32],
        raw: String::new(),
    }
}
