//! The corporation of the server that follows a script: enough of it to be asked.

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use contracts::wechat::{CORP, CORP_DIRECTORY, Corp, CorpAsk, Customer};
use domain::attendance::PersonRef;
use domain::wechat::Product;
use ports::wechat::AccountSetup;

use crate::support::account;

#[derive(Default)]
pub struct Office {
    people: AtomicU32,
}

impl Office {
    fn named(&self, kind: &str) -> String {
        format!("{kind}-{}", self.people.fetch_add(1, Ordering::Relaxed))
    }
}

/// The accounts as the product has them set up.
pub fn accounts() -> [AccountSetup; 2] {
    [(CORP, Some(1_000_002)), (CORP_DIRECTORY, None)].map(|(name, agent_id)| {
        let mut setup = account();
        setup.name = name.to_owned();
        setup.product = Product::WeCom;
        setup.app_id = "ww0123456789abcdef".to_owned();
        setup.agent_id = agent_id;
        setup
    })
}

/// A good answer, its numbers as texts.
pub const fn good(ask: CorpAsk) -> &'static str {
    match ask {
        CorpAsk::Send => r#"{"errcode":"0","errmsg":"ok","invaliduser":"a|b","msgid":"m"}"#,
        CorpAsk::Recall | CorpAsk::Welcome => r#"{"errcode":"0","errmsg":"ok"}"#,
        CorpAsk::UpdateCard => r#"{"errcode":"0","errmsg":"ok","invaliduser":[]}"#,
        CorpAsk::Visitor => r#"{"errcode":"0","userid":"lin-0"}"#,
        CorpAsk::Departments => r#"{"errcode":"0","department":[{"id":"1","name":"n","parentid":"0","order":"100"}]}"#,
        CorpAsk::Department => r#"{"errcode":"0","department":{"id":"1","name":"n","parentid":"0","order":"100"}}"#,
        CorpAsk::Members => {
            r#"{"errcode":"0","userlist":[{"userid":"lin-0","name":"n","department":[1],"status":"1"}]}"#
        }
        CorpAsk::MemberIds => r#"{"errcode":"0","next_cursor":"","dept_user":[{"userid":"lin-0","department":"1"}]}"#,
        CorpAsk::Member => r#"{"errcode":"0","userid":"lin-0","name":"n","department":[1],"status":"1"}"#,
        CorpAsk::Users => r#"{"errcode":"0","follow_user":["lin-0"]}"#,
        CorpAsk::ContactsOf => {
            r#"{"errcode":"0","external_contact_list":[{"external_contact":{"external_userid":"wm-0","name":"n","type":"1"},"follow_info":{"userid":"lin-0","createtime":"1700000000"}}],"next_cursor":""}"#
        }
        CorpAsk::ContactIds => r#"{"errcode":"0","external_userid":["wm-0"]}"#,
        CorpAsk::Contact => {
            r#"{"errcode":"0","external_contact":{"external_userid":"wm-0","name":"n","type":"1"},"follow_user":[{"userid":"lin-0","createtime":"1700000000"}]}"#
        }
    }
}

#[async_trait]
impl Corp for Office {
    async fn member_of(&self, _: i64) -> PersonRef {
        PersonRef {
            account: CORP.to_owned(),
            open_id: self.named("lin"),
        }
    }

    async fn nobody(&self) -> String {
        self.named("nobody")
    }

    async fn department(&self, _: &str) -> i64 {
        2
    }

    async fn leaves(&self, _: &PersonRef) {}

    async fn sees(&self, _: &PersonRef) -> Vec<String> {
        Vec::new()
    }

    async fn sent_message(&self) -> String {
        self.named("message")
    }

    async fn card_code(&self, _: &PersonRef) -> String {
        self.named("answer")
    }

    async fn staff_code(&self, _: &PersonRef) -> String {
        self.named("code")
    }

    async fn outsider_code(&self) -> String {
        self.named("code")
    }

    async fn customer_of(&self, _: &PersonRef) -> Customer {
        Customer {
            external_user_id: self.named("wm"),
            welcome_code: self.named("welcome"),
        }
    }

    async fn is_shared(&self, _: &Customer, _: &PersonRef) {}

    async fn part(&self, _: &Customer, _: &PersonRef) {}
}
