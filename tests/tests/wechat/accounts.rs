//! A second official account comes, is used, and goes.

use journeys::await_until::eventually;
use journeys::http::Answer;
use serde_json::{Value, json};

use crate::scene::{PATIENCE, Scene, listen_at, register, submitted};

const NAME: &str = "tea-house";
const PATH: &str = "/v2/wechat/accounts/tea-house";

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_added_tried_out_used_and_removed() {
    let scene = Scene::enter().await;
    let made = register(&scene.simulator, NAME, "officialAccount").await;
    an_operator_adds_it(&scene, &made).await;
    nobody_reaches_it_yet(&scene).await;
    wechat_reaches_it(&scene).await;
    the_connection_is_tried_out(&scene, &made).await;
    let person = somebody_uses_it(&scene).await;
    it_can_be_put_to_rest(&scene).await;
    it_is_removed(&scene, &person).await;
    let secrets = ["secret", "token", "encodingAesKey"].map(|secret| made[secret].as_str().unwrap());
    scene.printed_nothing_of(NAME, &secrets).await;
}

fn is_silent_about_secrets(text: &str, made: &Value) {
    for secret in ["secret", "token", "encodingAesKey"] {
        let value = made[secret].as_str().unwrap();
        assert!(!text.contains(value), "the {secret} is told");
    }
}

async fn an_operator_adds_it(scene: &Scene, made: &Value) {
    let accounts = "/v2/wechat/accounts";
    let added = scene.operator.post(accounts, submitted(made, "official_account")).await;
    assert_eq!(added.status, 201, "{}", added.text);
    assert_eq!(added.data()["webhookPath"], format!("/v2/wechat/{NAME}/webhook"));
    let twice = scene.operator.post(accounts, submitted(made, "official_account")).await;
    assert_eq!((twice.status, twice.code()), (409, "CONFLICT"), "{}", twice.text);
    is_silent_about_secrets(&added.text, made);
    is_silent_about_secrets(&twice.text, made);
    for path in [accounts, PATH, &format!("{PATH}/health")] {
        let shown = scene.operator.get(path).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        assert!(shown.text.contains(made["appId"].as_str().unwrap()), "{}", shown.text);
        is_silent_about_secrets(&shown.text, made);
    }
}

async fn tried_out(scene: &Scene) -> Answer {
    let tried = scene.operator.post(&format!("{PATH}/test"), json!({})).await;
    assert_eq!(tried.status, 200, "{}", tried.text);
    tried
}

async fn nobody_reaches_it_yet(scene: &Scene) {
    let tried = tried_out(scene).await;
    let checks = tried.data()["checks"].as_array().unwrap();
    let ill: Vec<_> = checks.iter().filter(|check| check["ok"] == false).collect();
    assert_eq!(ill.len(), 1, "{}", tried.text);
    assert_eq!(ill[0]["check"], "callback", "{}", tried.text);
    assert!(ill[0]["advice"]["zh"].is_string(), "{}", tried.text);
}

async fn the_connection_is_tried_out(scene: &Scene, made: &Value) {
    let well = tried_out(scene).await;
    assert_eq!(well.data()["ok"], true, "{}", well.text);

    let wrong = json!({ "appSecret": "00000000000000000000000000000000" });
    let changed = scene.operator.patch(PATH, wrong).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let ill = tried_out(scene).await;
    assert_eq!(ill.data()["ok"], false, "{}", ill.text);
    let token = &ill.data()["checks"][0];
    assert_eq!(
        (&token["check"], &token["ok"]),
        (&json!("token"), &json!(false)),
        "{token}"
    );
    assert!(token["code"].is_number() && token["advice"].is_object(), "{token}");
    is_silent_about_secrets(&ill.text, made);

    let right = scene.operator.patch(PATH, json!({ "appSecret": made["secret"] })).await;
    is_silent_about_secrets(&right.text, made);
    let well = tried_out(scene).await;
    assert_eq!(well.data()["ok"], true, "{}", well.text);
}

async fn console_accepts(scene: &Scene) -> bool {
    let verified = scene
        .simulator
        .post(&format!("/control/accounts/{NAME}/verify"), json!({}))
        .await;
    verified.json["accepted"] == true
}

async fn wechat_reaches_it(scene: &Scene) {
    listen_at(&scene.simulator, &scene.url, NAME).await;
    assert!(console_accepts(scene).await);
    is_seen(scene, "addressConfirmedAt").await;
}

/// Sightings are stored every few seconds.
async fn is_seen(scene: &Scene, what: &str) {
    eventually(what, PATIENCE, async || {
        let health = scene.operator.get(&format!("{PATH}/health")).await;
        health.data()["webhook"][what].is_string().then_some(())
    })
    .await;
}

async fn somebody_uses_it(scene: &Scene) -> String {
    let rule = json!({
        "name": "欢迎", "trigger": { "type": "subscribe" }, "answer": { "type": "text", "content": "欢迎来喝茶 🍵" },
    });
    let made = scene.operator.post(&format!("{PATH}/reply-rules"), rule).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let person = scene.simulator.person_of(NAME).await;
    let followed = scene.simulator.act(&person, "follow", json!({})).await;
    assert_eq!(followed["reply"]["content"], "欢迎来喝茶 🍵", "{followed}");

    let messages = received_of(scene, &person).await;
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert_eq!(
        (&messages[0]["account"], &messages[0]["event"]),
        (&json!(NAME), &json!("subscribe"))
    );
    is_seen(scene, "lastMessageAt").await;
    person
}

async fn received_of(scene: &Scene, person: &str) -> Vec<Value> {
    scene
        .operator
        .all(&format!("/v2/wechat/messages?fromUser={person}"))
        .await
}

async fn it_can_be_put_to_rest(scene: &Scene) {
    for (enabled, accepted) in [(false, false), (true, true)] {
        let changed = scene.operator.patch(PATH, json!({ "enabled": enabled })).await;
        assert_eq!(changed.data()["enabled"], enabled, "{}", changed.text);
        assert_eq!(console_accepts(scene).await, accepted, "enabled: {enabled}");
    }
}

async fn it_is_removed(scene: &Scene, person: &str) {
    let removed = scene.operator.delete(PATH).await;
    assert_eq!(removed.status, 200, "{}", removed.text);
    assert_eq!(scene.operator.get(PATH).await.code(), "NOT_FOUND");
    assert!(!console_accepts(scene).await);
    let acted = scene.simulator.text(person, "还在吗").await;
    assert_eq!(acted["reply"], Value::Null, "{acted}");
    assert_eq!(received_of(scene, person).await.len(), 1, "what it received stays");
}
