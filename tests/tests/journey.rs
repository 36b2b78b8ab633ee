//! The product's main job on the real binaries: a scan in WeChat becomes a registration and a check-in.
//! Once embedded (one process, SQLite), once distributed (api and worker on MariaDB, Redis and RabbitMQ).

use std::time::Duration;

use journeys::await_until::{eventually, next_second};
use journeys::operator::{Operator, event, from_now};
use journeys::servers::{amqp_url, is_reachable, mariadb_url, redis_url};
use journeys::simulator::{Simulator, reply_text};
use journeys::system::{Kind, System};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(30);

fn servers_are_there() -> bool {
    is_reachable("MariaDB", &mariadb_url())
        && is_reachable("Redis", &redis_url())
        && is_reachable("RabbitMQ", &amqp_url())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_becomes_a_check_in_embedded() {
    the_story(System::start(Kind::Embedded).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_becomes_a_check_in_distributed() {
    if servers_are_there() {
        the_story(System::start(Kind::Distributed).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_becomes_a_check_in_in_plain_mode() {
    the_story(System::start_with(Kind::Embedded, &[("WECHAT_MESSAGE_MODE", "plain")]).await).await;
}

async fn the_story(mut system: System) {
    let operator = system.operator().await;
    let simulator = system.simulator.clone();
    let config = json!({
        "interactionCode": "SPRING26", "scanMessage": "欢迎参加《{{event.title}}》😀", "userTagId": 101, "autoReply": true,
    });
    let music = event("春天的音乐会", json!({ "capacity": 2, "wechatConfig": config }));
    let id = operator.published_event(music).await;
    let register = operator.qr_ticket(&id, "register").await;
    let check_in = operator.qr_ticket(&id, "check-in").await;

    let first = people_register(&operator, &simulator, &id, &register).await;
    notices_and_tags_arrive(&operator, &simulator, &id, &first).await;
    people_check_in(&operator, &simulator, &id, &check_in, &first).await;
    staff_check_in(&operator, &simulator, &id).await;
    the_log_tells_it_all(&operator, &id, &first).await;
    a_restart_loses_nothing(&mut system, &id).await;
    nobody_was_named_in_a_log(&system).await;
}

async fn people_register(operator: &Operator, simulator: &Simulator, event: &str, ticket: &str) -> String {
    let first = simulator.person().await;
    let followed = simulator.scan(&first, ticket).await;
    assert_eq!(reply_text(&followed), "欢迎参加《春天的音乐会》😀", "{followed}");

    let again = simulator.scan(&first, ticket).await;
    assert!(reply_text(&again).contains("已报名"), "{again}");

    let second = simulator.person().await;
    simulator.act(&second, "follow", json!({})).await;
    let typed = simulator.text(&second, " spring26 ").await;
    assert_eq!(reply_text(&typed), "欢迎参加《春天的音乐会》😀", "{typed}");

    let third = simulator.person().await;
    let full = simulator.scan(&third, ticket).await;
    assert!(reply_text(&full).contains("名额已满"), "{full}");

    let counts = operator.get(&format!("/v2/events/{event}/statistics")).await;
    assert_eq!(counts.data()["registered"], 2, "{}", counts.text);
    assert_eq!(counts.data()["seatsLeft"], 0);
    first
}

async fn notices_and_tags_arrive(operator: &Operator, simulator: &Simulator, event: &str, person: &str) {
    let notice = eventually("the registration notice arrives", PATIENCE, async || {
        simulator.notices(person).await.into_iter().next()
    })
    .await;
    assert!(notice.to_string().contains("报名成功"), "{notice}");
    assert!(
        notice.to_string().contains("NE1-"),
        "the notice shows the ticket code: {notice}"
    );
    eventually("the person is tagged", PATIENCE, async || {
        let person = simulator.get(&format!("/control/people/{person}")).await;
        person.json["tags"]
            .as_array()
            .is_some_and(|tags| tags.contains(&json!(101)))
            .then_some(())
    })
    .await;
    eventually("the delivery is accepted", PATIENCE, async || {
        let path = format!("/v2/notifications/deliveries?eventId={event}&openId={person}&state=accepted");
        let deliveries = operator.get(&path).await;
        (deliveries.data()["items"].as_array().map(Vec::len) == Some(1)).then_some(())
    })
    .await;
}

async fn people_check_in(operator: &Operator, simulator: &Simulator, event: &str, ticket: &str, person: &str) {
    let came = simulator.scan(person, ticket).await;
    assert!(reply_text(&came).contains("签到成功"), "{came}");
    // WeChat's events carry seconds and no id: the same scan within one second is the same event.
    next_second().await;
    let again = simulator.scan(person, ticket).await;
    assert!(reply_text(&again).contains("您已于"), "{again}");

    let stranger = simulator.person().await;
    let refused = simulator.scan(&stranger, ticket).await;
    assert!(
        reply_text(&refused).contains("名额已满"),
        "a walk-in needs a seat: {refused}"
    );

    let check_ins = operator.all(&format!("/v2/events/{event}/check-ins")).await;
    assert_eq!(check_ins.len(), 1, "{check_ins:?}");
    assert_eq!(check_ins[0]["method"], "qr-code");
}

async fn staff_check_in(operator: &Operator, simulator: &Simulator, event: &str) {
    let waiting = operator
        .all(&format!("/v2/events/{event}/attendees?status=registered"))
        .await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    let code = waiting[0]["ticketCode"].as_str().expect("a ticket has a code");
    let path = format!("/v2/events/{event}/check-ins");
    let scan = json!({ "code": code, "scanId": "gate-1-0001", "gate": "北门" });

    let first = operator.post(&path, scan.clone()).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let repeat = operator.post(&path, scan).await;
    assert_eq!(repeat.status, 200, "{}", repeat.text);
    assert_eq!(repeat.data()["id"], first.data()["id"]);

    let second = operator
        .post(&path, json!({ "code": code, "scanId": "gate-2-0007", "gate": "南门" }))
        .await;
    assert_eq!(
        (second.status, second.code()),
        (409, "ALREADY_CHECKED_IN"),
        "{}",
        second.text
    );
    assert_eq!(second.json["error"]["details"]["gate"], "北门");
    assert_eq!(
        second.json["error"]["details"]["checkedInAt"],
        first.data()["checkedInAt"]
    );

    codes_are_told_apart(operator, event, code).await;
    let person = waiting[0]["openId"].as_str().expect("an open id");
    eventually("the check-in notice arrives", PATIENCE, async || {
        let notices = simulator.notices(person).await;
        notices
            .iter()
            .any(|notice| notice.to_string().contains("签到成功"))
            .then_some(())
    })
    .await;
}

async fn codes_are_told_apart(operator: &Operator, event_id: &str, code: &str) {
    let post = async |event: &str, code: &str| {
        operator
            .post(&format!("/v2/events/{event}/check-ins"), json!({ "code": code }))
            .await
    };
    let mut spoiled = code.to_owned();
    let last = spoiled.pop().expect("a code is not empty");
    spoiled.push(if last == '0' { '1' } else { '0' });
    assert_eq!(post(event_id, &spoiled).await.code(), "TICKET_UNREADABLE");
    assert_eq!(post(event_id, "hello").await.code(), "TICKET_UNREADABLE");
    let other = operator.published_event(event("另一个活动", json!({}))).await;
    assert_eq!(post(&other, code).await.code(), "TICKET_FOREIGN");
}

async fn the_log_tells_it_all(operator: &Operator, event: &str, person: &str) {
    let history = operator.all(&format!("/v2/events/{event}/history")).await;
    let count = |kind: &str| history.iter().filter(|entry| entry["type"] == kind).count();
    assert_eq!(count("event.created"), 1, "{history:?}");
    assert_eq!(count("event.published"), 1);
    assert_eq!(count("event.qr_code_issued"), 2);
    assert_eq!(count("attendee.registered"), 2);
    assert_eq!(count("attendee.checked_in"), 2);

    let messages = operator.all(&format!("/v2/wechat/messages?fromUser={person}")).await;
    let scan = messages
        .iter()
        .find(|message| message["event"] == "subscribe")
        .expect("the scan is recorded");
    assert_eq!(scan["deliveries"], 1);
    assert!(
        scan["raw"].as_str().is_some_and(|raw| raw.contains("qrscene_")),
        "{scan}"
    );
    assert_eq!(scan["reply"]["content"], "欢迎参加《春天的音乐会》😀", "{scan}");
}

async fn a_restart_loses_nothing(system: &mut System, event: &str) {
    let before = system
        .operator()
        .await
        .get(&format!("/v2/events/{event}/statistics"))
        .await;
    assert_eq!(
        system.api.stop(Duration::from_secs(12)).await,
        Some(0),
        "{}",
        system.api.output()
    );
    system.start_api();
    system.await_ready().await;
    let after = system
        .operator()
        .await
        .get(&format!("/v2/events/{event}/statistics"))
        .await;
    assert_eq!(before.data(), after.data());
}

async fn nobody_was_named_in_a_log(system: &System) {
    use runtime::config::development::{APP_SECRET, ENCODING_AES_KEY, TOKEN};
    let mut private = system.simulator.names("default").await;
    assert!(!private.is_empty());
    private.extend([APP_SECRET, ENCODING_AES_KEY, TOKEN].map(str::to_owned));
    let log = system.log();
    assert!(log.contains("api is running"));
    assert_eq!(log.contains("worker is running"), system.worker.is_some());
    for text in private {
        let line = log.lines().find(|line| line.contains(&text));
        assert!(line.is_none(), "{text} was printed: {line:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_told_in_a_friendly_sentence_why_not() {
    let system = System::start(Kind::Embedded).await;
    let (operator, simulator) = (system.operator().await, &system.simulator);
    let told = async |id: &str, ticket: &str| {
        let person = simulator.person().await;
        let acted = simulator.scan(&person, ticket).await;
        assert!(!reply_text(&acted).is_empty(), "event {id}: {acted}");
        reply_text(&acted).to_owned()
    };

    let draft = operator.post("/v2/events", event("草稿", json!({}))).await.data()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let code = operator.qr_ticket(&draft, "register").await;
    assert!(told(&draft, &code).await.contains("还没有开放"));

    let early = event("太早", json!({ "checkInOpensAt": from_now(1800) }));
    let early = operator.published_event(early).await;
    let code = operator.qr_ticket(&early, "check-in").await;
    assert!(told(&early, &code).await.contains("开放"));

    let past = event("过去", json!({ "start": from_now(-7200), "end": from_now(-3600) }));
    let past = operator.published_event(past).await;
    let code = operator.qr_ticket(&past, "register").await;
    assert!(told(&past, &code).await.contains("已结束"));

    let called_off = operator.published_event(event("取消", json!({}))).await;
    let code = operator.qr_ticket(&called_off, "register").await;
    operator
        .post(&format!("/v2/events/{called_off}/cancel"), json!({ "reason": "台风" }))
        .await;
    let sentence = told(&called_off, &code).await;
    assert!(sentence.contains("已取消") && sentence.contains("台风"), "{sentence}");

    let deleted = operator.published_event(event("删除", json!({}))).await;
    let code = operator.qr_ticket(&deleted, "register").await;
    let gone = operator
        .send(reqwest::Method::DELETE, &format!("/v2/events/{deleted}"), &[], None)
        .await;
    assert!(gone.status < 300, "{}", gone.text);
    assert!(told(&deleted, &code).await.contains("不存在"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_notice_is_closed_by_wechats_report() {
    let system = System::start(Kind::Embedded).await;
    let (operator, simulator) = (system.operator().await, &system.simulator);
    let template = json!({ "templateId": "TPL-1", "fields": [{ "key": "thing1", "text": "{{event.title}}" }] });
    let id = operator
        .published_event(event("模板", json!({ "wechatConfig": { "noticeTemplate": template } })))
        .await;
    let ticket = operator.qr_ticket(&id, "register").await;
    let person = simulator.person().await;
    simulator.scan(&person, &ticket).await;
    let delivered: Value = eventually("WeChat's report closes the delivery", PATIENCE, async || {
        let path = format!("/v2/notifications/deliveries?eventId={id}&state=delivered");
        operator.get(&path).await.data()["items"].get(0).cloned()
    })
    .await;
    assert_eq!(delivered["channel"], "template");
    assert!(delivered["providerMessageId"].is_string(), "{delivered}");
    assert_eq!(simulator.notices(&person).await.len(), 1);
}
