//! `POST /control/deliver`: any XML, falsified as wished, several copies at the same instant.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Query};
use futures::future::join_all;
use serde::Deserialize;
use serde_json::json;

use super::answer::ControlError;
use super::which::Which;
use crate::callback::{Attempt, Outgoing, Overrides, Plan, Secrecy, attempt, mode_of, secrecy};
use crate::state::State;
use crate::state::accounts::AccountId;
use crate::state::people::NewPerson;
use crate::state::platform::MessageMode;
use crate::state::windows::Interaction;
use crate::world::World;

const MOST_COPIES: u32 = 1000;

/// Body of `POST /control/deliver`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Delivery {
    xml: String,
    /// Identical copies sent at the same instant.
    #[serde(default = "once")]
    times: u32,
    /// Sealed or clear, whatever the mode says.
    encrypt: Option<bool>,
    #[serde(default)]
    overrides: Overrides,
}

fn once() -> u32 {
    1
}

#[derive(Debug, Clone, Copy)]
struct Target {
    delivery_id: u64,
    account: AccountId,
}

/// Sends each copy once, without repetition, and answers how each went.
pub async fn deliver(
    world: Data<World>,
    which: Query<Which>,
    delivery: Json<Delivery>,
) -> Result<HttpResponse, ControlError> {
    let Delivery {
        xml,
        times,
        encrypt,
        overrides,
    } = delivery.into_inner();
    if !(1..=MOST_COPIES).contains(&times) {
        return Err(ControlError::Invalid("times must be from 1 to 1000".to_owned()));
    }
    let message = Outgoing::raw(xml);
    let (target, mode) = world.with(|state| {
        let account = which.find(state)?;
        if overrides.are_none() {
            take_at_its_word(state, account, &message);
        }
        state.stats.deliveries += 1;
        let target = Target {
            delivery_id: state.next_delivery(),
            account,
        };
        let mode = mode_for(encrypt, mode_of(&state.accounts[account]));
        Ok::<_, ControlError>((target, mode))
    })?;
    let world = world.into_inner();
    let (message, overrides) = (Arc::new(message), Arc::new(overrides));
    let copies = (0..times).map(|_| copy(&world, &message, &overrides, target, mode, encrypt.is_some()));
    let copies = join_all(copies).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(HttpResponse::Ok().json(json!({"deliveryId": target.delivery_id, "copies": copies})))
}

fn mode_for(encrypt: Option<bool>, usual: MessageMode) -> MessageMode {
    match (encrypt, usual) {
        (Some(false), _) => MessageMode::Plain,
        (Some(true), MessageMode::Plain) => MessageMode::Safe,
        _ => usual,
    }
}

/// Each copy is a task, so that copies really run at the same time and none is lost when the caller hangs up.
fn copy(
    world: &Arc<World>,
    message: &Arc<Outgoing>,
    overrides: &Arc<Overrides>,
    target: Target,
    mode: MessageMode,
    unusual: bool,
) -> impl Future<Output = Result<Attempt, ControlError>> + use<> {
    let (world, message, overrides) = (Arc::clone(world), Arc::clone(message), Arc::clone(overrides));
    let runtime = world.runtime.clone();
    let task = runtime.spawn(async move {
        let secrecy = if unusual { Secrecy::Either } else { secrecy(mode) };
        let plan = Plan {
            delivery_id: target.delivery_id,
            number: 1,
            account: target.account,
            mode,
            secrecy,
            overrides: &overrides,
        };
        attempt(&world, &message, plan).await
    });
    async move {
        let made = task.await.map_err(|_| ControlError::Stopping)?;
        made.ok_or_else(|| ControlError::Invalid("the account has no callbackUrl".to_owned()))
    }
}

/// An honest message happened to its sender: a stranger becomes a person, windows open, a follow is a follow.
fn take_at_its_word(state: &mut State, account: AccountId, message: &Outgoing) {
    if message.open_id.is_empty() || message.name == "TEMPLATESENDJOBFINISH" {
        return;
    }
    let now = state.clock.now();
    let new = NewPerson {
        open_id: Some(message.open_id.clone()),
        ..NewPerson::default()
    };
    if state.add_person(account, new).is_none() {
        return;
    }
    let scene = message
        .event_key
        .as_deref()
        .and_then(|key| key.strip_prefix("qrscene_"));
    state.change_person(account, &message.open_id, |person| match message.name.as_str() {
        "unsubscribe" => person.unfollow(),
        "subscribe" => {
            person.follow(scene, now);
            person.interact(Interaction::Follow, now);
        }
        name => {
            if !person.subscribed {
                person.follow(None, now);
            }
            if let Some(by) = interaction(name) {
                person.interact(by, now);
            }
        }
    });
}

fn interaction(name: &str) -> Option<Interaction> {
    match name {
        "SCAN" => Some(Interaction::Scan),
        "CLICK" => Some(Interaction::Click),
        "text" | "image" | "voice" | "video" | "location" | "link" => Some(Interaction::Message),
        _ => None,
    }
}
