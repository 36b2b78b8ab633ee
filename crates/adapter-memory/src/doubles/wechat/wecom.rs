//! A corporation at the fake WeChat: departments, members, external contacts.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::wechat::wecom::contacts::ContactFacts;
use domain::wechat::wecom::directory::{DepartmentFacts, MemberFacts};
use domain::wechat::wecom::user_key;
use ports::wechat::wecom::{
    ContactIds, ContactPage, ContactsApi, DirectoryApi, MemberIdPage, MemberTold, MembersTold, OutgoingWelcome,
    WelcomeTaken,
};
use ports::wechat::{RefusalKind, WechatFailure};

use super::{FakeWechat, WechatCall};
use crate::lock;

/// What WeCom was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorpCall {
    /// For all departments.
    Departments,
    /// For a department.
    Department(i64),
    /// For the members of a department.
    Members(i64),
    /// For a part of the list of ids.
    MemberIds,
    /// For a member.
    Member(String),
    /// For the members who have customer contact.
    Users,
    /// For a page of the contacts of so many members.
    ContactsOf(usize),
    /// For the ids of a member's contacts.
    ContactIds(String),
    /// For a contact.
    Contact(String),
    /// To welcome a contact with this text.
    Welcome(Option<String>),
}

/// The corporation as the fake WeChat knows it; one is enough.
#[derive(Default)]
pub(super) struct Corp {
    departments: BTreeMap<i64, DepartmentFacts>,
    members: BTreeMap<String, MemberFacts>,
    contacts: BTreeMap<String, ContactFacts>,
    ids_only: bool,
    names_only: Vec<i64>,
    hidden: Vec<i64>,
    page: Option<usize>,
    welcomed: Vec<String>,
}

impl FakeWechat {
    /// The corporation has this department.
    pub fn has_department(&self, id: i64, name: &str, parent: Option<i64>) {
        let facts = DepartmentFacts {
            id,
            name: Some(name.to_owned()),
            parent,
            order: Some(100),
        };
        lock(&self.script).corp.departments.insert(id, facts);
    }

    /// The corporation has the department no more.
    pub fn loses_department(&self, id: i64) {
        lock(&self.script).corp.departments.remove(&id);
    }

    /// The corporation has this member.
    pub fn has_member(&self, facts: MemberFacts) {
        let key = user_key(&facts.user_id);
        lock(&self.script).corp.members.insert(key, facts);
    }

    /// The corporation has the member no more.
    pub fn loses_member(&self, user_id: &str) {
        lock(&self.script).corp.members.remove(&user_key(user_id));
    }

    /// WeCom tells nothing of members but their ids, so many at once (48009).
    pub fn tells_ids_only(&self, page: usize) {
        let corp = &mut lock(&self.script).corp;
        corp.ids_only = true;
        corp.page = Some(page);
    }

    /// A department is too large for one answer (45029).
    pub fn tells_names_only(&self, department: i64) {
        lock(&self.script).corp.names_only.push(department);
    }

    /// WeCom tells nothing of a department.
    pub fn hides_department(&self, department: i64) {
        lock(&self.script).corp.hidden.push(department);
    }

    /// Members know this contact.
    pub fn has_contact(&self, facts: ContactFacts) {
        let id = facts.external_user_id.clone();
        lock(&self.script).corp.contacts.insert(id, facts);
    }

    /// The members who know this contact.
    #[must_use]
    pub fn members_knowing(&self, external_user_id: &str) -> Vec<String> {
        let script = lock(&self.script);
        let known = script.corp.contacts.get(external_user_id);
        let relations = known.into_iter().flat_map(|facts| &facts.relations);
        relations.map(|relation| relation.user_id.clone()).collect()
    }

    /// Nobody knows the contact any more.
    pub fn loses_contact(&self, external_user_id: &str) {
        lock(&self.script).corp.contacts.remove(external_user_id);
    }

    /// Pages of contacts hold so many.
    pub fn contact_pages_of(&self, size: usize) {
        lock(&self.script).corp.page = Some(size);
    }

    /// Another application welcomed the contact of this code.
    pub fn was_welcomed(&self, code: &str) {
        lock(&self.script).corp.welcomed.push(code.to_owned());
    }

    fn corp_call<T>(&self, call: CorpCall, then: impl FnOnce(&mut Corp) -> T) -> Result<T, WechatFailure> {
        self.answer(WechatCall::Corp(call))?;
        Ok(then(&mut lock(&self.script).corp))
    }
}

fn of_department(corp: &Corp, department: i64) -> Vec<MemberFacts> {
    let is_there = |facts: &&MemberFacts| {
        let departments = facts.departments.as_ref();
        departments.is_some_and(|departments| departments.contains_key(&department))
    };
    corp.members.values().filter(is_there).cloned().collect()
}

/// A part of a list, and where the next one begins.
fn part<T>(all: Vec<T>, next: Option<&str>, size: usize) -> (Vec<T>, Option<String>) {
    let begin: usize = next.and_then(|next| next.parse().ok()).unwrap_or(0);
    let end = begin + size;
    let next = (end < all.len()).then(|| end.to_string());
    (all.into_iter().skip(begin).take(size).collect(), next)
}

#[async_trait]
impl DirectoryApi for FakeWechat {
    async fn departments(&self, _: &str) -> Result<Vec<DepartmentFacts>, WechatFailure> {
        self.corp_call(CorpCall::Departments, |corp| {
            corp.departments.values().cloned().collect()
        })
    }

    async fn department(&self, _: &str, id: i64) -> Result<Option<DepartmentFacts>, WechatFailure> {
        self.corp_call(CorpCall::Department(id), |corp| corp.departments.get(&id).cloned())
    }

    async fn members(&self, _: &str, department: i64) -> Result<MembersTold, WechatFailure> {
        self.corp_call(CorpCall::Members(department), |corp| {
            let members = of_department(corp, department);
            if corp.ids_only {
                MembersTold::IdsOnly
            } else if corp.hidden.contains(&department) {
                MembersTold::Hidden
            } else if !corp.departments.contains_key(&department) {
                MembersTold::Gone
            } else if corp.names_only.contains(&department) {
                let name_only = |facts: MemberFacts| MemberFacts {
                    user_id: facts.user_id,
                    name: facts.name,
                    departments: facts.departments,
                    ..MemberFacts::default()
                };
                MembersTold::Names(members.into_iter().map(name_only).collect())
            } else {
                MembersTold::Whole(members)
            }
        })
    }

    async fn member_ids(&self, _: &str, next: Option<&str>) -> Result<MemberIdPage, WechatFailure> {
        self.corp_call(CorpCall::MemberIds, |corp| {
            let rows = corp.members.values().flat_map(|facts| {
                let departments = facts.departments.iter().flatten();
                departments.map(|(id, _)| (facts.user_id.clone(), *id))
            });
            let (members, next) = part(rows.collect(), next, corp.page.unwrap_or(10_000));
            MemberIdPage { members, next }
        })
    }

    async fn member(&self, _: &str, user_id: &str) -> Result<MemberTold, WechatFailure> {
        self.corp_call(CorpCall::Member(user_id.to_owned()), |corp| {
            match corp.members.get(&user_key(user_id)) {
                _ if corp.ids_only => MemberTold::Hidden,
                Some(facts) => MemberTold::Known(facts.clone()),
                None => MemberTold::Unknown,
            }
        })
    }
}

#[async_trait]
impl ContactsApi for FakeWechat {
    async fn users(&self, _: &str) -> Result<Vec<String>, WechatFailure> {
        self.corp_call(CorpCall::Users, |corp| {
            let relations = corp.contacts.values().flat_map(|facts| &facts.relations);
            let mut users: Vec<_> = relations.map(|relation| relation.user_id.clone()).collect();
            users.sort_unstable();
            users.dedup();
            users
        })
    }

    async fn contacts_of(
        &self,
        _: &str,
        user_ids: &[String],
        next: Option<&str>,
    ) -> Result<ContactPage, WechatFailure> {
        self.corp_call(CorpCall::ContactsOf(user_ids.len()), |corp| {
            let one_relation = |facts: &ContactFacts, user_id: &String| ContactFacts {
                relations: facts
                    .relations
                    .iter()
                    .filter(|relation| relation.user_id == *user_id)
                    .cloned()
                    .collect(),
                ..facts.clone()
            };
            let all = user_ids
                .iter()
                .flat_map(|user_id| corp.contacts.values().map(move |facts| one_relation(facts, user_id)))
                .filter(|facts| !facts.relations.is_empty())
                .collect();
            let (contacts, next) = part(all, next, corp.page.unwrap_or(100));
            ContactPage {
                contacts,
                unlicensed: 0,
                next,
            }
        })
    }

    async fn contact_ids(&self, _: &str, user_id: &str) -> Result<ContactIds, WechatFailure> {
        self.corp_call(CorpCall::ContactIds(user_id.to_owned()), |corp| {
            let knows = |facts: &&ContactFacts| facts.relations.iter().any(|relation| relation.user_id == user_id);
            let theirs = corp.contacts.values().filter(knows);
            ContactIds::Known(theirs.map(|facts| facts.external_user_id.clone()).collect())
        })
    }

    async fn contact(&self, _: &str, external_user_id: &str) -> Result<Option<ContactFacts>, WechatFailure> {
        self.corp_call(CorpCall::Contact(external_user_id.to_owned()), |corp| {
            corp.contacts.get(external_user_id).cloned()
        })
    }

    async fn welcome(&self, _: &str, welcome: &OutgoingWelcome) -> Result<WelcomeTaken, WechatFailure> {
        let taken = self.corp_call(CorpCall::Welcome(welcome.text.clone()), |corp| {
            let code = welcome.code.expose().to_owned();
            if corp.welcomed.contains(&code) {
                return Ok(WelcomeTaken::SentBefore);
            }
            if welcome.text.is_none() && welcome.attachments.is_empty() {
                return Err(WechatFailure::Refused {
                    code: 40_058,
                    kind: RefusalKind::Content,
                    note: "nothing to say".to_owned(),
                });
            }
            corp.welcomed.push(code);
            Ok(WelcomeTaken::Sent)
        });
        taken?
    }
}
