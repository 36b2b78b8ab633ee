//! Customers of members: read, welcomed, and forgotten.

use journeys::await_until::eventually;
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene, fall_silent, listen_at};
use crate::staff_messages::picture;

/// More than fit on a page.
const CONTACTS: usize = 130;
const SELLERS: [&str; 2] = ["contacts-seller-a", "contacts-seller-b"];

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_read_and_forgotten_when_nobody_knows_them_any_more() {
    let scene = Scene::enter().await;
    let account = scene.wecom("contacts").await;
    let shop = Shop::of(&scene, &account);
    let human = shop.has_customers_already().await;
    shop.reads_them().await;
    let person = shop.knows_who_one_is(human).await;
    shop.notes_a_change().await;
    shop.forgets_who_leaves(&person).await;
    let private: Vec<_> = account.secrets().into_iter().chain(["wm-contacts-"]).collect();
    scene.printed_nothing_of(&account.name, &private).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_customer_is_welcomed_once_with_text_and_picture() {
    let scene = Scene::enter().await;
    let account = scene.wecom("welcomes").await;
    let shop = Shop::of(&scene, &account);
    let seller = "welcomes-seller";
    shop.console("corp/members", json!({ "userId": seller })).await;
    shop.sets_the_welcome().await;
    for (customer, name, api) in [
        ("wm-welcomed-0001", "王五", None),
        (
            "wm-welcomed-0002",
            "赵六",
            Some("/cgi-bin/externalcontact/send_welcome_msg"),
        ),
    ] {
        if let Some(api) = api {
            shop.loses_an_answer(api).await;
        }
        let arrival = json!({ "userId": seller, "externalUserId": customer, "name": name, "state": "poster-5" });
        shop.console("corp/contacts", arrival).await;
        shop.has_welcomed(customer, name).await;
    }
    shop.counts_welcomes(2).await;
    let private: Vec<_> = account.secrets().into_iter().chain(["wm-welcomed-"]).collect();
    scene.printed_nothing_of(&account.name, &private).await;
}

/// Members with customers, at the simulator and in the product.
struct Shop<'a> {
    scene: &'a Scene,
    account: &'a Account,
}

fn customer(number: usize) -> String {
    format!("wm-contacts-{number:04}")
}

impl<'a> Shop<'a> {
    const fn of(scene: &'a Scene, account: &'a Account) -> Self {
        Self { scene, account }
    }

    async fn console(&self, resource: &str, body: Value) {
        let path = self.account.console(resource);
        let done = self.scene.simulator.post(&path, body).await;
        assert!(done.status < 300, "{path}: {}", done.text);
    }

    async fn has_customer(&self, seller: &str, number: usize, human: Option<&Value>) {
        let contact = json!({
            "userId": seller, "externalUserId": customer(number), "name": format!("顾客 {number}"),
            "human": human, "state": format!("poster-{}", number % 2),
        });
        self.console("corp/contacts", contact).await;
    }

    /// From before the product was told anything. The first is a person whom both sellers know; answers who.
    async fn has_customers_already(&self) -> Value {
        fall_silent(&self.scene.simulator, &self.account.name).await;
        for seller in SELLERS {
            self.console("corp/members", json!({ "userId": seller })).await;
        }
        let visitor = self.scene.simulator.person_of(&self.account.name).await;
        let human = self.scene.simulator.known(&visitor).await["human"].clone();
        for number in 0..CONTACTS {
            let human = (number == 0).then_some(&human);
            self.has_customer(SELLERS[0], number, human).await;
        }
        self.has_customer(SELLERS[1], 0, None).await;
        listen_at(&self.scene.simulator, &self.scene.url, &self.account.name).await;
        json!(visitor)
    }

    async fn listed(&self, filter: &str) -> Vec<Value> {
        let path = self.account.at(&format!("wecom/external-contacts{filter}"));
        self.scene.operator.all(&path).await
    }

    async fn contact(&self, number: usize) -> Value {
        let path = self
            .account
            .at(&format!("wecom/external-contacts/{}", customer(number)));
        self.scene.operator.get(&path).await.data().clone()
    }

    async fn reads_them(&self) {
        let sync = self.account.at("wecom/contact-sync");
        let started = self.scene.operator.post(&sync, json!({})).await;
        assert_eq!(started.status, 202, "{}", started.text);
        let ended = eventually("the synchronisation ends", PATIENCE, async || {
            let sync = self.scene.operator.get(&sync).await.data().clone();
            (sync["state"] != "running").then_some(sync)
        })
        .await;
        assert_eq!(
            (&ended["state"], &ended["complete"], &ended["done"]),
            (&json!("finished"), &json!(true), &json!(SELLERS.len())),
            "{ended}"
        );
        assert_eq!(self.listed("").await.len(), CONTACTS);
        assert_eq!(self.listed("?state=poster-1").await.len(), CONTACTS / 2);
        let shared = self.listed(&format!("?userId={}", SELLERS[1])).await;
        assert_eq!(shared.len(), 1, "{shared:?}");
        assert_eq!(shared[0]["relations"].as_array().unwrap().len(), 2, "{shared:?}");
    }

    /// Answers our id of the person.
    async fn knows_who_one_is(&self, visitor: Value) -> String {
        let contact = self.contact(0).await;
        assert_eq!(contact["name"], "顾客 0", "{contact}");
        let person = contact["personId"].as_str().unwrap().to_owned();
        let known = self.scene.operator.get(&format!("/v2/people/{person}")).await;
        let there = self.scene.simulator.known(visitor.as_str().unwrap()).await;
        assert_eq!(known.data()["unionIds"], json!([there["unionId"]]), "{}", known.text);
        person
    }

    async fn changes(&self, number: usize, seller: &str, change: &str) {
        let changed = json!({ "userId": seller, "change": change, "remark": "老顾客" });
        self.console(&format!("corp/contacts/{}", customer(number)), changed)
            .await;
    }

    async fn notes_a_change(&self) {
        self.changes(1, SELLERS[0], "edited").await;
        eventually("the remark is known", PATIENCE, async || {
            (self.contact(1).await["relations"][0]["remark"] == "老顾客").then_some(())
        })
        .await;
    }

    async fn has_relations(&self, number: usize, count: usize) -> Value {
        eventually("the relation ends", PATIENCE, async || {
            let contact = self.contact(number).await;
            (contact["relations"].as_array().unwrap().len() == count).then_some(contact)
        })
        .await
    }

    /// One seller removes the customer, then the customer the other seller.
    async fn forgets_who_leaves(&self, person: &str) {
        self.changes(0, SELLERS[0], "removed").await;
        let half = self.has_relations(0, 1).await;
        assert_eq!(half["name"], "顾客 0", "somebody still knows them: {half}");
        self.changes(0, SELLERS[1], "left").await;
        let gone = self.has_relations(0, 0).await;
        for personal in ["name", "kind", "position", "corpName"] {
            assert!(gone[personal].is_null(), "{gone}");
        }
        assert!(!gone.to_string().contains("顾客"), "{gone}");
        eventually("the union id is forgotten", PATIENCE, async || {
            let known = self.scene.operator.get(&format!("/v2/people/{person}")).await;
            let is_nobody = known.status == 404 || known.data()["unionIds"] == json!([]);
            is_nobody.then_some(())
        })
        .await;
        assert_eq!(self.listed(&format!("?userId={}", SELLERS[1])).await.len(), 0);
    }

    async fn sets_the_welcome(&self) {
        let picture = picture(self.scene, self.account).await;
        let welcome = json!({
            "enabled": true, "text": "你好，{name}！",
            "attachments": [
                { "kind": "image", "materialId": picture },
                { "kind": "link", "title": "日程", "url": "https://events.example.com/agenda" },
            ],
        });
        let path = self.account.at("wecom/welcome-message");
        let set = self.scene.operator.put(&path, welcome).await;
        assert_eq!(set.status, 200, "{}", set.text);
    }

    async fn loses_an_answer(&self, api: &str) {
        let fault = json!({
            "api": api, "account": self.account.name, "action": { "dropConnection": "after" }, "times": 1,
        });
        self.console("faults", fault).await;
    }

    /// WeCom takes a welcome for twenty seconds and no longer.
    async fn has_welcomed(&self, customer: &str, name: &str) {
        let welcome = eventually("the customer is welcomed", PATIENCE, async || {
            self.scene.simulator.notices(customer).await.pop()
        })
        .await;
        assert_eq!(welcome["channel"], "welcome", "{welcome}");
        let content = &welcome["content"];
        assert_eq!(content["text"]["content"], format!("你好，{name}！"), "{content}");
        assert!(content["attachments"][0]["image"]["media_id"].is_string(), "{content}");
        assert_eq!(content["attachments"][1]["link"]["title"], "日程", "{content}");
    }

    async fn counts_welcomes(&self, sent: usize) {
        let path = self.account.at("wecom/welcome-message");
        let outcomes = eventually("the welcomes are counted", PATIENCE, async || {
            let outcomes = self.scene.operator.get(&path).await.data()["outcomes"].clone();
            let all: u64 = outcomes.as_object().unwrap().values().filter_map(Value::as_u64).sum();
            (all == sent as u64).then_some(outcomes)
        })
        .await;
        assert_eq!(outcomes["sent"], sent, "{outcomes}");
        for customer in ["wm-welcomed-0001", "wm-welcomed-0002"] {
            assert_eq!(self.scene.simulator.notices(customer).await.len(), 1, "{customer}");
        }
    }
}
