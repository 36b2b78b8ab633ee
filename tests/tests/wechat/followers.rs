//! Several thousand followers: read anew while the process is killed, tagged, and forgotten when they leave.

use journeys::await_until::eventually;
use journeys::operator::Operator;
use journeys::simulator::Simulator;
use journeys::system::{Kind, System};
use serde_json::{Value, json};

use crate::scene::PATIENCE;

const FOLLOWERS: usize = 3_000;
const ACCOUNT: &str = "/v2/wechat/accounts/default";
const PROFILES: &str = "/cgi-bin/user/info/batchget";

#[tokio::test(flavor = "multi_thread")]
async fn followers_are_read_through_a_kill_tagged_and_forgotten_when_they_leave() {
    let mut system = System::start(Kind::Embedded).await;
    let people = people(&system.simulator).await;
    killed_in_the_middle(&mut system).await;
    let operator = system.operator().await;
    everybody_is_known(&operator, &system.simulator, &people).await;
    many_are_tagged(&operator, &system.simulator, &people).await;
    who_leaves_is_forgotten(&operator, &system.simulator, &people[7]).await;
}

async fn people(simulator: &Simulator) -> Vec<String> {
    let wanted = json!({ "count": FOLLOWERS, "subscribed": true });
    let made = simulator.post("/control/people", wanted).await;
    let items = made.json["items"].as_array().unwrap();
    let people: Vec<_> = items
        .iter()
        .map(|person| person["openId"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(people.len(), FOLLOWERS);
    people
}

async fn sync(operator: &Operator) -> Value {
    operator.get(&format!("{ACCOUNT}/follower-sync")).await.data().clone()
}

async fn killed_in_the_middle(system: &mut System) {
    let slow = json!({ "api": PROFILES, "action": { "delayMs": 100 } });
    system.simulator.post("/control/faults", slow).await;
    let operator = system.operator().await;
    let started = operator.post(&format!("{ACCOUNT}/follower-sync"), json!({})).await;
    assert_eq!(started.status, 202, "{}", started.text);
    let twice = operator.post(&format!("{ACCOUNT}/follower-sync"), json!({})).await;
    assert_eq!(twice.status, 409, "{}", twice.text);
    let middle = eventually("some profiles are read", PATIENCE, async || {
        let sync = sync(&operator).await;
        (sync["profiles"].as_u64().unwrap() > 0).then_some(sync)
    })
    .await;
    system.api.kill().await;
    assert_eq!(middle["state"], "running", "{middle}");

    system.simulator.delete("/control/faults").await;
    system.start_api();
    system.await_ready().await;
    let operator = system.operator().await;
    let after = sync(&operator).await;
    assert_eq!(
        (&after["id"], &after["state"]),
        (&middle["id"], &json!("running")),
        "{after}"
    );
    // The step under way belongs to the dead process for another 40 s.
    let finished = eventually("the synchronisation ends", 2 * PATIENCE, async || {
        let sync = sync(&operator).await;
        assert_ne!(sync["state"], "failed", "{sync}");
        (sync["state"] == "finished").then_some(sync)
    })
    .await;
    assert_eq!(
        (&finished["id"], &finished["total"]),
        (&middle["id"], &json!(FOLLOWERS))
    );
    assert_eq!(finished["profiles"], FOLLOWERS, "{finished}");
}

async fn everybody_is_known(operator: &Operator, simulator: &Simulator, people: &[String]) {
    let known = operator.all(&format!("{ACCOUNT}/followers?status=subscribed")).await;
    let mut known: Vec<_> = known.iter().map(|one| one["openId"].as_str().unwrap()).collect();
    let mut expected: Vec<_> = people.iter().map(String::as_str).collect();
    known.sort_unstable();
    expected.sort_unstable();
    assert_eq!(known.len(), expected.len());
    assert!(known == expected, "the same people");
    let one = operator.get(&format!("{ACCOUNT}/followers/{}", people[0])).await;
    assert!(one.data()["profileReadAt"].is_string(), "{}", one.text);
    assert_eq!(one.data()["unionId"], simulator.known(&people[0]).await["unionId"]);
}

async fn many_are_tagged(operator: &Operator, simulator: &Simulator, people: &[String]) {
    let tag = operator
        .post(&format!("{ACCOUNT}/tags"), json!({ "name": "老朋友" }))
        .await;
    assert_eq!(tag.status, 201, "{}", tag.text);
    let tag = tag.data()["id"].as_i64().unwrap();
    let mut wanted = people[..120].to_vec();
    wanted.push("o-nobody-of-this-account-0001".to_owned());
    let run = operator
        .post(&format!("{ACCOUNT}/tags/{tag}/followers"), json!({ "openIds": wanted }))
        .await;
    assert_eq!(run.status, 202, "{}", run.text);
    let path = format!("{ACCOUNT}/tag-runs/{}", run.data()["id"].as_str().unwrap());
    let finished = eventually("everybody was tried", PATIENCE, async || {
        let run = operator.get(&path).await.data().clone();
        (run["state"] != "running").then_some(run)
    })
    .await;
    assert_eq!(
        (&finished["state"], &finished["done"], &finished["refused"]),
        (&json!("finished"), &json!(120), &json!(1)),
        "{finished}"
    );
    let refused = operator.all(&format!("{path}/followers?outcome=refused")).await;
    assert_eq!(refused[0]["openId"], "o-nobody-of-this-account-0001", "{refused:?}");
    for person in [&people[0], &people[119]] {
        assert_eq!(simulator.known(person).await["tags"], json!([tag]));
    }
    let listed = operator.all(&format!("{ACCOUNT}/followers?tag={tag}")).await;
    assert_eq!(listed.len(), 120);
}

async fn who_leaves_is_forgotten(operator: &Operator, simulator: &Simulator, person: &str) {
    let path = format!("{ACCOUNT}/followers/{person}");
    let noted = operator
        .put(&format!("{path}/remark"), json!({ "remark": "小王" }))
        .await;
    assert_eq!(noted.status, 200, "{}", noted.text);
    simulator.text(person, "我的号码是 10000000000").await;
    let before = operator.get(&path).await;
    assert_eq!(before.data()["remark"], "小王");
    assert!(!before.data()["tags"].as_array().unwrap().is_empty(), "{}", before.text);

    simulator.act(person, "unfollow", json!({})).await;
    let after = eventually("the profile is deleted", PATIENCE, async || {
        let follower = operator.get(&path).await.data().clone();
        (follower["subscribed"] == false).then_some(follower)
    })
    .await;
    assert_eq!(
        (&after["remark"], &after["tags"], &after["unionId"], &after["language"]),
        (&json!(""), &json!([]), &Value::Null, &Value::Null),
        "{after}"
    );
    assert!(after["unsubscribedAt"].is_string());
    eventually("what they wrote is deleted", PATIENCE, async || {
        let messages = operator.get(&format!("/v2/wechat/messages?fromUser={person}")).await;
        (!messages.text.contains("10000000000")).then_some(())
    })
    .await;
}
