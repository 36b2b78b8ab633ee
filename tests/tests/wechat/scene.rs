//! The system that the journeys share, and accounts of their own on it.

use std::sync::{Arc, Weak};
use std::time::Duration;

use journeys::operator::Operator;
use journeys::simulator::Simulator;
use journeys::system::{Kind, System};
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// One running system for as long as any journey needs it; each has an account of its own there.
static SHARED: Mutex<Weak<System>> = Mutex::const_new(Weak::new());

/// What a journey has: the system, an administrator, and people with phones. The clients are its own, because
/// connections end with the test that made them.
pub struct Scene {
    pub operator: Operator,
    pub simulator: Simulator,
    /// Where the api listens.
    pub url: String,
    system: Arc<System>,
}

impl Scene {
    /// Joins the shared system, or starts it.
    pub async fn enter() -> Self {
        let mut shared = SHARED.lock().await;
        let system = match shared.upgrade() {
            Some(system) => system,
            None => {
                // What is printed at this level is looked at, too.
                let system = Arc::new(System::start_with(kind(), &[("LOG_LEVEL", "debug")]).await);
                *shared = Arc::downgrade(&system);
                system
            }
        };
        drop(shared);
        Self {
            operator: system.operator().await,
            simulator: Simulator::at(&system.simulator.url),
            url: system.url.clone(),
            system,
        }
    }

    /// Whatever was printed so far names nobody of this account, and holds none of these.
    pub async fn printed_nothing_of(&self, account: &str, private: &[&str]) {
        let mut private: Vec<_> = private.iter().map(|text| (*text).to_owned()).collect();
        private.extend(self.simulator.names(account).await);
        assert!(
            !private.is_empty() && private.iter().all(|text| text.len() > 8),
            "{private:?}"
        );
        let log = self.system.log();
        assert!(log.contains("api is running"), "there is a log");
        for text in private {
            let line = log.lines().find(|line| line.contains(&text));
            assert!(line.is_none(), "{text} was printed: {line:?}");
        }
    }

    /// An official account of that name at the simulator and in the product, which messages reach.
    pub async fn official_account(&self, name: &str) -> Account {
        self.account(name, "officialAccount", "official_account").await
    }

    /// A Mini Program of that name at the simulator and in the product, which messages reach.
    pub async fn mini_program(&self, name: &str) -> Account {
        self.account(name, "miniProgram", "mini_program").await
    }

    /// A picture among the account's materials, with these bytes behind those that make it one; answers its id.
    pub async fn picture(&self, account: &Account, content: &str) -> String {
        let added = self
            .operator
            .upload(&account.at("materials"), "image", "图.png", &png(content))
            .await;
        assert_eq!(added.status, 201, "{}", added.text);
        added.data()["id"].as_str().unwrap().to_owned()
    }

    /// What WeChat was asked under this path about an account, oldest first.
    pub async fn calls(&self, account: &Account, api: &str) -> Vec<Value> {
        let path = format!("{}&api={api}", account.console("calls"));
        let calls = self.simulator.get(&path).await;
        calls.json["items"].as_array().unwrap().clone()
    }

    /// Makes the next call of this API about an account go wrong.
    pub async fn strike_next(&self, account: &Account, api: &str, action: Value) {
        let fault = json!({ "api": api, "account": account.name, "action": action, "times": 1 });
        let planted = self.simulator.post("/control/faults", fault).await;
        assert!(planted.status < 300, "{}", planted.text);
    }

    /// Decides in the account's console how something comes out from now on, or how what is held ends.
    pub async fn decide(&self, account: &Account, what: &str, outcome: Value) {
        let decided = self.simulator.post(&account.console(what), outcome).await;
        assert!(decided.status < 300, "{}", decided.text);
    }

    /// An application of WeCom of that name, in a corporation of its own, at the simulator and in the product, which
    /// messages reach.
    pub async fn wecom(&self, name: &str) -> Account {
        self.account(name, "weCom", "wecom").await
    }

    async fn account(&self, name: &str, there: &str, here: &str) -> Account {
        let made = register(&self.simulator, name, there).await;
        let added = self.operator.post("/v2/wechat/accounts", submitted(&made, here)).await;
        assert_eq!(added.status, 201, "{}", added.text);
        listen_at(&self.simulator, &self.url, name).await;
        let text = |field: &str| made[field].as_str().unwrap().to_owned();
        Account {
            path: format!("/v2/wechat/accounts/{name}"),
            name: name.to_owned(),
            app_id: text("appId"),
            secret: text("secret"),
            made,
        }
    }
}

/// One process, unless api and worker on the servers are asked for.
fn kind() -> Kind {
    match std::env::var("NEXTEVENT_JOURNEYS").as_deref() {
        Ok("distributed") => Kind::Distributed,
        _ => Kind::Embedded,
    }
}

/// An account that both sides know.
pub struct Account {
    /// Our name of it, and the simulator's.
    pub name: String,
    pub app_id: String,
    pub secret: String,
    /// Where its resources begin.
    pub path: String,
    made: Value,
}

impl Account {
    /// What the product must keep to itself.
    pub fn secrets(&self) -> [&str; 3] {
        ["secret", "token", "encodingAesKey"].map(|secret| self.made[secret].as_str().unwrap())
    }

    /// The path of one of its resources.
    pub fn at(&self, resource: &str) -> String {
        format!("{}/{resource}", self.path)
    }

    /// The path of something that its console at the simulator controls.
    pub fn console(&self, resource: &str) -> String {
        format!("/control/{resource}?account={}", self.name)
    }
}

/// A picture as far as its first bytes tell.
pub fn png(content: &str) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".as_slice(), content.as_bytes()].concat()
}

/// Registers an account at the simulator; answers what the product has to be told.
pub async fn register(simulator: &Simulator, name: &str, product: &str) -> Value {
    let agent = (product == "weCom").then_some(1_000_002);
    let wanted = json!({ "name": name, "product": product, "unionGroup": "open-platform", "agentId": agent });
    let made = simulator.post("/control/accounts", wanted).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json
}

/// What an operator copies from WeChat's console into the product.
pub fn submitted(made: &Value, product: &str) -> Value {
    let original_id = (product != "wecom").then_some(&made["originalId"]);
    json!({
        "name": made["account"], "product": product, "title": "旅程", "appId": made["appId"],
        "agentId": made["agentId"], "originalId": original_id, "messageMode": "safe", "appSecret": made["secret"],
        "token": made["token"], "encodingAesKey": made["encodingAesKey"],
    })
}

/// Takes the product's address out of the account's console: what happens now is not told.
pub async fn fall_silent(simulator: &Simulator, name: &str) {
    let settings = json!({ "callbackUrl": null });
    let set = simulator
        .post(&format!("/control/accounts/{name}/settings"), settings)
        .await;
    assert_eq!(set.status, 200, "{}", set.text);
}

/// Enters the product's address in the account's console.
pub async fn listen_at(simulator: &Simulator, url: &str, name: &str) {
    let settings = json!({ "callbackUrl": format!("{url}/v2/wechat/{name}/webhook") });
    let set = simulator
        .post(&format!("/control/accounts/{name}/settings"), settings)
        .await;
    assert_eq!(set.status, 200, "{}", set.text);
}
