//! How publications, mass messages and checks of media come out, and when.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;

use super::acting::{Answer, Waiting, tell};
use super::answer::ControlError;
use super::which::Which;
use crate::api::PLATFORM;
use crate::callback::Message;
use crate::jobs::{mass, media_checks, publishing};
use crate::state::State;
use crate::state::accounts::AccountId;
use crate::state::content::{PublishOutcome, Publishing, Sending};
use crate::state::mini::MediaVerdict;
use crate::world::World;

fn decide(world: &World, which: &Which, set: impl FnOnce(&mut State, AccountId)) -> Answer {
    world.with(|state| {
        let account = which.find(state)?;
        set(state, account);
        state.changed = true;
        Ok(HttpResponse::NoContent().finish())
    })
}

/// Tells the callback how something ended; 404 when it is not there, 200 without a delivery when nothing is told.
async fn end(
    world: Data<World>,
    waiting: &Waiting,
    end: impl FnOnce(&mut State, AccountId) -> Result<Option<Message>, ControlError>,
) -> Answer {
    let which = waiting.account.as_deref().map(Which::named).unwrap_or_default();
    let (account, message) = world.with(|state| {
        let account = which.find(state)?;
        Ok::<_, ControlError>((account, end(state, account)?))
    })?;
    match message {
        Some(message) => tell(world, account, PLATFORM, &message, None, waiting.wait).await,
        None => Ok(HttpResponse::NoContent().finish()),
    }
}

/// `POST /control/publishing`: how the next publications come out.
pub async fn decide_publishing(world: Data<World>, which: Query<Which>, decided: Json<Publishing>) -> Answer {
    decide(&world, &which, |state, account| {
        state.accounts[account].official.content.publishing = decided.into_inner();
    })
}

/// Body of `POST /control/publishing/{publishId}`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Published {
    outcome: PublishOutcome,
    failed_articles: Vec<u32>,
}

/// `POST /control/publishing/{publishId}`: ends one that is held; afterwards it may be deleted or banned.
pub async fn end_publishing(
    world: Data<World>,
    waiting: Query<Waiting>,
    publish_id: Path<String>,
    ended: Json<Published>,
) -> Answer {
    end(world, &waiting, |state, account| {
        let content = &state.accounts[account].official.content;
        content.publications.get(&publish_id).ok_or(ControlError::UnknownJob)?;
        Ok(publishing::settle(
            state,
            account,
            &publish_id,
            ended.outcome,
            &ended.failed_articles,
        ))
    })
    .await
}

/// `POST /control/mass`: how the next mass messages come out.
pub async fn decide_mass(world: Data<World>, which: Query<Which>, decided: Json<Sending>) -> Answer {
    decide(&world, &which, |state, account| {
        state.accounts[account].official.content.sending = decided.into_inner();
    })
}

/// `POST /control/mass/{msgId}`: ends one that is held.
pub async fn end_mass(world: Data<World>, waiting: Query<Waiting>, msg_id: Path<u64>, ended: Json<Sending>) -> Answer {
    end(world, &waiting, |state, account| {
        let masses = &state.accounts[account].official.content.masses;
        masses.get(&msg_id.to_string()).ok_or(ControlError::UnknownJob)?;
        Ok(mass::settle(state, account, *msg_id, &ended))
    })
    .await
}

/// `POST /control/media-checks`: what the next checks find.
pub async fn decide_media_checks(world: Data<World>, which: Query<Which>, decided: Json<MediaVerdict>) -> Answer {
    decide(&world, &which, |state, account| {
        state.accounts[account].mini.console.media_check = decided.into_inner();
    })
}

/// `POST /control/media-checks/{traceId}`: ends one that is held.
pub async fn end_media_check(
    world: Data<World>,
    waiting: Query<Waiting>,
    trace_id: Path<String>,
    verdict: Json<MediaVerdict>,
) -> Answer {
    end(world, &waiting, |state, account| {
        let checks = &state.accounts[account].mini.checks;
        checks.get(&trace_id).ok_or(ControlError::UnknownJob)?;
        Ok(media_checks::settle(state, account, &trace_id, &verdict))
    })
    .await
}
