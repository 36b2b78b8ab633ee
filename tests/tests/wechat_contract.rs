//! The promises of the ports through which WeChat is asked, held by the HTTP adapter against the simulator.

#![expect(clippy::unwrap_used, reason = "a test may panic anywhere, also in its helpers")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use adapter_memory::{FixedAccounts, MemoryTokens};
use adapter_wechat::{CallLimits, Rate, StaffLogin, WebLogin, WechatClient, WechatSettings};
use async_trait::async_trait;
use contracts::wechat::{Ask, CORP, CORP_DIRECTORY, CorpAsk, Fault, Faults, SUBSCRIBED, WechatWorld};
use domain::attendance::PersonRef;
use domain::secret::Secret;
use domain::time::Timestamp;
use domain::wechat::{MessageMode, Product};
use journeys::browser::{Browser, destination};
use journeys::simulator::Simulator;
use ports::system::Clock;
use ports::wechat::login::LoginScope;
use ports::wechat::{AccountSecrets, AccountSetup};
use runtime::config::development;
use serde_json::{Value, json};
use wechat_simulator::{RunningSimulator, Settings, start};

mod corp;

/// Longer than the simulator takes on a busy machine, short enough to wait for in vain.
const CALL_TIMEOUT: Duration = Duration::from_secs(3);
/// The simulator's name of its Mini Program, and ours.
const MINI_PROGRAM: &str = "miniprogram";
const LONGER_THAN_ANYBODY_WAITS: u64 = 30_000;

/// Runs from a fixed instant at the speed of time.
struct RunningClock(Instant);

impl Clock for RunningClock {
    fn now(&self) -> Timestamp {
        contracts::build::now().plus(self.0.elapsed())
    }
}

struct Control(Simulator);

#[async_trait]
impl Faults for Control {
    async fn follower(&self) -> PersonRef {
        let person = self.0.post("/control/people", json!({ "subscribed": true })).await.json;
        let open_id = person["openId"].as_str().unwrap().to_owned();
        let word = format!("/control/people/{open_id}/text?wait=false");
        self.0.post(&word, json!({ "content": "hello" })).await;
        let allowed = json!({ "templateIds": [SUBSCRIBED] });
        self.0
            .post(&format!("/control/people/{open_id}/consent?wait=false"), allowed)
            .await;
        PersonRef {
            account: "default".to_owned(),
            open_id,
        }
    }

    async fn stranger(&self) -> PersonRef {
        PersonRef {
            account: "default".to_owned(),
            open_id: self.0.person().await,
        }
    }

    async fn visitor(&self) -> PersonRef {
        let open_id = self.0.person_of(MINI_PROGRAM).await;
        self.0
            .post(&format!("/control/people/{open_id}/mini-program/visit"), json!({}))
            .await;
        PersonRef {
            account: MINI_PROGRAM.to_owned(),
            open_id,
        }
    }

    async fn login_code(&self, visitor: &PersonRef) -> String {
        let path = format!("/control/people/{}/mini-program/login", visitor.open_id);
        let given = self.0.post(&path, json!({})).await;
        given.json["code"].as_str().unwrap().to_owned()
    }

    async fn page_code(&self, person: &PersonRef, scope: LoginScope) -> String {
        let scope = match scope {
            LoginScope::Base => "snsapi_base",
            LoginScope::UserInfo => "snsapi_userinfo",
        };
        let page = format!(
            "{}/connect/oauth2/authorize?appid={}&redirect_uri=http%3A%2F%2Fours.test%2F&response_type=code\
             &scope={scope}&state=s&person={}",
            self.0.url,
            development::APP_ID,
            person.open_id
        );
        let decided = Browser::default().open(&page).await;
        let query = destination(&decided).split('?').nth(1).unwrap();
        let code = query.split('&').find_map(|pair| pair.strip_prefix("code="));
        code.unwrap().to_owned()
    }

    async fn publication_ends(&self, _: &str) {
        // Publications end at once and well unless they are held.
    }

    async fn strike_next(&self, ask: Ask, fault: Fault) -> bool {
        let (action, times) = match fault {
            Fault::Code(code) => (json!({ "errcode": code }), 1),
            Fault::TokenRejectedTwice => (json!({ "errcode": 40001 }), 2),
            Fault::Page => (json!({ "html": true }), 1),
            Fault::Http(status) => (json!({ "httpStatus": status }), 1),
            Fault::Truncated => (json!({ "truncate": true }), 1),
            Fault::CutOffBefore => (json!({ "dropConnection": "before" }), 1),
            Fault::CutOffAfter => (json!({ "dropConnection": "after" }), 1),
            Fault::Slow => (json!({ "delayMs": LONGER_THAN_ANYBODY_WAITS }), 1),
            Fault::TokenEnded => {
                self.0.post("/control/tokens/expire", json!({})).await;
                return true;
            }
            // The simulator answers in documented types only; the adapter's own server plays these.
            Fault::WrongTypes | Fault::NumbersAsText | Fault::WrongContentType => return false,
        };
        let planted = json!({ "api": ask.path(), "account": account_of(ask), "action": action, "times": times });
        self.0.post("/control/faults", planted).await;
        true
    }

    async fn reached(&self, person: &PersonRef) -> Vec<String> {
        let path = format!("/control/notices?openId={}", person.open_id);
        let notices = self.0.get(&path).await.json;
        let notices = notices["items"].as_array().unwrap().iter();
        notices.filter_map(what_it_says).collect()
    }
}

/// Products share paths; what strikes one is no business of another's.
fn account_of(ask: Ask) -> &'static str {
    match ask {
        Ask::Corp(CorpAsk::MemberIds) => CORP_DIRECTORY,
        Ask::Corp(_) => CORP,
        ask if ask.is_of_mini_program() => MINI_PROGRAM,
        _ => "default",
    }
}

/// Of texts, templates and mass messages; cards have no text.
fn what_it_says(notice: &Value) -> Option<String> {
    let content = &notice["content"];
    let texts = [
        &notice["templateId"],
        content,
        &content["content"],
        &content["media_id"],
    ];
    let text = texts.into_iter().find_map(Value::as_str);
    text.map(str::to_owned)
}

fn account() -> AccountSetup {
    AccountSetup {
        name: "default".to_owned(),
        product: Product::OfficialAccount,
        app_id: development::APP_ID.to_owned(),
        agent_id: None,
        original_id: None,
        message_mode: MessageMode::Safe,
        secrets: AccountSecrets {
            app_secret: Secret::from(development::APP_SECRET),
            token: None,
            encoding_aes_key: None,
            previous_encoding_aes_key: None,
        },
        enabled: true,
        generation: 1,
    }
}

fn mini_program() -> AccountSetup {
    let mut setup = account();
    setup.name = MINI_PROGRAM.to_owned();
    setup.product = Product::MiniProgram;
    setup.app_id = development::MINI_PROGRAM_APP_ID.to_owned();
    setup.secrets.app_secret = Secret::from(development::MINI_PROGRAM_APP_SECRET);
    setup
}

fn client(url: &str) -> WechatClient {
    let clock: Arc<dyn Clock> = Arc::new(RunningClock(Instant::now()));
    let settings = WechatSettings {
        api_base_url: url.to_owned(),
        mp_base_url: url.to_owned(),
        wecom_base_url: url.to_owned(),
        call_timeout: CALL_TIMEOUT,
        connect_timeout: CALL_TIMEOUT,
        instance: "contract".to_owned(),
        limits: CallLimits {
            rate: Rate::per_second(10_000),
            // How fast the product calls is no promise of the ports.
            by_path: Vec::new(),
            ..CallLimits::default()
        },
    };
    let setups = [account(), mini_program()]
        .into_iter()
        .chain(corp::accounts(&account()));
    let accounts = Arc::new(FixedAccounts::of(setups));
    let tokens = Arc::new(MemoryTokens::new(Arc::clone(&clock)));
    WechatClient::new(settings, accounts, tokens, clock).unwrap()
}

async fn world() -> (WechatWorld, RunningSimulator) {
    let settings = Settings::read(|name| (name == "SIMULATOR_PORT").then(|| "0".to_owned())).unwrap();
    let simulator = start(settings).await.unwrap();
    let url = simulator.url();
    let client = Arc::new(client(&url));
    let control = Simulator::at(&url);
    let path = format!("/control/mini-program?account={MINI_PROGRAM}");
    control.post(&path, json!({ "words": { "risky": 20001 } })).await;
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
        web_login: Arc::new(WebLogin::new(client.clone(), &url)),
        staff_messages: client.clone(),
        staff_login: Arc::new(StaffLogin::new(client.clone(), &url)),
        directory: client.clone(),
        contacts: client,
        corp: Arc::new(corp::Office::at(&url).await),
        faults: Arc::new(Control(control)),
    };
    (world, simulator)
}

contracts::wechat_contract!(world);
contracts::wechat_platform_contract!(world);
contracts::wecom_contract!(world);
contracts::wechat_codes_contract!(world);
contracts::wechat_ticket_contract!(world);
contracts::wecom_products_contract!(world);
