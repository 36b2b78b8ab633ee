//! What a person agrees to, withdraws, and lets the account know: subscriptions, profile, whereabouts, payment.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use serde_json::json;

use super::acting::{Actor, Answer, Waiting, act, did, interact};
use super::answer::ControlError;
use super::which::Which;
use crate::callback::{Field, Message};
use crate::state::State;
use crate::state::windows::Interaction;
use crate::world::World;

/// Templates that one window may ask for.
const MOST_TEMPLATES: usize = 3;

/// Body of `POST …/consent`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consent {
    template_ids: Vec<String>,
    #[serde(default = "yes")]
    accept: bool,
    /// `PopupScene`: 0 a page, 1 an article or message, 2 a mini program.
    #[serde(default)]
    scene: i64,
    /// The person changes the mind in the settings: no consent is left, and only refusals are told.
    #[serde(default)]
    in_settings: bool,
}

fn yes() -> bool {
    true
}

/// `POST …/consent`: answers the window that asks for subscriptions. Each acceptance is good for one message.
pub async fn consent(
    world: Data<World>,
    open_id: Path<String>,
    query: Query<Waiting>,
    consent: Json<Consent>,
) -> Answer {
    if consent.template_ids.is_empty() || consent.template_ids.len() > MOST_TEMPLATES {
        return Err(ControlError::Invalid("templateIds must have 1 to 3 entries".to_owned()));
    }
    if consent.in_settings && consent.accept {
        return Err(ControlError::Invalid(
            "only refusals are told from the settings".to_owned(),
        ));
    }
    act(world, &open_id, &query, |state, actor| {
        decide(state, actor, &consent);
        let word = if consent.accept { "accept" } else { "reject" };
        let message = if consent.in_settings {
            event("subscribe_msg_change_event", "SubscribeMsgChangeEvent", &consent, word)
        } else {
            event("subscribe_msg_popup_event", "SubscribeMsgPopupEvent", &consent, word)
        };
        Ok((message, did(word, Some(consent.template_ids.join(" ")))))
    })
    .await
}

fn decide(state: &mut State, actor: Actor<'_>, consent: &Consent) {
    state.change_person(actor.account, actor.open_id, |person| {
        for id in &consent.template_ids {
            if consent.accept {
                *person.consents.entry(id.clone()).or_default() += 1;
            } else if consent.in_settings {
                person.consents.remove(id);
            }
        }
    });
}

fn event(name: &str, wrapper: &str, consent: &Consent, word: &str) -> Message {
    let entries = consent.template_ids.iter().map(|id| {
        let mut entry = vec![
            Field::text("TemplateId", id.as_str()),
            Field::text("SubscribeStatusString", word),
        ];
        if !consent.in_settings {
            entry.push(Field::text("PopupScene", consent.scene.to_string()));
        }
        Field::group("List", entry)
    });
    Message::event(name)
        .with_group(wrapper, entries.collect())
        .flat_in_json()
}

/// Body of `POST …/one-time-consent`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OneTimeConsent {
    scene: i64,
    template_id: String,
}

/// `POST …/one-time-consent`: agrees to one message of an older one-time subscription; the callback is not told.
pub async fn one_time_consent(
    world: Data<World>,
    open_id: Path<String>,
    which: Query<Which>,
    consent: Json<OneTimeConsent>,
) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let account = which.find_person(state, &open_id)?;
        let key = format!("{}/{}", consent.scene, consent.template_id);
        let changed = state.change_person(account, &open_id, |person| {
            person.consents.insert(key, 1);
        });
        changed.ok_or(ControlError::UnknownPerson)?;
        Ok(HttpResponse::NoContent().finish())
    })
}

/// Body of `POST …/whereabouts`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whereabouts {
    latitude: f64,
    longitude: f64,
    #[serde(default)]
    precision: f64,
}

/// `POST …/whereabouts`: the phone reports where it is, if the person allowed it; opens no window.
pub async fn whereabouts(
    world: Data<World>,
    open_id: Path<String>,
    query: Query<Waiting>,
    place: Json<Whereabouts>,
) -> Answer {
    act(world, &open_id, &query, |state, actor| {
        interact(state, actor, None)?;
        let message = Message::event("LOCATION")
            .with_number("Latitude", place.latitude)
            .with_number("Longitude", place.longitude)
            .with_number("Precision", place.precision);
        Ok((message, did("whereabouts", None)))
    })
    .await
}

/// Body of `POST …/profile`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// What happened.
    change: ProfileChange,
    /// `RevokeInfo`: what consent was withdrawn for, e.g. 6 nickname and picture.
    #[serde(default)]
    revoke_info: Vec<u32>,
}

/// What happens to what an account knows of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ProfileChange {
    /// The platform cleaned it: `user_info_modified`.
    Modified,
    /// Consent was withdrawn: `user_authorization_revoke`.
    Revoked,
    /// The person closed the account: `user_authorization_cancellation`.
    Cancelled,
}

/// `POST …/profile`: the platform itself tells the account; the person is `OpenID`, not `FromUserName`.
pub async fn profile(
    world: Data<World>,
    open_id: Path<String>,
    query: Query<Waiting>,
    profile: Json<Profile>,
) -> Answer {
    act(world, &open_id, &query, |state, actor| {
        let name = match profile.change {
            ProfileChange::Modified => "user_info_modified",
            ProfileChange::Revoked => "user_authorization_revoke",
            ProfileChange::Cancelled => "user_authorization_cancellation",
        };
        let union_id = state.union_id(actor.account, actor.open_id);
        let account = &mut state.accounts[actor.account];
        if profile.change != ProfileChange::Modified {
            account.official.oauth.revoke(actor.open_id);
        }
        let mut message = Message::event(name)
            .sent_by(PLATFORM)
            .with("OpenID", actor.open_id)
            .with("AppID", account.identity.app_id.as_str());
        if profile.change == ProfileChange::Revoked {
            let codes: Vec<_> = profile.revoke_info.iter().map(u32::to_string).collect();
            message = message.with("RevokeInfo", codes.join(","));
        }
        if let Some(union_id) = union_id {
            message = message.with("UnionID", union_id);
        }
        state.changed = true;
        Ok((message, did(name, None)))
    })
    .await
}

/// Who speaks when the platform does.
const PLATFORM: &str = "o_platform_of_the_simulator";

/// `POST …/pay`: pays the account, which may then send for 48 hours without counting; the callback is not told.
pub async fn pay(world: Data<World>, open_id: Path<String>, which: Query<Which>) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let account = which.find_person(state, &open_id)?;
        let open_id = open_id.as_str();
        interact(state, Actor { account, open_id }, Some(Interaction::Payment))?;
        Ok(HttpResponse::Ok().json(json!({})))
    })
}
