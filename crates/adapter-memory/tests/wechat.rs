//! The promises of the ports through which WeChat is asked, held by its stand-in.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use adapter_memory::{FakeWechat, MassCall, MessagingCall, WechatCall};
use async_trait::async_trait;
use contracts::wechat::{Ask, Fault, Faults, WechatWorld};
use domain::attendance::PersonRef;
use domain::wechat::followers::FollowerProfile;
use ports::wechat::login::{LoginScope, WebUser};
use ports::wechat::mass::{MassPayload, MassRecipients, PreviewPayload, PreviewPerson};
use ports::wechat::{RefusalKind, WechatFailure};

mod corp;

struct Scripted {
    wechat: Arc<FakeWechat>,
    people: AtomicU32,
}

#[async_trait]
impl Faults for Scripted {
    async fn follower(&self) -> PersonRef {
        let open_id = format!("o-fake-{}", self.people.fetch_add(1, Ordering::Relaxed));
        self.wechat.has_follower(&open_id, FollowerProfile::default());
        PersonRef {
            account: "default".to_owned(),
            open_id,
        }
    }

    async fn stranger(&self) -> PersonRef {
        PersonRef {
            account: "default".to_owned(),
            open_id: format!("o-stranger-{}", self.people.fetch_add(1, Ordering::Relaxed)),
        }
    }

    async fn visitor(&self) -> PersonRef {
        PersonRef {
            account: "mini".to_owned(),
            open_id: format!("m-fake-{}", self.people.fetch_add(1, Ordering::Relaxed)),
        }
    }

    async fn login_code(&self, visitor: &PersonRef) -> String {
        visitor.open_id.replacen("m-", "", 1)
    }

    async fn page_code(&self, person: &PersonRef, _: LoginScope) -> String {
        let code = format!("code-of-{}", person.open_id);
        let user = WebUser {
            open_id: person.open_id.clone(),
            union_id: None,
            is_snapshot: false,
        };
        self.wechat.has_web_code(&code, user);
        code
    }

    async fn publication_ends(&self, publish_id: &str) {
        self.wechat.publication_comes_to(publish_id, 0);
    }

    async fn strike_next(&self, ask: Ask, fault: Fault) -> bool {
        let failure = match fault {
            Fault::Code(45009) if matches!(ask, Ask::Corp(_)) => later(Some(45009), Some(60)),
            Fault::Code(code) => of_code(code),
            Fault::TokenRejectedTwice => later(Some(40001), Some(30)),
            Fault::TokenEnded | Fault::NumbersAsText | Fault::WrongContentType => return true,
            _ if ask.is_repeatable() => later(None, None),
            _ => WechatFailure::Unanswered { note: String::new() },
        };
        self.wechat.fail_next(failure);
        true
    }

    async fn reached(&self, person: &PersonRef) -> Vec<String> {
        let mut notices = BTreeSet::new();
        let done = self.wechat.done();
        done.into_iter()
            .filter_map(|call| match call {
                WechatCall::CustomText { person: to, text } if to == *person => Some(text),
                WechatCall::Template { person: to, message } if to == *person => {
                    notices.insert(message.client_msg_id).then_some(message.template_id)
                }
                WechatCall::Messaging(MessagingCall::Subscribe { person: to, message }) if to == *person => {
                    Some(message.template_id)
                }
                WechatCall::Mass(call) => mass_text(call, &person.open_id, &mut notices),
                _ => None,
            })
            .chain(self.wechat.staff_texts_of(&person.open_id))
            .collect()
    }
}

/// The text that a mass message or its preview showed to a person.
fn mass_text(call: MassCall, open_id: &str, seen: &mut BTreeSet<String>) -> Option<String> {
    match call {
        MassCall::Send {
            recipients,
            payload: MassPayload::Text(text),
            client_msg_id,
        } => {
            let is_meant = match recipients {
                MassRecipients::People(people) => people.iter().any(|one| one == open_id),
                MassRecipients::Everybody => true,
                MassRecipients::Tag(_) => false,
            };
            (is_meant && seen.insert(client_msg_id)).then_some(text)
        }
        MassCall::Preview {
            person: PreviewPerson::OpenId(to),
            payload: PreviewPayload::Text(text),
        } => (to == open_id).then_some(text),
        _ => None,
    }
}

/// How the stand-in is told to fail in tests of use cases.
fn of_code(code: i64) -> WechatFailure {
    let kind = match code {
        -1 => return later(Some(code), None),
        41096 | 43108 => return later(Some(code), Some(1)),
        45011 => return later(Some(code), Some(60)),
        45009 => return later(Some(code), Some(3_600)),
        40164 | 48001 | 40037 | 48002 | 60020 | 301_002 => RefusalKind::Configuration,
        40003 | 43004 | 43019 | 43104 | 86003 => RefusalKind::Recipient,
        43101 | 45015 | 45047 | 61010 | 84014 => RefusalKind::Consent,
        _ => RefusalKind::Content,
    };
    WechatFailure::Refused {
        code,
        kind,
        note: String::new(),
    }
}

fn later(code: Option<i64>, seconds: Option<u64>) -> WechatFailure {
    WechatFailure::Later {
        code,
        after: seconds.map(Duration::from_secs),
        note: String::new(),
    }
}

async fn world() -> (WechatWorld, ()) {
    let wechat = Arc::new(FakeWechat::new());
    let world = WechatWorld {
        account: "default".to_owned(),
        api: wechat.clone(),
        messages: wechat.clone(),
        tickets: wechat.clone(),
        menus: wechat.clone(),
        followers: wechat.clone(),
        materials: wechat.clone(),
        articles: wechat.clone(),
        mass: wechat.clone(),
        mini_program: wechat.clone(),
        web_login: wechat.clone(),
        staff_messages: wechat.clone(),
        staff_login: wechat.clone(),
        directory: wechat.clone(),
        contacts: wechat.clone(),
        corp: Arc::new(corp::Office::of(wechat.clone())),
        faults: Arc::new(Scripted {
            wechat,
            people: AtomicU32::new(0),
        }),
    };
    (world, ())
}

contracts::wechat_contract!(world);
contracts::wechat_platform_contract!(world);
contracts::wecom_contract!(world);
contracts::wechat_ticket_contract!(world);
