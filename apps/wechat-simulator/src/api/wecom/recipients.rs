//! Whom a message is for: user ids, departments and tags joined by bars.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::api::answer::Refusal;
use crate::api::call::Call;
use crate::api::fields;
use crate::state::corps::{Corp, Member};

const MOST_USERS: usize = 1000;
const MOST_PARTIES: usize = 100;
const MOST_TAGS: usize = 100;

/// Who gets it, and what was wrong.
#[derive(Debug, Default)]
pub struct Recipients {
    /// User ids as written in the directory, each once.
    pub users: Vec<String>,
    /// User ids in lower case.
    pub invalid_users: Vec<String>,
    /// Departments as given.
    pub invalid_parties: Vec<String>,
    /// Tags as given.
    pub invalid_tags: Vec<String>,
    /// User ids in lower case.
    pub unlicensed: Vec<String>,
}

impl Recipients {
    /// The fields of an answer, as texts joined by bars; what is empty is left out.
    #[must_use]
    pub fn told(&self) -> Map<String, Value> {
        let lists = [
            ("invaliduser", &self.invalid_users),
            ("invalidparty", &self.invalid_parties),
            ("invalidtag", &self.invalid_tags),
            ("unlicenseduser", &self.unlicensed),
        ];
        let filled = lists.into_iter().filter(|(_, list)| !list.is_empty());
        filled
            .map(|(name, list)| (name.to_owned(), list.join("|").into()))
            .collect()
    }
}

/// Reads `touser`, `toparty` and `totag`.
///
/// # Errors
/// 82001 without any, 40032, 82002 and 82003 for too many, 81013 when nobody is left.
pub fn read(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<Recipients, Refusal> {
    let [users, parties, tags] = ["touser", "toparty", "totag"].map(|name| split(fields::text(body, name)));
    let to_all = users == ["@all"];
    if users.is_empty() && parties.is_empty() && tags.is_empty() {
        return Err(Refusal::new(82001));
    }
    if users.len() > MOST_USERS {
        return Err(Refusal::new(40032));
    }
    if !to_all && parties.len() > MOST_PARTIES {
        return Err(Refusal::new(82002));
    }
    if !to_all && tags.len() > MOST_TAGS {
        return Err(Refusal::new(82003));
    }
    let agent = call.agent();
    let found = resolve(call.corp(), agent, &users, &parties, &tags, to_all);
    if found.users.is_empty() {
        return Err(Refusal::new(81013).and(Value::Object(found.told())));
    }
    Ok(found)
}

fn split(text: &str) -> Vec<&str> {
    text.split('|').map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn resolve(
    corp: &Corp,
    agent: Option<i64>,
    users: &[&str],
    parties: &[&str],
    tags: &[&str],
    to_all: bool,
) -> Recipients {
    let mut found = Recipients::default();
    let mut chosen: BTreeMap<String, &Member> = BTreeMap::new();
    let visible = |member: &&Member| corp.sees(agent, member) && member.status == 1;
    let mut choose = |member: &'_ Member| {
        let key = member.userid.to_lowercase();
        if let Some(member) = corp.members.get(&key) {
            chosen.insert(key, member);
        }
    };
    if to_all {
        corp.members.values().filter(visible).for_each(&mut choose);
    } else {
        for user in users {
            match corp.member(user).filter(visible) {
                Some(member) => choose(member),
                None => found.invalid_users.push(user.to_lowercase()),
            }
        }
        let seen = corp.visible_departments(agent);
        for party in parties {
            let id = party.parse().ok().filter(|id| corp.departments.contains_key(id));
            let id = id.filter(|id| seen.as_ref().is_none_or(|seen| seen.contains(id)));
            let Some(id) = id else {
                found.invalid_parties.push((*party).to_owned());
                continue;
            };
            let below = corp.below(id);
            let inside = |member: &&Member| member.departments.iter().any(|department| below.contains(department));
            corp.members
                .values()
                .filter(visible)
                .filter(inside)
                .for_each(&mut choose);
        }
        for tag in tags {
            let Some(tag) = tag.parse().ok().and_then(|id: i64| corp.tags.get(&id)) else {
                found.invalid_tags.push((*tag).to_owned());
                continue;
            };
            let carries = |member: &&Member| corp.carries(member, tag);
            corp.members
                .values()
                .filter(visible)
                .filter(carries)
                .for_each(&mut choose);
        }
    }
    for (key, member) in chosen {
        if member.licensed {
            found.users.push(member.userid.clone());
        } else {
            found.unlicensed.push(key);
        }
    }
    found
}

/// Members by the arrays that `update_template_card` takes.
pub fn read_lists(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<Recipients, Refusal> {
    let texts = |name: &str| -> Vec<String> {
        let list = fields::list(body, name).unwrap_or_default().iter();
        let text = |entry: &Value| match entry {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        list.filter_map(text).collect()
    };
    let to_all = fields::number(body, "atall") == Some(1);
    let joined = |name| texts(name).join("|");
    let mut lists = Map::new();
    lists.insert(
        "touser".to_owned(),
        json!(if to_all { "@all".to_owned() } else { joined("userids") }),
    );
    lists.insert("toparty".to_owned(), json!(joined("partyids")));
    lists.insert("totag".to_owned(), json!(joined("tagids")));
    read(call, &lists)
}
