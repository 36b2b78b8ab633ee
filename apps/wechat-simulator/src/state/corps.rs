//! What the apps of one WeCom corp share: directory, external contacts, media, groups.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::app_messages::AppMessages;
use super::bounded::Bounded;
use super::contacts::Contacts;
use super::media::MediaLibrary;
use super::tickets::Tickets;

pub use super::corp_apps::{Agent, AppChat, LoginCode, Robot, Visible};

/// The department that always is.
pub const ROOT: i64 = 1;

/// Everything of one corp. Saved; a field that an older state file lacks gets its default.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Corp {
    /// What the administrators decided.
    pub console: CorpConsole,
    /// 部门
    pub departments: BTreeMap<i64, Department>,
    /// 成员, by user id in lower case: user ids differ by more than case.
    pub members: BTreeMap<String, Member>,
    /// 标签
    pub tags: BTreeMap<i64, Tag>,
    /// 客户联系
    pub contacts: Contacts,
    /// Temporary media, shared by all apps.
    pub media: MediaLibrary,
    /// Permanent pictures.
    pub images: MediaLibrary,
    /// 应用, by agent id.
    pub agents: BTreeMap<i64, Agent>,
    /// 应用消息
    pub messages: AppMessages,
    /// Tickets: `corp`, and `agent/…` for each app.
    pub tickets: Tickets,
    /// 网页授权: codes.
    pub login_codes: Bounded<LoginCode>,
    /// 网页授权: tickets for private details.
    pub user_tickets: Bounded<(String, i64)>,
    /// 应用群聊
    pub chats: BTreeMap<String, AppChat>,
    /// 群机器人, by key.
    pub robots: BTreeMap<String, Robot>,
}

impl Default for Corp {
    fn default() -> Self {
        let root = Department {
            id: ROOT,
            name: "企业".to_owned(),
            name_en: String::new(),
            parent: 0,
            order: 100_000_000,
            leaders: Vec::new(),
        };
        Self {
            console: CorpConsole::default(),
            departments: BTreeMap::from([(ROOT, root)]),
            members: BTreeMap::new(),
            tags: BTreeMap::new(),
            contacts: Contacts::default(),
            media: MediaLibrary::default(),
            images: MediaLibrary::default(),
            agents: BTreeMap::new(),
            messages: AppMessages::default(),
            tickets: Tickets::default(),
            login_codes: Bounded::default(),
            user_tickets: Bounded::default(),
            chats: BTreeMap::new(),
            robots: BTreeMap::new(),
        }
    }
}

/// What the administrators and the platform decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CorpConsole {
    /// The directory's token comes from a new address: it gets ids only (48009).
    pub ids_only: bool,
    /// Apps see no mobile, mail, picture and the like, as those made since 2022-06-20.
    pub hides_private: bool,
    /// Members that one list may have (45029 beyond).
    pub list_limit: usize,
}

impl Default for CorpConsole {
    fn default() -> Self {
        Self {
            ids_only: false,
            hides_private: true,
            list_limit: 10_000,
        }
    }
}

/// A department.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Department {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// The one above; 0 above the root.
    pub parent: i64,
    /// Larger comes first.
    pub order: i64,
    /// User ids.
    pub leaders: Vec<String>,
}

/// A member.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// As it was given.
    pub userid: String,
    /// The name.
    pub name: String,
    /// The departments.
    pub departments: Vec<i64>,
    /// Everything else, under the names of the API.
    pub details: Map<String, Value>,
    /// 1 active, 2 disabled, 4 not activated, 5 left.
    pub status: i64,
    /// Whether the member has a licence for apps (`unlicenseduser` otherwise).
    pub licensed: bool,
    /// Whether the member's WeChat is bound (43004 otherwise).
    pub wechat: bool,
    /// The open id for payments.
    pub open_id: Option<String>,
}

impl Member {
    /// Somebody active who can use everything.
    #[must_use]
    pub fn new(userid: &str, name: &str) -> Self {
        Self {
            userid: userid.to_owned(),
            name: name.to_owned(),
            departments: vec![ROOT],
            details: Map::new(),
            status: 1,
            licensed: true,
            wechat: true,
            open_id: None,
        }
    }

    /// A text among the details.
    #[must_use]
    pub fn detail(&self, name: &str) -> &str {
        self.details.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

/// A tag of members.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// User ids in lower case.
    pub users: BTreeSet<String>,
    /// Departments.
    pub parties: BTreeSet<i64>,
}

impl Corp {
    /// A member, whatever the case of the user id.
    #[must_use]
    pub fn member(&self, userid: &str) -> Option<&Member> {
        self.members.get(&userid.to_lowercase())
    }

    /// A member to change.
    pub fn member_mut(&mut self, userid: &str) -> Option<&mut Member> {
        self.members.get_mut(&userid.to_lowercase())
    }

    /// A department and those below it.
    #[must_use]
    pub fn below(&self, id: i64) -> BTreeSet<i64> {
        let mut found = BTreeSet::from([id]);
        loop {
            let more: Vec<i64> = self
                .departments
                .values()
                .filter(|department| found.contains(&department.parent) && !found.contains(&department.id))
                .map(|department| department.id)
                .collect();
            if more.is_empty() {
                return found;
            }
            found.extend(more);
        }
    }

    /// How many departments lie above this one, itself included.
    #[must_use]
    pub fn depth(&self, id: i64) -> usize {
        let mut depth = 0;
        let mut at = id;
        while let Some(department) = self.departments.get(&at).filter(|_| depth <= self.departments.len()) {
            depth += 1;
            at = department.parent;
        }
        depth
    }

    /// Whether a member carries a tag, by name or by department.
    #[must_use]
    pub fn carries(&self, member: &Member, tag: &Tag) -> bool {
        let by_party = || {
            let parties = tag.parties.iter().flat_map(|party| self.below(*party));
            let parties: BTreeSet<i64> = parties.collect();
            member.departments.iter().any(|department| parties.contains(department))
        };
        tag.users.contains(&member.userid.to_lowercase()) || by_party()
    }

    /// The departments that an app sees; `None` for all.
    #[must_use]
    pub fn visible_departments(&self, agent: Option<i64>) -> Option<BTreeSet<i64>> {
        let visible = self.agents.get(&agent?)?.visible.as_ref()?;
        let roots = visible.departments.iter();
        Some(roots.flat_map(|root| self.below(*root)).collect())
    }

    /// Whether an app sees a member; the directory's own token sees everybody.
    #[must_use]
    pub fn sees(&self, agent: Option<i64>, member: &Member) -> bool {
        let Some(visible) = agent.and_then(|agent| self.agents.get(&agent)?.visible.as_ref()) else {
            return true;
        };
        let is_named = || {
            visible
                .users
                .iter()
                .any(|user| user.eq_ignore_ascii_case(&member.userid))
        };
        let departments = || self.visible_departments(agent).unwrap_or_default();
        let is_inside = || {
            let departments = departments();
            member
                .departments
                .iter()
                .any(|department| departments.contains(department))
        };
        let is_tagged = || {
            let tags = visible.tags.iter().filter_map(|tag| self.tags.get(tag));
            tags.into_iter().any(|tag| self.carries(member, tag))
        };
        is_named() || is_inside() || is_tagged()
    }
}

/// All corps by corp id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Corps(BTreeMap<String, Corp>);

impl Corps {
    /// The corp, empty when nothing is known of it yet.
    pub fn of(&mut self, corp_id: &str) -> &mut Corp {
        self.0.entry(corp_id.to_owned()).or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Corp> {
        self.0.values()
    }

    /// All of them, to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Corp> {
        self.0.values_mut()
    }
}

/// Shows nothing of people, and no secrets.
impl fmt::Debug for Corp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Corp").finish_non_exhaustive()
    }
}

/// Shows nothing of people, and no secrets.
impl fmt::Debug for Member {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Member").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corp() -> Corp {
        let mut corp = Corp::default();
        for (id, parent) in [(2, 1), (3, 2), (4, 1)] {
            let department = Department {
                id,
                name: id.to_string(),
                name_en: String::new(),
                parent,
                order: 0,
                leaders: Vec::new(),
            };
            corp.departments.insert(id, department);
        }
        let mut member = Member::new("Lin", "林");
        member.departments = vec![3];
        corp.members.insert("lin".to_owned(), member);
        corp
    }

    #[test]
    fn an_app_sees_the_members_of_departments_below_its_own() {
        let mut corp = corp();
        let sees = |corp: &Corp| corp.sees(Some(9), corp.member("LIN").unwrap());
        assert!(sees(&corp), "an app without limits sees everybody");
        let limit = |departments: &[i64]| Agent {
            visible: Some(Visible {
                departments: departments.to_vec(),
                ..Visible::default()
            }),
            ..Agent::default()
        };
        corp.agents.insert(9, limit(&[2]));
        assert!(sees(&corp));
        corp.agents.insert(9, limit(&[4]));
        assert!(!sees(&corp));
        assert_eq!(corp.depth(3), 3);
    }
}
