//! What the administrators of a WeCom corp do: directory, range of apps, switches.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::acting::{Answer, Waiting, tell};
use super::answer::ControlError;
use super::which::Which;
use crate::callback::Message;
use crate::state::State;
use crate::state::account::Product;
use crate::state::accounts::AccountId;
use crate::state::corps::{Corp, Department, Member, ROOT, Tag, Visible};
use crate::state::people::NewPerson;
use crate::world::World;

/// The corp of a WeCom account.
pub fn corp(state: &mut State, account: AccountId) -> Result<&mut Corp, ControlError> {
    let identity = &state.accounts[account].identity;
    if identity.product != Product::WeCom {
        return Err(ControlError::Invalid("account must name an app of WeCom".to_owned()));
    }
    state.changed = true;
    Ok(state.corps.of(&identity.app_id))
}

/// Changes the corp, and tells the callback of the app that is named, if there is something to tell.
pub async fn change(
    world: Data<World>,
    waiting: &Waiting,
    change: impl FnOnce(&mut State, AccountId) -> Result<Message, ControlError>,
) -> Answer {
    let which = waiting.account.as_deref().map(Which::named).unwrap_or_default();
    let (account, message) = world.with(|state| {
        let account = which.find(state)?;
        Ok::<_, ControlError>((account, change(state, account)?))
    })?;
    tell(world, account, "sys", &message, None, waiting.wait).await
}

/// Body of `POST /control/corp`; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Switches {
    ids_only: Option<bool>,
    hides_private: Option<bool>,
    list_limit: Option<usize>,
    /// Of the app that is named.
    customer_contact: Option<bool>,
    /// Of the app that is named; `null` for everybody.
    #[serde(default, deserialize_with = "present")]
    visible: Option<Option<Visible>>,
}

#[expect(clippy::option_option, reason = "absent and null mean different things")]
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// `POST /control/corp?account=`
pub async fn switch(world: Data<World>, which: Query<Which>, switches: Json<Switches>) -> Answer {
    let switches = switches.into_inner();
    world.with(|state| {
        let account = which.find(state)?;
        let agent_id = state.accounts[account].identity.agent_id;
        let corp = corp(state, account)?;
        let console = &mut corp.console;
        console.ids_only = switches.ids_only.unwrap_or(console.ids_only);
        console.hides_private = switches.hides_private.unwrap_or(console.hides_private);
        console.list_limit = switches.list_limit.unwrap_or(console.list_limit);
        let of_app = switches.visible.is_some() || switches.customer_contact.is_some();
        match agent_id {
            Some(agent_id) => {
                let agent = corp.agents.entry(agent_id).or_default();
                agent.visible = switches.visible.unwrap_or_else(|| agent.visible.take());
                agent.customer_contact = switches.customer_contact.unwrap_or(agent.customer_contact);
            }
            None if of_app => {
                return Err(ControlError::Invalid("the account is no app".to_owned()));
            }
            None => {}
        }
        Ok(HttpResponse::Ok().json(&corp.console))
    })
}

/// `GET /control/corp?account=`: the directory.
pub async fn show(world: Data<World>, which: Query<Which>) -> Answer {
    world.with(|state| {
        let account = which.find(state)?;
        let corp = corp(state, account)?;
        Ok(HttpResponse::Ok().json(json!({
            "console": corp.console,
            "departments": corp.departments.values().collect::<Vec<_>>(),
            "members": corp.members.values().collect::<Vec<_>>(),
            "tags": corp.tags,
            "agents": corp.agents,
            "contacts": corp.contacts.people,
        })))
    })
}

/// Body of `POST /control/corp/members`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MemberChange {
    user_id: String,
    new_user_id: Option<String>,
    name: Option<String>,
    departments: Option<Vec<i64>>,
    /// Further fields under the names of the API, e.g. `mobile`.
    #[serde(default)]
    details: Map<String, Value>,
    status: Option<i64>,
    licensed: Option<bool>,
    wechat: Option<bool>,
}

/// `POST /control/corp/members?account=`: adds a member or changes one; `change_contact` is told.
pub async fn put_member(world: Data<World>, waiting: Query<Waiting>, member: Json<MemberChange>) -> Answer {
    let wish = member.into_inner();
    change(world, &waiting, |state, account| {
        let corp = corp(state, account)?;
        let known = corp.member(&wish.user_id).cloned();
        let is_new = known.is_none();
        let mut member = known.unwrap_or_else(|| Member::new(&wish.user_id, &wish.user_id));
        let departments = wish.departments.as_ref();
        if departments.is_some_and(|ids| ids.is_empty() || ids.iter().any(|id| !corp.departments.contains_key(id))) {
            return Err(ControlError::Invalid("departments must exist".to_owned()));
        }
        let kind = if is_new { "create_user" } else { "update_user" };
        let mut message = event(kind).with("UserID", member.userid.as_str());
        if let Some(new) = &wish.new_user_id {
            corp.members.remove(&member.userid.to_lowercase());
            new.clone_into(&mut member.userid);
            message = message.with("NewUserID", new.as_str());
        }
        if let Some(name) = wish.name {
            message = message.with("Name", name.as_str());
            member.name = name;
        }
        if let Some(departments) = wish.departments {
            member.departments = departments;
        }
        message = message.with("Department", joined(&member.departments));
        let pushed = [
            ("mobile", "Mobile"),
            ("email", "Email"),
            ("position", "Position"),
            ("alias", "Alias"),
        ];
        for (name, shown) in pushed {
            if let Some(text) = wish.details.get(name).and_then(Value::as_str) {
                message = message.with(shown, text);
            }
        }
        member.details.extend(wish.details);
        if let Some(status) = wish.status {
            member.status = status;
            message = message.with_number("Status", status);
        }
        member.licensed = wish.licensed.unwrap_or(member.licensed);
        member.wechat = wish.wechat.unwrap_or(member.wechat);
        corp.members.insert(member.userid.to_lowercase(), member.clone());
        let new = NewPerson {
            open_id: Some(member.userid),
            nickname: Some(member.name),
            ..NewPerson::default()
        };
        state.add_person(account, new).ok_or(ControlError::TooManyPeople)?;
        Ok(message)
    })
    .await
}

fn event(kind: &str) -> Message {
    Message::event("change_contact").sent_by("sys").with("ChangeType", kind)
}

fn joined(ids: &[i64]) -> String {
    ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}

/// `DELETE /control/corp/members/{userId}?account=`
pub async fn remove_member(world: Data<World>, waiting: Query<Waiting>, user_id: Path<String>) -> Answer {
    change(world, &waiting, |state, account| {
        let corp = corp(state, account)?;
        let removed = corp.members.remove(&user_id.to_lowercase());
        let removed = removed.ok_or(ControlError::UnknownPerson)?;
        Ok(event("delete_user").with("UserID", removed.userid))
    })
    .await
}

/// Body of `POST /control/corp/departments`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DepartmentChange {
    id: Option<i64>,
    name: Option<String>,
    parent: Option<i64>,
    order: Option<i64>,
}

/// `POST /control/corp/departments?account=`: adds a department or changes one.
pub async fn put_department(world: Data<World>, waiting: Query<Waiting>, wish: Json<DepartmentChange>) -> Answer {
    let wish = wish.into_inner();
    change(world, &waiting, |state, account| {
        let corp = corp(state, account)?;
        let next = corp.departments.keys().next_back().map_or(ROOT, |last| last + 1);
        let id = wish.id.unwrap_or(next);
        let known = corp.departments.get(&id).cloned();
        let is_new = known.is_none();
        let mut department = known.unwrap_or_else(|| Department {
            id,
            name: format!("部门 {id}"),
            name_en: String::new(),
            parent: ROOT,
            order: 0,
            leaders: Vec::new(),
        });
        let is_loop = |parent: &i64| !corp.departments.contains_key(parent) || corp.below(id).contains(parent);
        if id < ROOT || wish.parent.as_ref().is_some_and(is_loop) {
            return Err(ControlError::Invalid("parent must be another department".to_owned()));
        }
        department.name = wish.name.unwrap_or(department.name);
        department.parent = wish.parent.unwrap_or(department.parent);
        department.order = wish.order.unwrap_or(department.order);
        let kind = if is_new { "create_party" } else { "update_party" };
        let message = event(kind)
            .with_number("Id", id)
            .with("Name", department.name.as_str())
            .with_number("ParentId", department.parent)
            .with_number("Order", department.order);
        corp.departments.insert(id, department);
        Ok(message)
    })
    .await
}

/// `DELETE /control/corp/departments/{id}?account=`: an empty one.
pub async fn remove_department(world: Data<World>, waiting: Query<Waiting>, id: Path<i64>) -> Answer {
    let id = id.into_inner();
    change(world, &waiting, |state, account| {
        let corp = corp(state, account)?;
        let is_used = corp.departments.values().any(|other| other.parent == id)
            || corp.members.values().any(|member| member.departments.contains(&id));
        if id == ROOT || is_used {
            return Err(ControlError::Invalid("the department is not empty".to_owned()));
        }
        corp.departments.remove(&id).ok_or(ControlError::UnknownJob)?;
        Ok(event("delete_party").with_number("Id", id))
    })
    .await
}

/// Body of `POST /control/corp/tags/{id}`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TagChange {
    name: Option<String>,
    add_users: Vec<String>,
    remove_users: Vec<String>,
    add_departments: Vec<i64>,
    remove_departments: Vec<i64>,
}

/// `POST /control/corp/tags/{id}?account=`: who carries a tag, which is made if need be.
pub async fn change_tag(world: Data<World>, waiting: Query<Waiting>, id: Path<i64>, wish: Json<TagChange>) -> Answer {
    let (id, wish) = (id.into_inner(), wish.into_inner());
    change(world, &waiting, |state, account| {
        let corp = corp(state, account)?;
        let tag = corp.tags.entry(id).or_insert_with(|| Tag {
            name: format!("标签 {id}"),
            ..Tag::default()
        });
        tag.name = wish.name.unwrap_or_else(|| tag.name.clone());
        tag.users.extend(wish.add_users.iter().map(|user| user.to_lowercase()));
        tag.users
            .retain(|user| !wish.remove_users.iter().any(|gone| gone.eq_ignore_ascii_case(user)));
        tag.parties.extend(&wish.add_departments);
        tag.parties.retain(|party| !wish.remove_departments.contains(party));
        Ok(event("update_tag")
            .with_number("TagId", id)
            .with("AddUserItems", wish.add_users.join(","))
            .with("DelUserItems", wish.remove_users.join(","))
            .with("AddPartyItems", joined(&wish.add_departments))
            .with("DelPartyItems", joined(&wish.remove_departments)))
    })
    .await
}

/// Body of `POST /control/corp/outsiders`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outsider {
    nickname: Option<String>,
}

/// `POST /control/corp/outsiders?account=`: somebody who can open pages of the app, but is no member.
pub async fn add_outsider(world: Data<World>, which: Query<Which>, outsider: Option<Json<Outsider>>) -> Answer {
    let nickname = outsider.and_then(|outsider| outsider.into_inner().nickname);
    world.with(|state| {
        let account = which.find(state)?;
        corp(state, account)?;
        let new = NewPerson {
            nickname,
            ..NewPerson::default()
        };
        let open_id = state.add_person(account, new).ok_or(ControlError::TooManyPeople)?;
        corp(state, account)?.members.remove(&open_id.to_lowercase());
        Ok(HttpResponse::Created().json(json!({ "openId": open_id })))
    })
}
