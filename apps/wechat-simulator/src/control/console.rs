//! What an account's console decides: web authorisation, templates, automatic replies, human helpers.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::acting::{Answer, Waiting, act, did};
use super::answer::ControlError;
use super::which::Which;
use crate::callback::Message;
use crate::state::State;
use crate::state::accounts::AccountId;
use crate::state::oauth::Decision;
use crate::state::official::OfficialData;
use crate::state::template_book::Template;
use crate::world::World;

/// Changes what an official account knows.
fn change<T>(
    world: &World,
    which: &Which,
    change: impl FnOnce(&mut State, AccountId) -> Result<T, ControlError>,
) -> Result<T, ControlError> {
    world.with(|state| {
        let account = which.find(state)?;
        state.changed = true;
        change(state, account)
    })
}

fn official(state: &mut State, account: AccountId) -> &mut OfficialData {
    &mut state.accounts[account].official
}

/// `POST /control/oauth`: whose browser opens the pages of web authorisation, and what they decide.
pub async fn decide(
    world: Data<World>,
    which: Query<Which>,
    decision: Json<Decision>,
) -> Result<HttpResponse, ControlError> {
    change(&world, &which, |state, account| {
        if !state.accounts[account].people.knows(&decision.open_id) {
            return Err(ControlError::UnknownPerson);
        }
        official(state, account).oauth.decision = Some(decision.into_inner());
        Ok(HttpResponse::NoContent().finish())
    })
}

/// `DELETE /control/oauth`: the page asks again.
pub async fn ask(world: Data<World>, which: Query<Which>) -> Result<HttpResponse, ControlError> {
    change(&world, &which, |state, account| {
        official(state, account).oauth.decision = None;
        Ok(HttpResponse::NoContent().finish())
    })
}

/// Body of `POST /control/templates`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewTemplate {
    template_id: String,
    title: String,
    content: String,
    /// A template of subscribe notifications, not of template messages.
    #[serde(default)]
    subscribe: bool,
}

/// `POST /control/templates`: registers a template with an id of one's own. Sends must then have exactly its fields.
pub async fn add_template(
    world: Data<World>,
    which: Query<Which>,
    new: Json<NewTemplate>,
) -> Result<HttpResponse, ControlError> {
    let new = new.into_inner();
    let template = Template {
        title: new.title,
        content: new.content,
        example: String::new(),
    };
    if new.template_id.is_empty() || template.fields().is_empty() {
        return Err(ControlError::Invalid(
            "templateId must not be empty, and content needs a field such as {{thing1.DATA}}".to_owned(),
        ));
    }
    change(&world, &which, |state, account| {
        let official = official(state, account);
        let shown = json!({"templateId": new.template_id, "fields": template.fields()});
        if new.subscribe {
            official.subscribe_templates.add(new.template_id, template);
        } else {
            official.templates.add(new.template_id, template);
        }
        Ok(HttpResponse::Created().json(shown))
    })
}

/// `POST /control/autoreply`: the answer of `get_current_autoreply_info`; `null` for the default.
pub async fn set_autoreply(
    world: Data<World>,
    which: Query<Which>,
    reply: Json<Value>,
) -> Result<HttpResponse, ControlError> {
    if !reply.is_object() && !reply.is_null() {
        return Err(ControlError::Invalid("an object or null is expected".to_owned()));
    }
    change(&world, &which, |state, account| {
        official(state, account).autoreply = Some(reply.into_inner()).filter(|reply| !reply.is_null());
        Ok(HttpResponse::NoContent().finish())
    })
}

/// Body of `POST /control/helpers/{kfAccount}`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HelperChange {
    online: Option<bool>,
    /// Accepts or refuses the invitation that waits.
    accept_invitation: Option<bool>,
}

/// `POST /control/helpers/{kfAccount}`: a helper comes, goes, or answers an invitation.
pub async fn change_helper(
    world: Data<World>,
    which: Query<Which>,
    kf_account: Path<String>,
    helper: Json<HelperChange>,
) -> Result<HttpResponse, ControlError> {
    change(&world, &which, |state, account| {
        let helpers = &mut official(state, account).kf.helpers;
        let known = helpers
            .get_mut(kf_account.as_str())
            .ok_or(ControlError::UnknownHelper)?;
        if let Some(online) = helper.online {
            known.online = online;
        }
        match helper.accept_invitation {
            Some(true) if known.wechat_name.is_some() => known.bound = true,
            Some(false) if !known.bound => known.wechat_name = None,
            None => {}
            Some(_) => return Err(ControlError::Invalid("no invitation waits".to_owned())),
        }
        Ok(HttpResponse::Ok().json(known))
    })
}

/// `POST /control/people/{openId}/wait`: the person waits for a helper.
pub async fn wait_for_helper(
    world: Data<World>,
    which: Query<Which>,
    open_id: Path<String>,
) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let (account, now) = (which.find_person(state, &open_id)?, state.clock.now());
        official(state, account).kf.waiting.insert(open_id.into_inner(), now);
        state.changed = true;
        Ok(HttpResponse::NoContent().finish())
    })
}

/// Body of `POST …/hand-over`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandOver {
    to_kf_account: String,
}

/// `POST /control/people/{openId}/hand-over`: the helper of the person's conversation hands it to another one.
pub async fn hand_over(
    world: Data<World>,
    open_id: Path<String>,
    query: Query<Waiting>,
    hand_over: Json<HandOver>,
) -> Answer {
    act(world, &open_id, &query, |state, actor| {
        let to = hand_over.into_inner().to_kf_account;
        let desk = &mut official(state, actor.account).kf;
        if !desk.helpers.contains_key(&to) {
            return Err(ControlError::UnknownHelper);
        }
        let session = desk.sessions.get_mut(actor.open_id);
        let session = session.ok_or_else(|| ControlError::Invalid("no conversation is open".to_owned()))?;
        let from = std::mem::replace(&mut session.kf_account, to.clone());
        state.changed = true;
        let message = Message::event("kf_switch_session")
            .with("FromKfAccount", from)
            .with("ToKfAccount", to.as_str());
        Ok((message, did("handOver", Some(to))))
    })
    .await
}
