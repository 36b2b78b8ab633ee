//! Match messages to events: what does each ask for? Many at once, with one look-up for all.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::events::{AutoReply, EventState, QrPurpose, WechatConfig};
use domain::time::Timestamp;
use domain::wechat::rules::{Heard, ReplyRule, Scope, Verdict};
use domain::wechat::{Incoming, IncomingKind, Reply};
use ports::StoreError;
use ports::events::{EventCard, EventDirectory};

use super::rules::{Candidates, RuleBook, count_answer};

/// What a message asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plan {
    /// Nothing that concerns an event.
    Nothing,
    /// A scan of an event's registration code.
    Register(Box<EventCard>),
    /// A scan of an event's check-in code.
    CheckIn(Box<EventCard>),
    /// The interaction code of an event.
    Code(Box<EventCard>),
    /// What goes before, and where that says nothing, the answer of a reply rule.
    Ruled(Box<Plan>, Candidates),
    /// The answer of a reply rule that needs to know nothing more: it is recorded together with the message.
    Settled(Reply),
}

impl Plan {
    /// Whether an event's own path certainly says something.
    pub(super) fn speaks(&self) -> bool {
        match self {
            Self::Register(_) | Self::CheckIn(_) => true,
            Self::Code(card) => *card.wechat.auto_reply() != AutoReply::Silent,
            Self::Nothing | Self::Ruled(..) | Self::Settled(_) => false,
        }
    }

    /// The answer, where nothing is left to be done for it.
    pub(super) fn settled(&self) -> Option<&Reply> {
        match self {
            Self::Nothing => Some(&Reply::Silence),
            Self::Settled(reply) => Some(reply),
            Self::Register(_) | Self::CheckIn(_) | Self::Code(_) | Self::Ruled(..) => None,
        }
    }

    /// Counts an answer that was recorded together with its message.
    pub(super) fn count(&self) {
        if matches!(self, Self::Settled(_)) {
            count_answer();
        }
    }

    /// Which rules may answer after it. Events go first: a rule never stands in the way of a registration or check-in.
    fn scope(&self) -> Option<Scope> {
        match self {
            Self::Nothing => Some(Scope::Open),
            Self::Register(card) | Self::CheckIn(card) | Self::Code(card) if !self.speaks() => {
                Some(Scope::Silent(card.id))
            }
            Self::Register(_) | Self::CheckIn(_) | Self::Code(_) | Self::Ruled(..) | Self::Settled(_) => None,
        }
    }
}

/// What becomes of every rule when a message arrives, for those who ask beforehand.
pub(super) struct Judged {
    /// What an event's own path does.
    pub(super) plan: Plan,
    /// Every rule in order.
    pub(super) rules: Vec<(Arc<ReplyRule>, Verdict)>,
    /// Whether WeChat takes the message for an event.
    pub(super) answers_event: bool,
}

/// Matches messages to events.
#[derive(Clone)]
pub struct Planning {
    /// Scenes and interaction codes.
    pub directory: Arc<dyn EventDirectory>,
    /// What answers where no event does.
    pub rules: RuleBook,
}

impl Planning {
    /// The plan of each message, in order.
    pub(super) async fn plans(&self, messages: &[&Incoming], now: Timestamp) -> Result<Vec<Plan>, StoreError> {
        let mut plans = self.event_plans(messages, now).await?;
        for (message, plan) in messages.iter().zip(&mut plans) {
            if let Some(candidates) = self.candidates(message, plan, now).await? {
                *plan = ruled(std::mem::replace(plan, Plan::Nothing), candidates);
            }
        }
        Ok(plans)
    }

    /// What would become of one message, told rule by rule.
    pub(super) async fn judge(&self, message: &Incoming, now: Timestamp) -> Result<Judged, StoreError> {
        let plan = self.event_plans(&[message], now).await?.pop().unwrap_or(Plan::Nothing);
        let rules = self.rules.rules(&message.person.account).await?;
        let Some(heard) = Heard::of(message) else {
            return Ok(Judged {
                plan,
                rules: Vec::new(),
                answers_event: false,
            });
        };
        let verdicts = match plan.scope() {
            Some(scope) => rules
                .judge(&heard, scope, now)
                .map(|(rule, verdict)| (Arc::clone(rule), verdict))
                .collect(),
            None => rules
                .iter()
                .map(|rule| (Arc::clone(rule), Verdict::EventActs))
                .collect(),
        };
        Ok(Judged {
            plan,
            rules: verdicts,
            answers_event: heard.is_event(),
        })
    }

    async fn candidates(
        &self,
        message: &Incoming,
        plan: &Plan,
        now: Timestamp,
    ) -> Result<Option<Candidates>, StoreError> {
        let Some(scope) = plan.scope() else { return Ok(None) };
        let set = self.rules.rules(&message.person.account).await?;
        if set.is_empty() {
            return Ok(None);
        }
        let Some(heard) = Heard::of(message) else {
            return Ok(None);
        };
        let rules = set.answering(&heard, scope, now);
        let answers_event = heard.is_event();
        Ok((!rules.is_empty()).then_some(Candidates { rules, answers_event }))
    }

    async fn event_plans(&self, messages: &[&Incoming], now: Timestamp) -> Result<Vec<Plan>, StoreError> {
        let scenes = self.scenes(messages).await?;
        let codes = self.codes(messages, now).await?;
        let plan = |message: &&Incoming| match &message.kind {
            IncomingKind::Scan { scene, .. } => scenes
                .get(&(message.person.account.clone(), scene.clone()))
                .cloned()
                .unwrap_or(Plan::Nothing),
            IncomingKind::Text => code_of(message)
                .and_then(|code| codes.get(&code))
                .map_or(Plan::Nothing, |card| Plan::Code(Box::new(card.clone()))),
            IncomingKind::Followed
            | IncomingKind::Unfollowed
            | IncomingKind::MenuKey { .. }
            | IncomingKind::TemplateReport { .. }
            | IncomingKind::Signal(_)
            | IncomingKind::Other => Plan::Nothing,
        };
        Ok(messages.iter().map(plan).collect())
    }

    async fn scenes(&self, messages: &[&Incoming]) -> Result<HashMap<(String, String), Plan>, StoreError> {
        let asked: BTreeSet<_> = messages.iter().filter_map(|message| scene_of(message)).collect();
        if asked.is_empty() {
            return Ok(HashMap::new());
        }
        let routes = self.directory.routes(&asked.into_iter().collect::<Vec<_>>()).await?;
        let plan = |purpose, card| match purpose {
            QrPurpose::Register => Plan::Register(Box::new(card)),
            QrPurpose::CheckIn => Plan::CheckIn(Box::new(card)),
        };
        Ok(routes
            .into_iter()
            .map(|route| ((route.account, route.scene), plan(route.purpose, route.event)))
            .collect())
    }

    async fn codes(&self, messages: &[&Incoming], now: Timestamp) -> Result<HashMap<String, EventCard>, StoreError> {
        let asked: BTreeSet<_> = messages.iter().filter_map(|message| code_of(message)).collect();
        if asked.is_empty() {
            return Ok(HashMap::new());
        }
        let cards = self
            .directory
            .by_interaction_codes(&asked.into_iter().collect::<Vec<_>>())
            .await?;
        let mut best: HashMap<String, EventCard> = HashMap::new();
        for card in cards {
            let Some(code) = card.wechat.interaction_code().and_then(WechatConfig::comparable_code) else {
                continue;
            };
            match best.get(&code) {
                Some(present) if precedence(present, now) <= precedence(&card, now) => {}
                _ => {
                    best.insert(code, card);
                }
            }
        }
        Ok(best)
    }
}

fn ruled(plan: Plan, candidates: Candidates) -> Plan {
    match candidates.settled() {
        Some(reply) if plan == Plan::Nothing => Plan::Settled(reply),
        _ => Plan::Ruled(Box::new(plan), candidates),
    }
}

/// Which of several events with one code is meant: the running one, then the next, then the one that ended last;
/// an open event before any other. Lower is better.
fn precedence(card: &EventCard, now: Timestamp) -> (u8, i64, domain::ids::EventId) {
    let (start, end) = (card.starts_at.unix_micros(), card.ends_at.unix_micros());
    let (rank, nearness) = match card.state {
        EventState::Published if card.ends_at <= now => (2, -end),
        EventState::Published if card.starts_at <= now => (0, end),
        EventState::Published => (1, start),
        EventState::Draft => (3, start),
        EventState::Cancelled | EventState::Completed => (4, -end),
    };
    (rank, nearness, card.id)
}

fn scene_of(message: &Incoming) -> Option<(String, String)> {
    match &message.kind {
        IncomingKind::Scan { scene, .. } => Some((message.person.account.clone(), scene.clone())),
        _ => None,
    }
}

fn code_of(message: &Incoming) -> Option<String> {
    match message.kind {
        IncomingKind::Text => message.content.as_deref().and_then(WechatConfig::comparable_code),
        _ => None,
    }
}
