//! The promises of the ports through which WeChat is asked, against the server that follows a script.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use contracts::wechat::{Ask, Fault, Faults, WechatWorld};
use domain::attendance::PersonRef;
use serde_json::Value;

use crate::support::{Act, Platform, Server, World};

struct Scripted {
    platform: Arc<Platform>,
    people: AtomicU32,
}

#[async_trait]
impl Faults for Scripted {
    async fn follower(&self) -> PersonRef {
        PersonRef {
            account: "default".to_owned(),
            open_id: format!("o-fake-{}", self.people.fetch_add(1, Ordering::Relaxed)),
        }
    }

    async fn strike_next(&self, ask: Ask, fault: Fault) -> bool {
        let act = match fault {
            Fault::TokenEnded => {
                self.platform.revoke();
                return true;
            }
            Fault::TokenRejectedTwice => {
                self.platform.next([Act::code(40001)]);
                Act::code(40001)
            }
            Fault::Code(code) => Act::code(code),
            Fault::Page => Act::json("<html><body>ok</body></html>"),
            Fault::Http(status) => Act::Http(status, "<html>gateway</html>".to_owned()),
            Fault::Truncated => Act::json(r#"{"errcode":0,"errms"#),
            Fault::CutOffBefore | Fault::CutOffAfter => Act::Close,
            Fault::Slow => Act::Silence,
            Fault::WrongTypes => Act::json(r#"{"errcode":{},"ticket":[]}"#),
            Fault::NumbersAsText => Act::json(good(ask)),
            Fault::WrongContentType => Act::File("image/png", good(ask).as_bytes().to_vec()),
        };
        self.platform.next([act]);
        true
    }

    async fn reached(&self, person: &PersonRef) -> Vec<String> {
        let mut notices = BTreeSet::new();
        let bodies = self
            .platform
            .done()
            .into_iter()
            .filter(|call| call.path.contains("/message/"));
        bodies
            .map(|call| serde_json::from_str::<Value>(&call.body).unwrap())
            .filter(|body| body["touser"] == person.open_id)
            .filter(|body| body["client_msg_id"].is_null() || notices.insert(body["client_msg_id"].to_string()))
            .map(|body| {
                let text = body["text"]["content"].as_str().or(body["template_id"].as_str());
                text.unwrap().to_owned()
            })
            .collect()
    }
}

const fn good(ask: Ask) -> &'static str {
    match ask {
        Ask::Text | Ask::Tag => r#"{"errcode":"0","errmsg":"ok"}"#,
        Ask::Template => r#"{"errcode":"0","errmsg":"ok","msgid":"9007199254740993"}"#,
        Ask::QrCode => r#"{"ticket":"gQ==","expire_seconds":"60","url":"http://weixin.qq.com/q/x"}"#,
    }
}

async fn world() -> (WechatWorld, Server) {
    let World {
        platform,
        server,
        client,
        ..
    } = World::with(|settings| settings.call_timeout = Duration::from_secs(2)).await;
    let client = Arc::new(client);
    let world = WechatWorld {
        account: "default".to_owned(),
        api: client.clone(),
        messages: client.clone(),
        tickets: client,
        faults: Arc::new(Scripted {
            platform,
            people: AtomicU32::new(0),
        }),
    };
    (world, server)
}

contracts::wechat_contract!(world);
contracts::wechat_ticket_contract!(world);
