//! A poster's code: scanned, counted by day, and made anew before it ends.

use journeys::await_until::eventually;
use journeys::operator::{Operator, event};
use journeys::simulator::reply_text;
use journeys::system::{Kind, System};
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn scans_of_a_posters_code_register_and_are_counted_by_day() {
    let scene = Scene::enter().await;
    let account = scene.official_account("channels").await;
    let (operator, simulator) = (&scene.operator, &scene.simulator);
    let tea = operator
        .published_event(event("茶会", json!({ "wechatConfig": { "scanMessage": "茶会见" } })))
        .await;
    let channel = channel(operator, &account.at("channels"), Some(&tea)).await;
    let code = operator
        .post(&format!("{channel}/qr-codes"), json!({ "permanent": true }))
        .await;
    assert_eq!(code.status, 201, "{}", code.text);
    let ticket = code.data()["ticket"].as_str().unwrap();

    let follower = simulator.follower_of("channels").await;
    let newcomer = simulator.person_of("channels").await;
    for person in [&follower, &newcomer] {
        let scanned = simulator.scan(person, ticket).await;
        assert_eq!(reply_text(&scanned), "茶会见", "{scanned}");
    }
    let counted = counted(&scene, &channel, 2).await;
    assert_eq!(counted["newFollowers"], 1, "{counted}");
    let day = &counted["days"][0];
    assert_eq!(
        (&day["qrCodeId"], &day["scans"], &day["newFollowers"]),
        (&code.data()["id"], &json!(2), &json!(1)),
        "{counted}"
    );
    let attendees = operator.all(&format!("/v2/events/{tea}/attendees")).await;
    assert_eq!(attendees.len(), 2, "{attendees:?}");
    let quota = operator.get(&account.at("qr-codes/quota")).await;
    assert_eq!(quota.data()["used"], 1, "{}", quota.text);
    a_deleted_channel_leads_nowhere(&scene, &channel, &account, ticket).await;
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

/// Sets a channel up; answers its path.
async fn channel(operator: &Operator, channels: &str, event: Option<&str>) -> String {
    let made = operator
        .post(channels, json!({ "name": "地铁海报", "eventId": event }))
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    format!("{channels}/{}", made.data()["id"].as_str().unwrap())
}

/// What was counted, once there are so many scans.
async fn counted(scene: &Scene, channel: &str, scans: u64) -> Value {
    // A day begins in China; the test may see two of them.
    let (from, to) = (day_in_china(-86_400), day_in_china(86_400));
    let path = format!("{channel}/statistics?from={from}&to={to}");
    eventually("the scans are counted", PATIENCE, async || {
        let counted = scene.operator.get(&path).await.data().clone();
        assert!(counted["scans"].as_u64().unwrap() <= scans, "{counted}");
        (counted["scans"] == scans).then_some(counted)
    })
    .await
}

fn day_in_china(seconds: i64) -> String {
    journeys::operator::from_now(8 * 3_600 + seconds)[..10].to_owned()
}

async fn a_deleted_channel_leads_nowhere(scene: &Scene, channel: &str, account: &Account, ticket: &str) {
    let deleted = scene.operator.delete(channel).await;
    assert_eq!(deleted.status, 200, "{}", deleted.text);
    let late = scene.simulator.person_of(&account.name).await;
    let scanned = scene.simulator.scan(&late, ticket).await;
    assert_ne!(reply_text(&scanned), "茶会见", "{scanned}");
}

/// The shortest code there is lives a minute; its successor is awaited, in a system whose platform then ages.
#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_code_is_made_anew_and_the_new_one_works_when_the_old_one_has_ended() {
    let system = System::start(Kind::Embedded).await;
    let (operator, simulator) = (system.operator().await, &system.simulator);
    let channels = "/v2/wechat/accounts/default/channels";
    let music = operator
        .published_event(event(
            "音乐会",
            json!({ "wechatConfig": { "scanMessage": "音乐会见" } }),
        ))
        .await;
    let channel = channel(&operator, channels, Some(&music)).await;
    let made = operator
        .post(&format!("{channel}/qr-codes"), json!({ "expireSeconds": 60 }))
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let old = made.data();
    let new = renewed(&operator, &channel).await;
    assert_eq!((&new["id"], &new["scene"]), (&old["id"], &old["scene"]));
    let history = operator
        .get(&format!(
            "/v2/wechat/accounts/default/qr-codes/{}/history",
            old["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(history.data()[0]["ticket"], old["ticket"], "{}", history.text);

    let ticket = new["ticket"].as_str().unwrap();
    assert_ne!(old["ticket"], ticket);
    simulator.post("/control/clock", json!({ "advanceSeconds": 35 })).await;
    let person = simulator.person().await;
    let path = format!("/control/people/{person}/scan");
    let too_late = simulator.post(&path, json!({ "ticket": old["ticket"] })).await;
    assert!(too_late.status >= 400, "{}", too_late.text);
    let scanned = simulator.scan(&person, ticket).await;
    assert_eq!(reply_text(&scanned), "音乐会见", "{scanned}");
}

async fn renewed(operator: &Operator, channel: &str) -> Value {
    // Due after half of its life; looked for every half a minute.
    eventually("the code is made anew", PATIENCE + PATIENCE, async || {
        let codes = operator.get(&format!("{channel}/qr-codes")).await;
        codes.data()["items"]
            .get(0)
            .filter(|code| code["renewals"] == 1)
            .cloned()
    })
    .await
}
