//! The corporation that the stand-in plays.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use adapter_memory::FakeWechat;
use async_trait::async_trait;
use contracts::wechat::{CORP, Corp, Customer};
use domain::attendance::PersonRef;
use domain::wechat::wecom::contacts::{ContactFacts, ContactProfile, RelationFacts};
use domain::wechat::wecom::directory::MemberFacts;
use ports::wechat::wecom::StaffVisitor;

pub struct Office {
    wechat: Arc<FakeWechat>,
    people: AtomicU32,
}

impl Office {
    pub fn of(wechat: Arc<FakeWechat>) -> Self {
        wechat.has_department(1, "总公司", None);
        Self {
            wechat,
            people: AtomicU32::new(2),
        }
    }

    fn number(&self) -> u32 {
        self.people.fetch_add(1, Ordering::Relaxed)
    }

    fn knows(&self, customer: &str, members: &[String]) {
        let relation = |user_id: &String| RelationFacts {
            user_id: user_id.clone(),
            ..RelationFacts::default()
        };
        self.wechat.has_contact(ContactFacts {
            external_user_id: customer.to_owned(),
            profile: ContactProfile::default(),
            union_id: None,
            relations: members.iter().map(relation).collect(),
        });
    }
}

#[async_trait]
impl Corp for Office {
    async fn member_of(&self, department: i64) -> PersonRef {
        let open_id = format!("lin-{}", self.number());
        self.wechat.has_member(MemberFacts {
            user_id: open_id.clone(),
            departments: Some(BTreeMap::from([(department, false)])),
            ..MemberFacts::default()
        });
        PersonRef {
            account: CORP.to_owned(),
            open_id,
        }
    }

    async fn nobody(&self) -> String {
        let user_id = format!("Nobody-{}", self.number());
        self.wechat.has_no_member(&user_id);
        user_id
    }

    async fn department(&self, name: &str) -> i64 {
        let id = i64::from(self.number());
        self.wechat.has_department(id, name, Some(1));
        id
    }

    async fn leaves(&self, member: &PersonRef) {
        self.wechat.loses_member(&member.open_id);
    }

    async fn sees(&self, member: &PersonRef) -> Vec<String> {
        self.wechat.staff_texts_of(&member.open_id)
    }

    async fn sent_message(&self) -> String {
        format!("message-{}", self.number())
    }

    async fn card_code(&self, _: &PersonRef) -> String {
        format!("answer-{}", self.number())
    }

    async fn staff_code(&self, member: &PersonRef) -> String {
        let code = format!("code-{}", self.number());
        let user_id = member.open_id.clone();
        self.wechat.has_staff_code(&code, StaffVisitor::Member { user_id });
        code
    }

    async fn outsider_code(&self) -> String {
        self.wechat.has_staff_code("of-nobody", StaffVisitor::Outsider);
        "of-nobody".to_owned()
    }

    async fn customer_of(&self, member: &PersonRef) -> Customer {
        let number = self.number();
        let customer = Customer {
            external_user_id: format!("wm-{number}"),
            welcome_code: format!("welcome-{number}"),
        };
        self.knows(&customer.external_user_id, std::slice::from_ref(&member.open_id));
        customer
    }

    async fn is_shared(&self, customer: &Customer, member: &PersonRef) {
        let mut members = self.wechat.members_knowing(&customer.external_user_id);
        members.push(member.open_id.clone());
        self.knows(&customer.external_user_id, &members);
    }

    async fn part(&self, customer: &Customer, member: &PersonRef) {
        let mut members = self.wechat.members_knowing(&customer.external_user_id);
        members.retain(|known| *known != member.open_id);
        if members.is_empty() {
            self.wechat.loses_contact(&customer.external_user_id);
        } else {
            self.knows(&customer.external_user_id, &members);
        }
    }
}
