//! What an account answers when no event does: asked of a dry run, and by somebody with a phone.

use journeys::http::Answer;
use serde_json::{Value, json};

use crate::scene::{Account, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_the_phone_then_shows() {
    let scene = Scene::enter().await;
    let account = scene.official_account("replies").await;
    let rules = make_rules(&scene, &account).await;
    let asker = Asker::of(&scene, &account).await;

    asker
        .asks("follow", json!({}), json!({ "type": "subscribe" }), "欢迎关注")
        .await;
    let lobby = json!({ "scene": "lobby" });
    asker
        .asks("scan", lobby, json!({ "type": "scan", "scene": "lobby" }), "您在大厅")
        .await;
    let key = json!({ "key": "CALENDAR" });
    asker
        .asks(
            "click",
            key,
            json!({ "type": "menuKey", "key": "CALENDAR" }),
            "本周三场活动",
        )
        .await;
    for (typed, answered) in [
        (" 停车 ", "停车请走东门"),
        ("哪里可以停车？", "附近停车场"),
        ("订单 20261121", "订单查询"),
        ("请问退票", "退票找总台"),
        ("随便说说", "没有听懂"),
    ] {
        asker.types(typed, answered).await;
    }
    asker.types("人工", "transfer_customer_service").await;

    let urgent = rules.iter().find(|rule| rule["name"] == "停车").unwrap();
    let gone = scene
        .operator
        .delete(&account.at(&format!("reply-rules/{}", urgent["id"].as_str().unwrap())))
        .await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    asker.types("停车", "附近停车场").await;
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

fn rule(name: &str, priority: i64, trigger: &str, value: Option<&str>, answer: &Value) -> Value {
    let mut trigger = json!({ "type": trigger });
    if let Some(value) = value {
        trigger["value"] = json!(value);
    }
    json!({ "name": name, "priority": priority, "trigger": trigger, "answer": answer })
}

fn text(content: &str) -> Value {
    json!({ "type": "text", "content": content })
}

async fn make_rules(scene: &Scene, account: &Account) -> Vec<Value> {
    let mut made = Vec::new();
    for wanted in [
        rule("欢迎", 0, "subscribe", None, &text("欢迎关注")),
        rule("大厅", 0, "scan", Some("lobby"), &text("您在大厅")),
        rule("日历", 0, "menuKey", Some("CALENDAR"), &text("本周三场活动")),
        rule("停车", 0, "textExact", Some("停车"), &text("停车请走东门")),
        rule("车位", 0, "textContains", Some("停车"), &text("附近停车场")),
        rule("订单", 0, "textPattern", Some("^订单 ?[0-9]{8}$"), &text("订单查询")),
        rule("退票", 5, "textContains", Some("退票"), &text("退票找总台")),
        rule("退票 2", 0, "textExact", Some("请问退票"), &text("从未说出")),
        rule(
            "人工",
            0,
            "textExact",
            Some("人工"),
            &json!({ "type": "humanService", "agent": null }),
        ),
        rule("其他", 0, "default", None, &text("没有听懂")),
    ] {
        let answer = scene.operator.post(&account.at("reply-rules"), wanted).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        made.push(answer.data().clone());
    }
    made
}

/// Somebody who asks both ways.
struct Asker<'a> {
    scene: &'a Scene,
    dry_run: String,
    person: String,
}

impl<'a> Asker<'a> {
    async fn of(scene: &'a Scene, account: &Account) -> Self {
        Self {
            scene,
            dry_run: account.at("reply-rules/dry-run"),
            person: scene.simulator.person_of(&account.name).await,
        }
    }

    async fn types(&self, content: &str, expected: &str) {
        let question = json!({ "type": "text", "text": content });
        self.asks("text", json!({ "content": content }), question, expected)
            .await;
    }

    async fn asks(&self, action: &str, body: Value, question: Value, expected: &str) {
        let foreseen = self
            .scene
            .operator
            .post(&self.dry_run, json!({ "message": question }))
            .await;
        assert_eq!(said_by(&foreseen), expected, "{question}: {}", foreseen.text);
        let acted = self.scene.simulator.act(&self.person, action, body).await;
        let reply = &acted["reply"];
        let shown = match reply["type"].as_str() {
            Some("text") => reply["content"].as_str().unwrap(),
            other => other.unwrap_or("nothing"),
        };
        assert_eq!(shown, expected, "{question}: {acted}");
    }
}

/// What a dry run foresees, in the words of the phone.
fn said_by(foreseen: &Answer) -> &str {
    let reply = &foreseen.data()["reply"];
    match reply["type"].as_str() {
        Some("humanService") => "transfer_customer_service",
        Some("text") => reply["content"].as_str().unwrap(),
        other => other.unwrap_or("nothing"),
    }
}
