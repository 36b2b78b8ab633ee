//! Delivery as WeChat does it: up to three attempts, then an apology to the person.

use std::sync::Arc;

use serde::Serialize;

use super::attempt::{Attempt, Plan, attempt};
use super::message::{Message, Outgoing};
use super::reply::{Reply, Secrecy};
use super::wire::Overrides;
use crate::state::State;
use crate::state::account::{Account, Product};
use crate::state::accounts::AccountId;
use crate::state::chat::{ChatBody, DeliveryState, DeliveryStatus};
use crate::state::platform::{BodyFormat, MessageMode};
use crate::state::records::as_text;
use crate::world::World;

/// "Three times in all" is how this simulator reads the documentation's "总共重试三次".
const ATTEMPTS: u32 = 3;

/// Events of the platform itself: nobody looks at a chat and waits.
const NOT_ANSWERED: &[&str] = &[
    "TEMPLATESENDJOBFINISH",
    "MASSSENDJOBFINISH",
    "PUBLISHJOBFINISH",
    "subscribe_msg_sent_event",
    "wxa_media_check",
    "change_contact",
    "change_external_contact",
    "change_external_chat",
    "user_info_modified",
    "user_authorization_revoke",
    "user_authorization_cancellation",
    "kf_create_session",
    "kf_close_session",
    "kf_switch_session",
];

/// A message on its way.
#[derive(Debug)]
pub struct Begun {
    /// Number of the delivery.
    pub id: u64,
    account: AccountId,
    outgoing: Outgoing,
}

/// A message as the control API shows it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// `MsgType`, or `Event` of an event.
    pub name: String,
    /// `FromUserName`
    pub open_id: String,
    /// `MsgId`, as text.
    #[serde(serialize_with = "as_text")]
    pub msg_id: Option<u64>,
    /// `CreateTime`, Unix seconds.
    pub create_time: i64,
    /// `EventKey`, if any.
    pub event_key: Option<String>,
    /// The clear message of an account that wants XML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xml: Option<String>,
    /// The clear message of an account that wants JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<String>,
}

impl From<&Outgoing> for MessageView {
    fn from(outgoing: &Outgoing) -> Self {
        Self {
            name: outgoing.name.clone(),
            open_id: outgoing.open_id.clone(),
            msg_id: outgoing.msg_id,
            create_time: outgoing.create_time,
            event_key: outgoing.event_key.clone(),
            xml: (outgoing.format == BodyFormat::Xml).then(|| outgoing.clear.clone()),
            json: (outgoing.format == BodyFormat::Json).then(|| outgoing.clear.clone()),
        }
    }
}

/// A message that has been delivered, or given up.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// Number of the delivery.
    pub delivery_id: u64,
    /// What was sent.
    pub message: MessageView,
    /// How it went each time.
    pub attempts: Vec<Attempt>,
    /// What the person was shown.
    pub reply: Option<Reply>,
}

impl Begun {
    /// What is being sent.
    #[must_use]
    pub fn message(&self) -> MessageView {
        MessageView::from(&self.outgoing)
    }
}

/// Writes the message and shows its line on the phone; `None` when the account is gone.
pub fn begin(
    world: &World,
    account: AccountId,
    open_id: &str,
    message: &Message,
    line: Option<ChatBody>,
) -> Option<Begun> {
    world.with(|state| {
        let known = state.accounts.get(account)?;
        let outgoing = Outgoing::new(
            message,
            open_id,
            &known.identity,
            known.platform.format,
            state.clock,
            &mut state.chance,
        );
        let id = state.next_delivery();
        state.stats.deliveries += 1;
        if let Some(line) = line {
            state.show(
                account,
                open_id,
                line,
                Some(DeliveryStatus {
                    id,
                    attempts: 1,
                    state: DeliveryState::Sending,
                }),
            );
        }
        Some(Begun { id, account, outgoing })
    })
}

/// Delivers the message: repeats it until there is a usable answer or all attempts are used.
pub async fn settle(world: &Arc<World>, begun: Begun) -> Delivery {
    let Begun { id, account, outgoing } = begun;
    let mode = world.with(|state| state.accounts.get(account).map(mode_of));
    let mode = mode.unwrap_or(MessageMode::Safe);
    let mut attempts = Vec::new();
    for number in 1..=ATTEMPTS {
        let overrides = Overrides::default();
        let plan = Plan {
            delivery_id: id,
            number,
            account,
            mode,
            secrecy: secrecy(mode),
            overrides: &overrides,
        };
        let Some(made) = attempt(world, &outgoing, plan).await else {
            break;
        };
        let is_final = made.outcome.is_final();
        attempts.push(made);
        if is_final {
            break;
        }
        if number < ATTEMPTS {
            let status = DeliveryStatus {
                id,
                attempts: number + 1,
                state: DeliveryState::Redelivering,
            };
            world.with(|state| state.show_delivery(account, &outgoing.open_id, status));
        }
    }
    conclude(world, id, account, &outgoing, attempts)
}

/// How messages to this account are sealed: WeCom knows one way only.
#[must_use]
pub fn mode_of(account: &Account) -> MessageMode {
    match account.identity.product {
        Product::WeCom => MessageMode::Safe,
        Product::OfficialAccount | Product::MiniProgram => account.platform.mode,
    }
}

/// How the reply to a message in this mode must be sealed.
#[must_use]
pub fn secrecy(mode: MessageMode) -> Secrecy {
    match mode {
        MessageMode::Plain => Secrecy::Clear,
        MessageMode::Compatible => Secrecy::Either,
        MessageMode::Safe => Secrecy::Sealed,
    }
}

fn conclude(world: &World, id: u64, account: AccountId, outgoing: &Outgoing, attempts: Vec<Attempt>) -> Delivery {
    let last = attempts.last();
    // Without a callback there is nobody to fail.
    let answered = last.is_none_or(|attempt| attempt.outcome.is_final());
    let reply = last.and_then(|attempt| attempt.reply.clone());
    let state_now = if answered {
        DeliveryState::Answered
    } else {
        DeliveryState::Failed
    };
    let count = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
    world.with(|state| {
        state.show_delivery(
            account,
            &outgoing.open_id,
            DeliveryStatus {
                id,
                attempts: count,
                state: state_now,
            },
        );
        if reply
            .as_ref()
            .is_some_and(|reply| reply.kind == "transfer_customer_service")
        {
            wait_for_helper(state, account, &outgoing.open_id);
        }
        if expects_answer(state, account, outgoing) {
            show_answer(state, account, &outgoing.open_id, answered, reply.as_ref());
        }
    });
    Delivery {
        delivery_id: id,
        message: MessageView::from(outgoing),
        attempts,
        reply,
    }
}

/// The account handed the person over to its human helpers.
fn wait_for_helper(state: &mut State, account: AccountId, open_id: &str) {
    let now = state.clock.now();
    let Some(account) = state.accounts.get_mut(account) else {
        return;
    };
    let desk = &mut account.official.kf;
    if account.people.knows(open_id) && !desk.sessions.contains_key(open_id) {
        desk.waiting.insert(open_id.to_owned(), now);
        state.changed = true;
    }
}

/// Whether the person waits for an answer: not one who has left, and nobody waits after events of the platform.
fn expects_answer(state: &State, account: AccountId, outgoing: &Outgoing) -> bool {
    let Some(account) = state.accounts.get(account) else {
        return false;
    };
    let must_follow = account.identity.product == Product::OfficialAccount;
    let person = account.people.get(&outgoing.open_id);
    let is_reachable = person.is_some_and(|person| person.subscribed || !must_follow);
    is_reachable && !NOT_ANSWERED.contains(&outgoing.name.as_str())
}

fn show_answer(state: &mut State, account: AccountId, open_id: &str, answered: bool, reply: Option<&Reply>) {
    if !answered {
        state.show(account, open_id, ChatBody::Unavailable, None);
    } else if let Some(reply) = reply.and_then(|reply| serde_json::to_value(reply).ok()) {
        state.show(account, open_id, ChatBody::Reply { reply }, None);
    }
}
