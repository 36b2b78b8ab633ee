//! The promises of the ports through which WeChat is asked, against the server that follows a script.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use adapter_wechat::{StaffLogin, WebLogin};
use async_trait::async_trait;
use contracts::wechat::{ArticlesAsk, Ask, Fault, Faults, MassAsk, MaterialsAsk, WechatWorld};
use domain::attendance::PersonRef;
use domain::wechat::Product;
use ports::wechat::login::LoginScope;
use serde_json::Value;

use crate::corp;
use crate::support::{Act, Platform, Server, World, account};

struct Scripted {
    platform: Arc<Platform>,
    people: AtomicU32,
}

impl Scripted {
    fn somebody(&self, account: &str) -> PersonRef {
        PersonRef {
            account: account.to_owned(),
            open_id: format!("o-fake-{}", self.people.fetch_add(1, Ordering::Relaxed)),
        }
    }
}

#[async_trait]
impl Faults for Scripted {
    async fn follower(&self) -> PersonRef {
        self.somebody("default")
    }

    async fn stranger(&self) -> PersonRef {
        self.somebody("default")
    }

    async fn visitor(&self) -> PersonRef {
        self.somebody("mini")
    }

    async fn login_code(&self, visitor: &PersonRef) -> String {
        self.platform.code_of(&visitor.open_id)
    }

    async fn page_code(&self, person: &PersonRef, _: LoginScope) -> String {
        self.platform.code_of(&person.open_id)
    }

    async fn publication_ends(&self, _: &str) {}

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
        Ask::Text | Ask::Tag | Ask::Menu => r#"{"errcode":"0","errmsg":"ok"}"#,
        Ask::Subscribe | Ask::Template => r#"{"errcode":"0","errmsg":"ok","msgid":"9007199254740993"}"#,
        Ask::QrCode => r#"{"ticket":"gQ==","expire_seconds":"60","url":"http://weixin.qq.com/q/x"}"#,
        Ask::TagMembers => r#"{"count":"1","data":{"openid":["o-fake-0"]},"next_openid":"o-fake-0"}"#,
        Ask::Followers => r#"{"total":"1","count":"1","data":{"openid":["o-fake-0"]},"next_openid":"o-fake-0"}"#,
        Ask::Profiles => r#"{"user_info_list":[{"subscribe":"1","openid":"o-fake-0","subscribe_time":"1700000000"}]}"#,
        Ask::Menus => r#"{"menu":{"button":[{"type":"click","name":"n","key":"k"}],"menuid":"9007199254740993"}}"#,
        Ask::TextCheck => {
            r#"{"errcode":"0","errmsg":"ok","result":{"suggest":"pass","label":"100"},"detail":[],"trace_id":"t"}"#
        }
        Ask::MediaCheck => r#"{"errcode":"0","errmsg":"ok","trace_id":"t"}"#,
        Ask::Link => r#"{"errcode":"0","errmsg":"ok","url_link":"https://wxaurl.cn/x"}"#,
        Ask::LoginCode => r#"{"openid":"o-fake-0","session_key":"AAAAAAAAAAAAAAAAAAAAAA=="}"#,
        Ask::Corp(ask) => corp::good(ask),
        Ask::PageCode => {
            r#"{"access_token":"T","expires_in":"7200","refresh_token":"R","openid":"o-fake-0","scope":"snsapi_base"}"#
        }
        Ask::Materials(ask) => good_file(ask),
        Ask::Articles(ask) => good_article(ask),
        Ask::Mass(ask) => good_mass(ask),
    }
}

const fn good_file(ask: MaterialsAsk) -> &'static str {
    match ask {
        MaterialsAsk::Temporary => r#"{"type":"image","media_id":"M","created_at":"1780000000"}"#,
        MaterialsAsk::Permanent => r#"{"media_id":"M","url":"https://mmbiz.qpic.cn/m","item":[]}"#,
        MaterialsAsk::ArticleImage => r#"{"errcode":"0","url":"https://mmbiz.qpic.cn/a"}"#,
        MaterialsAsk::Delete => r#"{"errcode":"0","errmsg":"ok"}"#,
        MaterialsAsk::Counts => r#"{"voice_count":"1","video_count":"2","image_count":"3","news_count":"4"}"#,
    }
}

const fn good_article(ask: ArticlesAsk) -> &'static str {
    match ask {
        ArticlesAsk::AddDraft => r#"{"media_id":"D"}"#,
        ArticlesAsk::UpdateDraft | ArticlesAsk::DeleteDraft | ArticlesAsk::Withdraw => {
            r#"{"errcode":"0","errmsg":"ok"}"#
        }
        ArticlesAsk::NewestDrafts => {
            r#"{"total_count":"1","item_count":"1","item":[{"media_id":"D","update_time":"1780000000","content":{"news_item":[]}}]}"#
        }
        ArticlesAsk::Submit => {
            r#"{"errcode":"0","errmsg":"ok","publish_id":100000001,"msg_data_id":"9007199254740993"}"#
        }
        ArticlesAsk::Publication => r#"{"publish_id":100000001,"publish_status":"0","article_id":"A","fail_idx":[]}"#,
        ArticlesAsk::NewestArticles => {
            r#"{"total_count":"1","item_count":"1","item":[{"article_id":"A","update_time":"1780000000","content":{"news_item":[]}}]}"#
        }
    }
}

const fn good_mass(ask: MassAsk) -> &'static str {
    match ask {
        MassAsk::Everybody | MassAsk::People => {
            r#"{"errcode":"0","errmsg":"ok","msg_id":"9007199254740993","msg_data_id":"206227730"}"#
        }
        MassAsk::Preview => r#"{"errcode":"0","errmsg":"ok","msg_id":"34182"}"#,
        MassAsk::Withdraw | MassAsk::SetSpeed => r#"{"errcode":"0","errmsg":"ok"}"#,
        MassAsk::Look => r#"{"msg_id":"201053012","msg_status":"SEND_SUCCESS"}"#,
        MassAsk::Speed => r#"{"speed":"3","realspeed":"30"}"#,
    }
}

async fn world() -> (WechatWorld, Server) {
    let World {
        platform,
        server,
        client,
        accounts,
        ..
    } = World::with(|settings| settings.call_timeout = Duration::from_secs(2)).await;
    let mut mini = account();
    mini.name = "mini".to_owned();
    mini.product = Product::MiniProgram;
    mini.app_id = "wxfedcba9876543210".to_owned();
    accounts.set(mini);
    corp::accounts().into_iter().for_each(|setup| accounts.set(setup));
    let client = Arc::new(client);
    let world = WechatWorld {
        account: "default".to_owned(),
        api: client.clone(),
        messages: client.clone(),
        tickets: client.clone(),
        menus: client.clone(),
        followers: client.clone(),
        materials: client.clone(),
        articles: client.clone(),
        mass: client.clone(),
        mini_program: client.clone(),
        web_login: Arc::new(WebLogin::new(client.clone(), "https://open.weixin.qq.com")),
        staff_messages: client.clone(),
        staff_login: Arc::new(StaffLogin::new(client.clone(), "https://open.weixin.qq.com")),
        directory: client.clone(),
        contacts: client,
        corp: Arc::new(corp::Office::default()),
        faults: Arc::new(Scripted {
            platform,
            people: AtomicU32::new(0),
        }),
    };
    (world, server)
}

contracts::wechat_contract!(world);
contracts::wechat_codes_contract!(world);
contracts::wechat_ticket_contract!(world);
contracts::wecom_products_contract!(world);
