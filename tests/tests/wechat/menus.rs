//! A menu, from the draft to the phone and back.

use journeys::await_until::eventually;
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_is_drafted_corrected_published_and_compared_with_the_console() {
    let scene = Scene::enter().await;
    let account = scene.official_account("menus").await;
    let person = scene.simulator.follower_of("menus").await;
    faults_are_told_before_wechat_is_asked(&scene, &account).await;
    it_is_published(&scene, &account).await;
    assert_eq!(shown_to(&scene, &person).await, ["日历", "更多"]);
    a_tap_reaches_us(&scene, &person).await;
    a_change_in_the_console_is_noticed(&scene, &account, &person).await;
    guests_see_a_menu_of_their_own(&scene, &account, &person).await;
    it_is_withdrawn(&scene, &account, &person).await;
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

fn click(name: &str) -> Value {
    json!({ "name": name, "type": "click", "key": format!("KEY-{name}") })
}

async fn faults_are_told_before_wechat_is_asked(scene: &Scene, account: &Account) {
    let broken = json!({ "buttons": [
        click("六个汉字太长"), { "name": "官网", "type": "view", "url": "ftp://example.com" },
    ]});
    let checked = scene.operator.post(&account.at("menu/validate"), broken.clone()).await;
    assert_eq!(checked.data()["valid"], false, "{}", checked.text);
    let edited = scene.operator.put(&account.at("menu"), broken).await;
    assert_eq!(edited.status, 200, "{}", edited.text);
    assert_eq!(edited.data()["faults"], checked.data()["faults"]);
    let places: Vec<_> = edited.data()["faults"].as_array().unwrap().iter().collect();
    assert!(
        places.iter().any(|fault| fault["at"] == "buttons[0].name"),
        "{places:?}"
    );
    assert!(places.iter().any(|fault| fault["at"] == "buttons[1].url"), "{places:?}");
    let refused = scene.operator.post(&account.at("menu/publish"), json!({})).await;
    assert_eq!(
        (refused.status, refused.code()),
        (400, "VALIDATION_ERROR"),
        "{}",
        refused.text
    );
    let asked = scene.simulator.get("/control/calls?api=/cgi-bin/menu/create").await;
    let of_ours = |call: &&Value| call["account"] == "menus";
    assert_eq!(
        asked.json["items"].as_array().unwrap().iter().filter(of_ours).count(),
        0
    );
}

async fn it_is_published(scene: &Scene, account: &Account) {
    let menu = json!({ "buttons": [
        click("日历"),
        { "name": "更多", "subButtons": [
            { "name": "官网", "type": "view", "url": "https://example.com/?a=b&c=d" }, click("客服"),
        ]},
    ]});
    let edited = scene.operator.put(&account.at("menu"), menu).await;
    assert_eq!(edited.data()["faults"], json!([]), "{}", edited.text);
    publish(scene, account).await;
    assert!(is_same(scene, account).await);
}

async fn publish(scene: &Scene, account: &Account) {
    let accepted = scene.operator.post(&account.at("menu/publish"), json!({})).await;
    assert_eq!(accepted.status, 202, "{}", accepted.text);
    eventually("the menu is published", PATIENCE, async || {
        let menu = scene.operator.get(&account.at("menu")).await;
        let publication = &menu.data()["publication"];
        assert_ne!(publication["state"], "failed", "{publication}");
        (publication["state"] == "published" && publication["publishedVersion"] == menu.data()["version"]).then_some(())
    })
    .await;
}

async fn is_same(scene: &Scene, account: &Account) -> bool {
    let compared = scene.operator.get(&account.at("menu/comparison")).await;
    compared.data()["same"] == true
}

/// The names of the buttons that somebody sees.
async fn shown_to(scene: &Scene, person: &str) -> Vec<String> {
    let menu = scene.simulator.get(&format!("/control/people/{person}/menu")).await;
    let buttons = menu.json["items"].as_array().unwrap();
    buttons
        .iter()
        .map(|button| button["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn a_tap_reaches_us(scene: &Scene, person: &str) {
    let tapped = scene.simulator.act(person, "menu", json!({ "position": [1, 1] })).await;
    assert_eq!(tapped["message"]["eventKey"], "KEY-客服", "{tapped}");
    let messages = scene
        .operator
        .all(&format!("/v2/wechat/messages?fromUser={person}&event=CLICK"))
        .await;
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert_eq!(messages[0]["eventKey"], "KEY-客服");
}

async fn a_change_in_the_console_is_noticed(scene: &Scene, account: &Account, person: &str) {
    let menu = json!({ "button": [{ "type": "click", "name": "促销", "key": "SALE" }] });
    scene
        .simulator
        .call_api(&account.app_id, &account.secret, "/cgi-bin/menu/create", menu)
        .await;
    assert_eq!(shown_to(scene, person).await, ["促销"]);
    let compared = scene.operator.get(&account.at("menu/comparison")).await;
    let differences = compared.data()["differences"].as_array().unwrap();
    assert_eq!(compared.data()["same"], false);
    assert!(
        differences
            .iter()
            .any(|one| one["at"].as_str().unwrap().starts_with("buttons[0]")),
        "{differences:?}"
    );
    let published = scene.operator.get(&account.at("menu/published")).await;
    assert_eq!(published.data()["buttons"][0]["name"], "促销");
    publish(scene, account).await;
    assert!(is_same(scene, account).await);
    assert_eq!(shown_to(scene, person).await, ["日历", "更多"]);
}

async fn guests_see_a_menu_of_their_own(scene: &Scene, account: &Account, person: &str) {
    let tag = scene
        .operator
        .post(&account.at("tags"), json!({ "name": "嘉宾" }))
        .await;
    assert_eq!(tag.status, 201, "{}", tag.text);
    let tag = tag.data()["id"].as_i64().unwrap();
    let wanted = json!({ "name": "嘉宾", "audience": { "tagId": tag }, "buttons": [click("贵宾厅")] });
    let added = scene.operator.post(&account.at("conditional-menus"), wanted).await;
    assert_eq!(added.status, 201, "{}", added.text);
    publish(scene, account).await;

    let guest = scene.simulator.follower_of("menus").await;
    let tagged = scene
        .operator
        .post(
            &account.at(&format!("tags/{tag}/followers")),
            json!({ "openIds": [guest] }),
        )
        .await;
    assert_eq!(tagged.data()["state"], "finished", "{}", tagged.text);
    assert_eq!(shown_to(scene, &guest).await, ["贵宾厅"]);
    assert_eq!(shown_to(scene, person).await, ["日历", "更多"]);
    for (user, first) in [(guest.as_str(), "贵宾厅"), (person, "日历")] {
        let matched = scene
            .operator
            .post(&account.at("conditional-menus/try-match"), json!({ "user": user }))
            .await;
        assert_eq!(matched.data()["buttons"][0]["name"], first, "{}", matched.text);
    }
}

async fn it_is_withdrawn(scene: &Scene, account: &Account, person: &str) {
    let withdrawn = scene.operator.delete(&account.at("menu/published")).await;
    assert_eq!(withdrawn.status, 200, "{}", withdrawn.text);
    assert!(shown_to(scene, person).await.is_empty());
    let kept = scene.operator.get(&account.at("menu")).await;
    assert_eq!(kept.data()["buttons"][0]["name"], "日历", "what is being edited stays");
}
