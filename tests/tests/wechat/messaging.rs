//! Templates and subscribe notifications, from WeChat's console to the phone, with what WeChat reports of them.

use journeys::await_until::eventually;
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_brought_over_filled_tried_and_sent_to_many() {
    let scene = Scene::enter().await;
    let account = scene.official_account("templates").await;
    add_template(&scene, &account, "TPL-REMIND", false).await;
    let template = brought_over(&scene, &account, "TPL-REMIND").await;
    let (ann, ben) = (
        scene.simulator.follower_of(&account.name).await,
        scene.simulator.follower_of(&account.name).await,
    );
    let stranger = scene.simulator.person_of(&account.name).await;

    let tried = test_send(&scene, &account, &template, &ann).await;
    assert_eq!(tried["state"], "accepted", "{tried}");
    assert_eq!(delivered_to(&scene, &ann, 1).await[0]["templateId"], "TPL-REMIND");

    let people = [&ann, &ben, &stranger];
    let broadcast = order(&scene, &account, &template, &people).await;
    let done = finished(&scene, &broadcast).await;
    assert_eq!(
        (&done["people"], &done["totals"]["all"]),
        (&json!(3), &json!(3)),
        "{done}"
    );
    let totals = reported(&scene, &broadcast, 2).await;
    assert_eq!(totals["pending"], 0, "{totals}");
    assert_eq!(totals["failed"], 1, "who does not follow gets nothing: {totals}");
    for (person, notices) in [(&ann, 2), (&ben, 1)] {
        let received = delivered_to(&scene, person, notices).await;
        assert!(
            received[notices - 1].to_string().contains("明天 9 点开始"),
            "{received:?}"
        );
    }
    assert!(scene.simulator.notices(&stranger).await.is_empty());
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_is_good_for_one_message() {
    let scene = Scene::enter().await;
    let account = scene.official_account("consents").await;
    add_template(&scene, &account, "SUB-REMIND", true).await;
    let template = brought_over(&scene, &account, "SUB-REMIND").await;
    let person = scene.simulator.follower_of(&account.name).await;
    assert_eq!(left(&scene, &account, &person).await, None);

    for accept in [false, true] {
        let popup = json!({ "templateIds": ["SUB-REMIND"], "accept": accept });
        scene.simulator.act(&person, "consent", popup).await;
    }
    eventually("the consent is noted", PATIENCE, async || {
        (left(&scene, &account, &person).await == Some(1)).then_some(())
    })
    .await;
    let first = order(&scene, &account, &template, &[&person]).await;
    finished(&scene, &first).await;
    reported(&scene, &first, 1).await;
    assert_eq!(delivered_to(&scene, &person, 1).await[0]["templateId"], "SUB-REMIND");
    assert_eq!(left(&scene, &account, &person).await, Some(0));

    let second = order(&scene, &account, &template, &[&person]).await;
    let done = finished(&scene, &second).await;
    assert_eq!(done["totals"]["skipped"], 1, "{done}");
    let deliveries = scene.operator.all(&format!("{second}/deliveries")).await;
    assert_eq!(deliveries[0]["state"], "skipped", "{deliveries:?}");
    assert!(deliveries[0]["skipReason"].is_string(), "{deliveries:?}");
    assert_eq!(scene.simulator.notices(&person).await.len(), 1);
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

/// A template that the operator chose in the console.
async fn add_template(scene: &Scene, account: &Account, id: &str, subscribe: bool) {
    let template = json!({
        "templateId": id, "title": "开场提醒", "content": "内容：{{thing1.DATA}}", "subscribe": subscribe,
    });
    let added = scene.simulator.post(&account.console("templates"), template).await;
    assert_eq!(added.status, 201, "{}", added.text);
}

/// Brings the templates over and fills this one; answers our id of it.
async fn brought_over(scene: &Scene, account: &Account, id: &str) -> String {
    let synced = scene.operator.post(&account.at("templates/sync"), json!({})).await;
    assert_eq!(synced.data()["added"], 1, "{}", synced.text);
    let list = scene.operator.get(&account.at("templates")).await;
    let template = &list.data()["items"][0];
    assert_eq!(
        (&template["templateId"], &template["ready"]),
        (&json!(id), &json!(false))
    );
    let template = template["id"].as_str().unwrap().to_owned();
    let path = account.at(&format!("templates/{template}/mapping"));
    let mapped = scene
        .operator
        .put(&path, json!({ "fields": { "thing1": "明天 9 点开始" } }))
        .await;
    assert_eq!(mapped.data()["ready"], true, "{}", mapped.text);
    template
}

async fn test_send(scene: &Scene, account: &Account, template: &str, person: &str) -> Value {
    let path = account.at(&format!("templates/{template}/test-send"));
    let sent = scene.operator.post(&path, json!({ "openId": person })).await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    sent.data().clone()
}

/// Orders a broadcast; answers its path.
async fn order(scene: &Scene, account: &Account, template: &str, people: &[&String]) -> String {
    let body = json!({
        "title": "开场提醒",
        "message": { "type": "template", "templateId": template },
        "audience": { "type": "list", "openIds": people },
    });
    let broadcasts = account.at("broadcasts");
    let ordered = scene.operator.post(&broadcasts, body).await;
    assert_eq!(ordered.status, 201, "{}", ordered.text);
    format!("{broadcasts}/{}", ordered.data()["id"].as_str().unwrap())
}

async fn finished(scene: &Scene, broadcast: &str) -> Value {
    eventually("the broadcast is done", PATIENCE, async || {
        let shown = scene.operator.get(broadcast).await.data().clone();
        (shown["state"] == "done").then_some(shown)
    })
    .await
}

/// The totals of a broadcast, once WeChat reported so many as delivered.
async fn reported(scene: &Scene, broadcast: &str, delivered: u64) -> Value {
    eventually("WeChat's reports close the deliveries", PATIENCE, async || {
        let totals = scene.operator.get(broadcast).await.data()["totals"].clone();
        (totals["delivered"] == delivered).then_some(totals)
    })
    .await
}

/// What reached a person, once it is so much.
async fn delivered_to(scene: &Scene, person: &str, count: usize) -> Vec<Value> {
    let notices = scene.simulator.notices(person).await;
    assert_eq!(notices.len(), count, "{notices:?}");
    notices
}

/// How many messages a person still allows; `None` when nothing was ever said.
async fn left(scene: &Scene, account: &Account, person: &str) -> Option<u64> {
    let path = account.at(&format!("followers/{person}/consents"));
    let consents = scene.operator.get(&path).await;
    let items = consents.data()["items"].as_array().unwrap();
    assert!(items.len() <= 1, "{items:?}");
    items.first().and_then(|consent| consent["remaining"].as_u64())
}
