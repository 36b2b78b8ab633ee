//! Mass messages, from the draft to every phone, with what WeChat reports of them.

use journeys::await_until::eventually;
use journeys::http::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene};

const TO_MANY: &str = "/cgi-bin/message/mass/sendall";
const TO_PEOPLE: &str = "/cgi-bin/message/mass/send";

#[tokio::test(flavor = "multi_thread")]
async fn a_mass_message_is_tried_on_one_phone_and_reaches_every_follower_once() {
    let scene = Scene::enter().await;
    let account = scene.official_account("mass").await;
    let followers = followers(&scene, &account, 3).await;
    let stranger = scene.simulator.person_of(&account.name).await;
    let mass = drafted(&scene, &account, &text("开场了🎉"), &json!({ "type": "everybody" })).await;
    it_is_tried(&scene, &mass, &followers).await;
    it_is_not_sent_by_mistake(&scene, &account, &mass).await;

    it_is_sent_and_reported(&scene, &account, &mass).await;
    let again = send(&scene, &mass).await;
    assert_eq!(
        (again.status, again.code()),
        (409, "WRONG_MASS_MESSAGE_STATE"),
        "{}",
        again.text
    );
    assert_eq!(
        received(&scene, &followers).await,
        [["开场了🎉"; 2].as_slice(), &["开场了🎉"], &["开场了🎉"]]
    );
    assert!(scene.simulator.notices(&stranger).await.is_empty());
    assert_eq!(scene.calls(&account, TO_MANY).await.len(), 1);
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_a_mass_message_twice_when_wechats_answer_is_lost() {
    let scene = Scene::enter().await;
    let account = scene.official_account("unanswered-mass").await;
    let followers = followers(&scene, &account, 3).await;
    let tag = tag_of(&scene, &account, &followers).await;
    read_anew(&scene, &account).await;
    let audiences = [
        ("所有人", TO_MANY, json!({ "type": "everybody" })),
        ("名单", TO_PEOPLE, json!({ "type": "people", "openIds": followers })),
        ("嘉宾", TO_PEOPLE, json!({ "type": "followers", "tagId": tag })),
    ];
    for (words, api, audience) in audiences {
        let mass = drafted(&scene, &account, &text(words), &audience).await;
        scene
            .strike_next(&account, api, json!({ "dropConnection": "after" }))
            .await;
        assert_eq!(send(&scene, &mass).await.status, 202);
        let finished = mass_in(&scene, &mass, "finished").await;
        assert_eq!(finished["totals"]["sent"], 3, "{finished}");
        let mut calls = scene.calls(&account, api).await;
        calls.retain(|call| call["body"].as_str().unwrap().contains(words));
        assert_eq!(calls.len(), 2, "{calls:?}");
        assert_eq!(calls[0]["body"], calls[1]["body"], "the same name");
        assert_eq!(calls[1]["answer"]["errcode"], 45065, "{calls:?}");
    }
    assert_eq!(received(&scene, &followers).await, [["所有人", "名单", "嘉宾"]; 3]);
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_reach_those_with_a_tag_and_are_taken_back() {
    let scene = Scene::enter().await;
    let account = scene.official_account("mass-articles").await;
    let followers = followers(&scene, &account, 2).await;
    let tag = tag_of(&scene, &account, &followers[..1]).await;
    let draft = draft_of_articles(&scene, &account).await;
    let content = json!({ "type": "articles", "draftId": draft });
    let mass = drafted(&scene, &account, &content, &json!({ "type": "tag", "tagId": tag })).await;
    assert_eq!(send(&scene, &mass).await.status, 202);
    let finished = mass_in(&scene, &mass, "finished").await;
    assert_eq!(finished["totals"]["sent"], 1, "{finished}");
    let address = finished["parts"][0]["articles"][0]["url"].as_str().unwrap();
    assert!(address.contains("mp.weixin.qq.com/s"), "{address}");
    assert_eq!(scene.simulator.notices(&followers[0]).await.len(), 1);
    assert!(scene.simulator.notices(&followers[1]).await.is_empty());
    let used_up = scene.operator.get(&account.at(&format!("drafts/{draft}"))).await;
    assert!(used_up.data()["pushed"]["usedUpAt"].is_string(), "{}", used_up.text);

    let withdrawn = scene.operator.post(&format!("{mass}/withdraw"), json!({})).await;
    assert_eq!(withdrawn.data()["withdrawn"], json!([0]), "{}", withdrawn.text);
    let msg_id = finished["parts"][0]["msgId"].as_str().unwrap();
    let asked = json!({ "msg_id": msg_id.parse::<u64>().unwrap() });
    let there = scene
        .simulator
        .call_api(&account.app_id, &account.secret, "/cgi-bin/message/mass/get", asked)
        .await;
    assert_eq!(there["msg_status"], "DELETE");
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reprint_is_reported_with_what_it_resembles_and_reaches_nobody() {
    let scene = Scene::enter().await;
    let account = scene.official_account("mass-reprints").await;
    let followers = followers(&scene, &account, 2).await;
    let draft = draft_of_articles(&scene, &account).await;
    let original = "https://mp.weixin.qq.com/s/original";
    let found = json!({ "ArticleIdx": 1, "OriginalArticleUrl": original, "CanReprint": 0 });
    let refused = json!({
        "outcome": { "refused": 30003 }, "copyright": { "CheckState": 3, "ResultList": [found] },
    });
    scene.decide(&account, "mass", refused).await;
    let content = json!({ "type": "articles", "draftId": draft });
    let mass = drafted(&scene, &account, &content, &json!({ "type": "everybody" })).await;
    assert_eq!(send(&scene, &mass).await.status, 202);
    let failed = mass_in(&scene, &mass, "failed").await;
    let part = &failed["parts"][0];
    assert_eq!(
        (&part["failure"]["source"], &part["failure"]["code"]),
        (&json!("report"), &json!(30003)),
        "{part}"
    );
    assert!(part["failure"]["noteZh"].is_string(), "{part}");
    assert_eq!(part["copyright"]["state"], 3, "{part}");
    let finding = &part["copyright"]["findings"][0];
    assert_eq!(
        (&finding["originalUrl"], &finding["canReprint"]),
        (&json!(original), &json!(false)),
        "{part}"
    );
    assert_eq!(received(&scene, &followers).await, [[""; 0]; 2]);
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_wechat_has_not_got_is_called_off() {
    let scene = Scene::enter().await;
    let account = scene.official_account("mass-called-off").await;
    let followers = followers(&scene, &account, 2).await;
    let audience = json!({ "type": "people", "openIds": followers });
    // WeChat keeps what its administrator has to consent to, and wants what comes too often later.
    for (code, state, cancel) in [(89504, "sending", 409), (45011, "pending", 200)] {
        let mass = drafted(&scene, &account, &text("不发了"), &audience).await;
        scene.strike_next(&account, TO_PEOPLE, json!({ "errcode": code })).await;
        assert_eq!(send(&scene, &mass).await.status, 202);
        let part = attempted(&scene, &mass, state).await;
        assert_eq!(part["waitingForConfirmation"].is_object(), code == 89504, "{part}");
        let cancelled = scene.operator.post(&format!("{mass}/cancel"), json!({})).await;
        assert_eq!(cancelled.status, cancel, "{}", cancelled.text);
        if cancel == 200 {
            assert_eq!(cancelled.data()["state"], "cancelled", "{}", cancelled.text);
        }
    }
    assert_eq!(scene.calls(&account, TO_PEOPLE).await.len(), 2);
    assert_eq!(received(&scene, &followers).await, [[""; 0]; 2]);
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

/// The first part of a mass message, once it was attempted and is in this state.
async fn attempted(scene: &Scene, mass: &str, state: &str) -> Value {
    eventually("WeChat puts it off", PATIENCE, async || {
        let shown = scene.operator.get(mass).await;
        let part = shown.data()["parts"][0].clone();
        let is_put_off = part["waitingForConfirmation"].is_object() || part["state"] == "pending";
        (part["attempts"] == 1 && part["state"] == state && is_put_off).then_some(part)
    })
    .await
}

async fn followers(scene: &Scene, account: &Account, count: usize) -> Vec<String> {
    let mut followers = Vec::new();
    for _ in 0..count {
        followers.push(scene.simulator.follower_of(&account.name).await);
    }
    followers
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

/// Drafts a mass message; answers its path.
async fn drafted(scene: &Scene, account: &Account, content: &Value, audience: &Value) -> String {
    let message = json!({ "content": content, "audience": audience });
    let drafted = scene.operator.post(&account.at("mass-messages"), message).await;
    assert_eq!(drafted.status, 201, "{}", drafted.text);
    assert_eq!(drafted.data()["state"], "draft");
    drafted.header("location").unwrap().to_owned()
}

async fn it_is_tried(scene: &Scene, mass: &str, followers: &[String]) {
    let preview = format!("{mass}/preview");
    let shown = scene.operator.post(&preview, json!({ "openId": followers[0] })).await;
    assert!(shown.data()["msgId"].is_string(), "{}", shown.text);
    assert_eq!(received(scene, followers).await, [["开场了🎉"].as_slice(), &[], &[]]);
}

async fn it_is_not_sent_by_mistake(scene: &Scene, account: &Account, mass: &str) {
    let send = format!("{mass}/send");
    let unmeant = scene.operator.post(&send, json!({ "confirm": false })).await;
    assert_eq!(unmeant.status, 400, "{}", unmeant.text);
    let unseen = scene.operator.post(&send, json!({ "confirm": true })).await;
    assert_eq!(unseen.status, 400, "{}", unseen.text);
    assert!(scene.calls(account, TO_MANY).await.is_empty());
}

/// Has it sent while WeChat takes its time.
async fn it_is_sent_and_reported(scene: &Scene, account: &Account, mass: &str) {
    scene.decide(account, "mass", json!({ "held": true })).await;
    assert_eq!(send(scene, mass).await.status, 202);
    let accepted = mass_in(scene, mass, "accepted").await;
    assert_eq!(accepted["totals"], Value::Null, "{accepted}");
    let msg_id = accepted["parts"][0]["msgId"].as_str().unwrap();
    scene.decide(account, &format!("mass/{msg_id}"), json!({})).await;
    let finished = mass_in(scene, mass, "finished").await;
    assert_eq!(
        finished["totals"],
        json!({ "total": 3, "filtered": 3, "sent": 3, "failed": 0 })
    );
}

/// Has it sent as it is now.
async fn send(scene: &Scene, mass: &str) -> Answer {
    let confirmed = Some(json!({ "confirm": true }));
    let path = format!("{mass}/send");
    let present = scene.operator.get(mass).await;
    let tag = present.header("etag").unwrap();
    scene
        .operator
        .send(Method::POST, &path, &[("if-match", tag)], confirmed)
        .await
}

/// The mass message, once it is in this state.
async fn mass_in(scene: &Scene, mass: &str, state: &str) -> Value {
    eventually("the mass message comes to this", PATIENCE, async || {
        let shown = scene.operator.get(mass).await.data().clone();
        (shown["state"] == state).then_some(shown)
    })
    .await
}

/// The texts that reached people's phones, person by person, oldest first.
async fn received(scene: &Scene, people: &[String]) -> Vec<Vec<String>> {
    let mut received = Vec::new();
    for person in people {
        let notices = scene.simulator.notices(person).await;
        let text = |notice: &Value| notice["content"]["content"].as_str().unwrap().to_owned();
        received.push(notices.iter().map(text).collect());
    }
    received
}

/// A tag that these people have; answers its number.
async fn tag_of(scene: &Scene, account: &Account, people: &[String]) -> i64 {
    let tag = scene
        .operator
        .post(&account.at("tags"), json!({ "name": "嘉宾" }))
        .await;
    let tag = tag.data()["id"].as_i64().unwrap();
    let tagged = scene
        .operator
        .post(
            &account.at(&format!("tags/{tag}/followers")),
            json!({ "openIds": people }),
        )
        .await;
    assert_eq!(tagged.data()["state"], "finished", "{}", tagged.text);
    tag
}

/// Reads all followers anew, so that our own records have them with their tags.
async fn read_anew(scene: &Scene, account: &Account) {
    let path = account.at("follower-sync");
    let begun = scene.operator.post(&path, json!({})).await;
    assert_eq!(begun.status, 202, "{}", begun.text);
    eventually("all followers are read", PATIENCE, async || {
        let sync = scene.operator.get(&path).await;
        (sync.data()["state"] == "finished").then_some(())
    })
    .await;
}

/// A draft with one article; answers its id.
async fn draft_of_articles(scene: &Scene, account: &Account) -> String {
    let thumb = scene.picture(account, "封面").await;
    let article = json!({ "type": "news", "title": "音乐会", "content": "<p>周六见</p>", "thumb": thumb });
    let written = scene
        .operator
        .post(&account.at("drafts"), json!({ "articles": [article] }))
        .await;
    assert_eq!(written.status, 201, "{}", written.text);
    written.data()["id"].as_str().unwrap().to_owned()
}
