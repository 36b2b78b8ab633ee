//! The corporation that the simulator plays.

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use contracts::wechat::{CORP, CORP_DIRECTORY, Corp, Customer};
use domain::attendance::PersonRef;
use domain::secret::Secret;
use domain::wechat::Product;
use journeys::browser::{Browser, destination};
use journeys::simulator::Simulator;
use ports::wechat::AccountSetup;
use runtime::config::development;
use serde_json::{Value, json};

const DIRECTORY_SECRET: &str = "a-directory-secret-not-for-use";
/// The same application under a token of its own, so that what prepares a test is struck by no fault.
const CONSOLE: &str = "wecom-console";
const CONSOLE_SECRET: &str = "a-console-secret-not-for-use";

pub struct Office {
    simulator: Simulator,
    people: AtomicU32,
}

impl Office {
    pub async fn at(url: &str) -> Self {
        let simulator = Simulator::at(url);
        // Cards are sent by applications only that hear of answers; nobody listens here.
        let settings = json!({ "callbackUrl": "http://127.0.0.1:9/" });
        for (name, agent, secret) in [
            (CORP_DIRECTORY, None, DIRECTORY_SECRET),
            (CONSOLE, Some(development::WECOM_AGENT_ID), CONSOLE_SECRET),
        ] {
            let account = json!({
                "name": name, "product": "weCom", "appId": development::WECOM_CORP_ID,
                "agentId": agent, "secret": secret, "settings": settings,
            });
            let added = simulator.post("/control/accounts", account).await;
            assert_eq!(added.status, 201, "{}", added.text);
        }
        Self {
            simulator,
            people: AtomicU32::new(2),
        }
    }

    fn number(&self) -> u32 {
        self.people.fetch_add(1, Ordering::Relaxed)
    }

    /// Does something in the corporation of which nobody is told; answers the event that would have been.
    async fn does(&self, resource: &str, body: Value) -> Value {
        let path = format!("/control/{resource}?account={CORP}&wait=false");
        let done = self.simulator.post(&path, body).await;
        assert!(done.status < 300, "{path}: {}", done.text);
        done.json
    }

    /// Sends a card to a member; answers WeCom's id of the message and the card's.
    async fn card(&self, user_id: &str) -> (String, String) {
        let login = format!(
            "/cgi-bin/gettoken?corpid={}&corpsecret={CONSOLE_SECRET}",
            development::WECOM_CORP_ID
        );
        let token = self.simulator.get(&login).await.json["access_token"].clone();
        let task = format!("task-{}", self.number());
        let card = json!({
            "card_type": "button_interaction", "task_id": task, "main_title": { "title": "班次" },
            "button_list": [{ "text": "我来", "key": "yes" }],
        });
        let message = json!({
            "touser": user_id, "agentid": development::WECOM_AGENT_ID,
            "msgtype": "template_card", "template_card": card,
        });
        let path = format!("/cgi-bin/message/send?access_token={}", token.as_str().unwrap());
        let sent = self.simulator.post(&path, message).await;
        (sent.json["msgid"].as_str().unwrap().to_owned(), task)
    }

    async fn code_of(&self, person: &str) -> String {
        let page = format!(
            "{}/wwlogin/sso/login?login_type=CorpApp&appid={}&agentid={}&redirect_uri=http%3A%2F%2Fours.test%2F\
             &state=s&person={person}",
            self.simulator.url,
            development::WECOM_CORP_ID,
            development::WECOM_AGENT_ID,
        );
        let decided = Browser::default().open(&page).await;
        let query = destination(&decided).split('?').nth(1).unwrap();
        let code = query.split('&').find_map(|pair| pair.strip_prefix("code="));
        code.unwrap().to_owned()
    }
}

/// The accounts as the product has them set up.
pub fn accounts(like: &AccountSetup) -> [AccountSetup; 2] {
    let account = |name: &str, agent: Option<i64>, secret: &str| {
        let mut setup = like.clone();
        setup.name = name.to_owned();
        setup.product = Product::WeCom;
        setup.app_id = development::WECOM_CORP_ID.to_owned();
        setup.agent_id = agent.and_then(|agent| u32::try_from(agent).ok());
        setup.secrets.app_secret = Secret::from(secret);
        setup
    };
    [
        account(CORP, Some(development::WECOM_AGENT_ID), development::WECOM_SECRET),
        account(CORP_DIRECTORY, None, DIRECTORY_SECRET),
    ]
}

/// The field of a message in XML.
fn field(xml: &str, name: &str) -> String {
    let begin = xml.split(&format!("<{name}>")).nth(1).unwrap();
    let text = begin.split(&format!("</{name}>")).next().unwrap();
    text.trim_start_matches("<![CDATA[").trim_end_matches("]]>").to_owned()
}

#[async_trait]
impl Corp for Office {
    async fn member_of(&self, department: i64) -> PersonRef {
        let open_id = format!("lin-{}", self.number());
        let member = json!({ "userId": open_id, "departments": [department] });
        self.does("corp/members", member).await;
        PersonRef {
            account: CORP.to_owned(),
            open_id,
        }
    }

    async fn nobody(&self) -> String {
        format!("Nobody-{}", self.number())
    }

    async fn department(&self, name: &str) -> i64 {
        let id = i64::from(self.number());
        self.does("corp/departments", json!({ "id": id, "name": name })).await;
        id
    }

    async fn leaves(&self, member: &PersonRef) {
        let path = format!("/control/corp/members/{}?account={CORP}", member.open_id);
        let gone = self.simulator.delete(&path).await;
        assert!(gone.status < 300, "{}", gone.text);
    }

    async fn sees(&self, member: &PersonRef) -> Vec<String> {
        let path = format!("/control/people/{}?account={CORP}", member.open_id);
        let shown = self.simulator.get(&path).await.json;
        let chat = shown["chat"].as_array().unwrap().iter();
        chat.filter_map(|line| line["message"]["content"].as_str().map(str::to_owned))
            .collect()
    }

    async fn sent_message(&self) -> String {
        // The application takes back what it sent, whichever token it was sent with.
        let member = self.member_of(1).await;
        self.card(&member.open_id).await.0
    }

    async fn card_code(&self, member: &PersonRef) -> String {
        let (_, task) = self.card(&member.open_id).await;
        let path = format!("/control/people/{}/card?account={CONSOLE}&wait=false", member.open_id);
        let pressed = json!({ "taskId": task, "key": "yes" });
        let pressed = self.simulator.post(&path, pressed).await;
        field(pressed.json["message"]["xml"].as_str().unwrap(), "ResponseCode")
    }

    async fn staff_code(&self, member: &PersonRef) -> String {
        self.code_of(&member.open_id).await
    }

    async fn outsider_code(&self) -> String {
        let path = format!("/control/corp/outsiders?account={CORP}");
        let outsider = self.simulator.post(&path, json!({})).await.json;
        self.code_of(outsider["openId"].as_str().unwrap()).await
    }

    async fn customer_of(&self, member: &PersonRef) -> Customer {
        let external_user_id = format!("wm-{}", self.number());
        let contact = json!({ "userId": member.open_id, "externalUserId": external_user_id });
        let added = self.does("corp/contacts", contact).await;
        Customer {
            external_user_id,
            welcome_code: field(added["message"]["xml"].as_str().unwrap(), "WelcomeCode"),
        }
    }

    async fn is_shared(&self, customer: &Customer, member: &PersonRef) {
        let contact = json!({ "userId": member.open_id, "externalUserId": customer.external_user_id });
        self.does("corp/contacts", contact).await;
    }

    async fn part(&self, customer: &Customer, member: &PersonRef) {
        let change = json!({ "userId": member.open_id, "change": "removed" });
        self.does(&format!("corp/contacts/{}", customer.external_user_id), change)
            .await;
    }
}
