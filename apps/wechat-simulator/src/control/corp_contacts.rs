//! External contacts come, change and go; groups with customers; robots.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use serde_json::json;

use super::acting::{Answer, Waiting};
use super::answer::ControlError;
use super::corp::{change, corp};
use super::which::Which;
use crate::callback::Message;
use crate::state::contacts::{Contact, CustomerGroup, Follow, WelcomeCode};
use crate::state::corps::Robot;
use crate::world::World;

/// Seconds in which a new contact can be greeted.
const WELCOME_SECONDS: i64 = 20;
const CODE_LENGTH: usize = 43;
const ID_LENGTH: usize = 30;

/// Body of `POST /control/corp/contacts`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewContact {
    /// The member.
    user_id: String,
    /// Somebody who is a contact already.
    external_user_id: Option<String>,
    name: Option<String>,
    /// The human behind it, whose union id it gets.
    human: Option<u64>,
    corp_name: Option<String>,
    #[serde(default)]
    state: String,
    /// Whether the member did not add them in return: `add_half_external_contact`.
    #[serde(default)]
    half: bool,
    /// Whether the event has a code to greet with.
    #[serde(default = "yes")]
    welcome: bool,
}

fn yes() -> bool {
    true
}

fn event(kind: &str, user: &str, external: &str) -> Message {
    Message::event("change_external_contact")
        .sent_by("sys")
        .with("ChangeType", kind)
        .with("UserID", user)
        .with("ExternalUserID", external)
}

/// `POST /control/corp/contacts?account=`: a member gets a contact.
pub async fn add(world: Data<World>, waiting: Query<Waiting>, new: Json<NewContact>) -> Answer {
    let new = new.into_inner();
    change(world, &waiting, |state, account| {
        let now = state.clock.now();
        let drawn = format!("wm{}", state.chance.name(ID_LENGTH));
        let code = state.chance.name(CODE_LENGTH);
        let group = state.accounts[account].identity.union_group.clone();
        let union_id = new
            .human
            .zip(group)
            .and_then(|(human, group)| state.humans.union_id(human, &group, &mut state.chance));
        let corp = corp(state, account)?;
        let member = corp.member(&new.user_id).ok_or(ControlError::UnknownPerson)?;
        let (userid, key) = (member.userid.clone(), member.userid.to_lowercase());
        let contacts = &mut corp.contacts;
        contacts.members.insert(key.clone());
        let external = new.external_user_id.unwrap_or(drawn);
        let kind = if new.corp_name.is_some() { 2 } else { 1 };
        let contact = contacts.people.entry(external.clone()).or_insert_with(|| Contact {
            name: new.name.clone().unwrap_or_else(|| "客户".to_owned()),
            kind,
            gender: 0,
            union_id,
            corp_name: new.corp_name.clone(),
            follows: std::collections::BTreeMap::new(),
        });
        let follow = Follow {
            userid: userid.clone(),
            remark: contact.name.clone(),
            created_at: now,
            state: new.state.clone(),
            add_way: 1,
            ..Follow::default()
        };
        contact.follows.insert(key, follow);
        let kind = if new.half {
            "add_half_external_contact"
        } else {
            "add_external_contact"
        };
        let mut message = event(kind, &userid, &external).with("State", new.state);
        if new.welcome {
            let known = WelcomeCode {
                external_userid: external,
                userid,
                expires_at: now + WELCOME_SECONDS,
                used: false,
            };
            contacts.welcome_codes.insert(code.clone(), known);
            message = message.with("WelcomeCode", code);
        }
        Ok(message)
    })
    .await
}

/// What happens to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ContactChange {
    /// `edit_external_contact`: the member wrote something about them.
    Edited,
    /// `del_external_contact`: the member removed them.
    Removed,
    /// `del_follow_user`: they removed the member.
    Left,
    /// `transfer_fail`: they refused to be handed over.
    TransferRefused,
}

/// Body of `POST /control/corp/contacts/{externalUserId}`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Changed {
    user_id: String,
    change: ContactChange,
    remark: Option<String>,
}

/// `POST /control/corp/contacts/{externalUserId}?account=`
pub async fn alter(
    world: Data<World>,
    waiting: Query<Waiting>,
    external: Path<String>,
    changed: Json<Changed>,
) -> Answer {
    change(world, &waiting, |state, account| {
        let contacts = &mut corp(state, account)?.contacts;
        let contact = contacts.people.get_mut(external.as_str());
        let contact = contact.ok_or(ControlError::UnknownPerson)?;
        let key = changed.user_id.to_lowercase();
        let follow = contact.follows.get_mut(&key).ok_or(ControlError::UnknownPerson)?;
        let user = follow.userid.clone();
        Ok(match changed.change {
            ContactChange::Edited => {
                follow.remark = changed.remark.clone().unwrap_or_else(|| follow.remark.clone());
                event("edit_external_contact", &user, &external)
            }
            ContactChange::Removed => {
                contact.follows.remove(&key);
                event("del_external_contact", &user, &external)
            }
            ContactChange::Left => {
                contact.follows.remove(&key);
                event("del_follow_user", &user, &external)
            }
            ContactChange::TransferRefused => {
                event("transfer_fail", &user, &external).with("FailReason", "customer_refused")
            }
        })
    })
    .await
}

/// Body of `POST /control/corp/groups`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewGroup {
    name: String,
    owner: String,
    #[serde(default)]
    members: Vec<String>,
}

/// `POST /control/corp/groups?account=`: a group with customers.
pub async fn add_group(world: Data<World>, waiting: Query<Waiting>, new: Json<NewGroup>) -> Answer {
    let new = new.into_inner();
    change(world, &waiting, |state, account| {
        let (now, id) = (state.clock.now(), format!("wr{}", state.chance.name(ID_LENGTH)));
        let corp = corp(state, account)?;
        corp.member(&new.owner).ok_or(ControlError::UnknownPerson)?;
        let mut members = new.members;
        members.insert(0, new.owner.clone());
        let group = CustomerGroup {
            name: new.name,
            owner: new.owner,
            created_at: now,
            members,
        };
        corp.contacts.groups.insert(id.clone(), group);
        Ok(Message::event("change_external_chat")
            .sent_by("sys")
            .with("ChatId", id)
            .with("ChangeType", "create"))
    })
    .await
}

/// Body of `POST /control/robots`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NewRobot {
    key: Option<String>,
    name: String,
}

/// `POST /control/robots?account=`: adds a robot to a group.
pub async fn add_robot(world: Data<World>, which: Query<Which>, new: Json<NewRobot>) -> Answer {
    let new = new.into_inner();
    world.with(|state| {
        let account = which.find(state)?;
        let parts = [8, 4, 4, 4, 12].map(|length| state.chance.hex(length));
        let key = new.key.unwrap_or_else(|| parts.join("-"));
        let robot = Robot {
            name: new.name,
            ..Robot::default()
        };
        corp(state, account)?.robots.insert(key.clone(), robot);
        Ok(HttpResponse::Created().json(json!({ "key": key })))
    })
}

/// `GET /control/robots/{key}?account=`: what it said.
pub async fn show_robot(world: Data<World>, which: Query<Which>, key: Path<String>) -> Answer {
    world.with(|state| {
        let account = which.find(state)?;
        let robot = corp(state, account)?.robots.get(key.as_str());
        let robot = robot.ok_or(ControlError::UnknownPerson)?;
        Ok(HttpResponse::Ok().json(json!({"name": robot.name, "messages": robot.messages})))
    })
}

/// `DELETE /control/robots/{key}?account=`
pub async fn remove_robot(world: Data<World>, which: Query<Which>, key: Path<String>) -> Answer {
    world.with(|state| {
        let account = which.find(state)?;
        let removed = corp(state, account)?.robots.remove(key.as_str());
        removed.ok_or(ControlError::UnknownPerson)?;
        Ok(HttpResponse::NoContent().finish())
    })
}
