//! Mass messages over the API.

use actix_web::http::Method;
use adapter_memory::FIRST_MASS_NUMBER;
use ports::wechat::{RefusalKind, WechatFailure};
use serde_json::{Value, json};

use crate::support::{Answered, House, Phone};

const MASS: &str = "/v2/wechat/accounts/default/mass-messages";

fn a_text() -> Value {
    json!({"content": {"type": "text", "text": "明天开场 🎉"}, "audience": {"type": "everybody"}})
}

fn to(audience: &Value) -> Value {
    json!({"content": {"type": "text", "text": "您好"}, "audience": audience})
}

fn refused(code: i64) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind: RefusalKind::Content,
        note: "no".to_owned(),
    }
}

impl House {
    /// Drafts it; answers its path.
    async fn mass(&self, body: Value) -> String {
        let drafted = self.post(MASS, body).await;
        drafted.data(201);
        assert_eq!(drafted.header("etag"), Some("\"1\""));
        drafted.header("location").unwrap().to_owned()
    }

    async fn send_mass(&self, path: &str, tag: &str) -> Answered {
        let request = self
            .signed_in(Method::POST, &format!("{path}/send"))
            .insert_header(("if-match", tag.to_owned()));
        self.send(request.set_json(json!({"confirm": true}))).await
    }

    async fn reported(&self, status: &str) {
        let phone = Phone::of(self, "oPlatform_0001");
        let event = format!(
            "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[MASSSENDJOBFINISH]]></Event>\
             <MsgID>{FIRST_MASS_NUMBER}</MsgID><Status><![CDATA[{status}]]></Status><TotalCount>10</TotalCount>\
             <FilterCount>9</FilterCount><SentCount>8</SentCount><ErrorCount>1</ErrorCount>\
             <CopyrightCheckResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>\
             <OriginalArticleUrl><![CDATA[https://mp.weixin.qq.com/s/o]]></OriginalArticleUrl><CanReprint>1</CanReprint>\
             </item></ResultList><CheckState>2</CheckState></CopyrightCheckResult>\
             <ArticleUrlResult><ResultList><item><ArticleIdx>1</ArticleIdx>\
             <ArticleUrl><![CDATA[https://mp.weixin.qq.com/s/a]]></ArticleUrl></item></ResultList></ArticleUrlResult>"
        );
        phone.deliver(&phone.message(&event)).await;
        self.works_off().await;
    }
}

#[actix_web::test]
async fn a_mass_message_goes_from_draft_to_report() {
    let house = House::open().await;
    let path = house.mass(a_text()).await;
    let draft = house.get(&path).await.data(200);
    assert_eq!((&draft["state"], &draft["parts"]), (&json!("draft"), &json!([])));
    assert_eq!(draft["recipients"], json!({"estimate": 0, "isLowerBound": false}));
    assert_eq!(
        draft["limits"],
        json!({"callsPerMinute": 60, "perPersonAndMonth": 4, "previewsPerDay": 100})
    );
    let edited = house.put(&path, to(&json!({"type": "tag", "tagId": 2}))).await;
    assert_eq!(edited.header("etag"), Some("\"2\""));
    assert_eq!(
        edited.data(200)["audience"],
        json!({"type": "tag", "tagId": 2, "people": null})
    );
    let preview = house
        .post(&format!("{path}/preview"), json!({"openId": "oPerson_000001"}))
        .await;
    assert!(preview.data(200)["msgId"].is_string());

    house.send_mass(&path, "\"1\"").await.error(412, "PRECONDITION_FAILED");
    let queued = house.send_mass(&path, "\"2\"").await;
    assert_eq!(queued.data(202)["state"], "queued");
    house
        .send_mass(&path, "\"3\"")
        .await
        .error(409, "WRONG_MASS_MESSAGE_STATE");
    house.works_off().await;
    let accepted = house.get(&path).await.data(200);
    assert_eq!(accepted["state"], "accepted");
    assert_eq!(accepted["parts"][0]["msgId"], FIRST_MASS_NUMBER.to_string());
    assert!(accepted["totals"].is_null() && accepted["recipients"].is_null());

    house.reported("send success").await;
    let finished = house.get(&path).await.data(200);
    assert_eq!(finished["state"], "finished");
    assert_eq!(
        finished["totals"],
        json!({"total": 10, "filtered": 9, "sent": 8, "failed": 1})
    );
    let part = &finished["parts"][0];
    assert_eq!(
        part["articles"],
        json!([{"articleIndex": 1, "url": "https://mp.weixin.qq.com/s/a"}])
    );
    assert_eq!(
        (
            &part["copyright"]["state"],
            &part["copyright"]["findings"][0]["canReprint"]
        ),
        (&json!(2), &json!(true))
    );
    house
        .post(&format!("{path}/withdraw"), json!({}))
        .await
        .error(409, "NOT_WITHDRAWABLE");
    house
        .post(&format!("{path}/cancel"), json!({}))
        .await
        .error(409, "WRONG_MASS_MESSAGE_STATE");
    house.delete(&path).await.error(409, "WRONG_MASS_MESSAGE_STATE");
    house.put(&path, a_text()).await.error(409, "WRONG_MASS_MESSAGE_STATE");
}

#[actix_web::test]
async fn reasons_are_told_in_both_languages_and_waiting_is_no_failure() {
    let house = House::open().await;
    let path = house.mass(a_text()).await;
    house.send_mass(&path, "\"1\"").await.data(202);
    house.wechat.fail_next(refused(89_504));
    house.works_off().await;
    let waiting = house.get(&path).await.data(200);
    assert_eq!(
        (&waiting["state"], &waiting["waitingForConfirmation"]),
        (&json!("sending"), &json!(true))
    );
    assert!(waiting["parts"][0]["waitingForConfirmation"]["until"].is_string());
    house.clock.advance(std::time::Duration::from_mins(1));
    house.works_off().await;
    house.reported("err(20008)").await;
    let failed = house.get(&path).await.data(200);
    assert_eq!(failed["state"], "failed");
    assert_eq!(
        failed["parts"][0]["failure"],
        json!({"source": "report", "code": 20008, "note": "refused as fraud", "noteZh": "涉嫌欺诈"})
    );
    let other = house.mass(a_text()).await;
    house.send_mass(&other, "\"1\"").await.data(202);
    house.wechat.fail_next(refused(45_028));
    house.works_off().await;
    let failure = &house.get(&other).await.data(200)["parts"][0]["failure"];
    assert_eq!((&failure["source"], &failure["code"]), (&json!("call"), &json!(45028)));
    assert!(failure["noteZh"].is_string());
}

#[actix_web::test]
async fn a_draft_is_made_once_listed_called_off_and_deleted() {
    let house = House::open().await;
    let order = || {
        let request = house.signed_in(Method::POST, MASS);
        request.insert_header(("idempotency-key", "one")).set_json(a_text())
    };
    let first = house.send(order()).await.data(201);
    assert_eq!(house.send(order()).await.json()["data"]["id"], first["id"]);
    let people = to(&json!({"type": "people", "openIds": ["oSECRET_1", "oSECRET_2", "oSECRET_1"]}));
    let path = house.mass(people).await;
    let shown = house.get(&path).await;
    assert!(!shown.body.contains("oSECRET"), "nobody is named");
    let shown = shown.data(200);
    assert_eq!(
        (&shown["audience"]["people"], &shown["recipients"]["estimate"]),
        (&json!(2), &json!(2))
    );
    house.send_mass(&path, "\"1\"").await.data(202);
    let cancelled = house.post(&format!("{path}/cancel"), json!({})).await;
    assert_eq!(cancelled.data(200)["state"], "cancelled");
    assert_eq!(
        house.post(&format!("{path}/cancel"), json!({})).await.data(200)["state"],
        "cancelled"
    );
    let ids = async |query: &str| {
        let page = house.get(&format!("{MASS}?{query}")).await.data(200);
        page["items"].as_array().unwrap().len()
    };
    assert_eq!(
        [
            ids("").await,
            ids("state=draft").await,
            ids("state=cancelled&pageSize=1").await
        ],
        [2, 1, 1]
    );
    let draft = format!("{MASS}/{}", first["id"].as_str().unwrap());
    house.delete(&draft).await.data(200);
    house.delete(&draft).await.error(404, "NOT_FOUND");
    house.get(&draft).await.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn what_is_wrong_with_a_draft_is_told_by_field() {
    let house = House::open().await;
    let everybody = json!({"type": "everybody"});
    let content = |content: Value| json!({"content": content, "audience": everybody});
    let id = "019ad3a5-7c4b-7000-8000-0000000000a1";
    for (body, field) in [
        (content(json!({"type": "text", "text": " "})), "content.text"),
        (
            content(json!({"type": "text", "text": "中".repeat(683)})),
            "content.text",
        ),
        (
            content(json!({"type": "images", "materialIds": []})),
            "content.materialIds",
        ),
        (
            content(json!({"type": "images", "materialIds": vec![id; 21]})),
            "content.materialIds",
        ),
        (
            content(json!({"type": "images", "materialIds": [id], "recommend": ""})),
            "content.recommend",
        ),
        (
            content(json!({"type": "video", "materialId": id, "title": "a\nb"})),
            "content.title",
        ),
        (to(&json!({"type": "tag", "tagId": -1})), "audience.tagId"),
        (
            to(&json!({"type": "followers", "tagId": 4_294_967_296_u64})),
            "audience.tagId",
        ),
        (to(&json!({"type": "people", "openIds": ["o"]})), "audience.openIds"),
        (to(&json!({"type": "people", "openIds": ["o", ""]})), "audience.openIds"),
        (
            to(&json!({"type": "people", "openIds": (0..10_001).map(|n| n.to_string()).collect::<Vec<_>>()})),
            "audience.openIds",
        ),
    ] {
        house.post(MASS, body).await.refuses_field(field);
    }
    for body in [
        json!({}),
        json!([]),
        content(json!({"type": "pigeon"})),
        content(json!({"type": "text"})),
        content(json!({"type": "text", "text": 7})),
        content(json!({"type": "voice", "materialId": "x"})),
        to(&json!({"type": "people", "openIds": "o"})),
        to(&json!({"type": "everybody", "tagId": 2})),
    ] {
        house.post(MASS, body).await.error(400, "VALIDATION_ERROR");
    }
}

#[actix_web::test]
async fn every_step_says_what_is_wrong_with_it() {
    let house = House::open().await;
    let path = house.mass(a_text()).await;
    let post = async |action: &str, body: Value| house.post(&format!("{path}/{action}"), body).await;
    post("send", json!({"confirm": true})).await.refuses_field("If-Match");
    post("send", json!({"confirm": false})).await.refuses_field("confirm");
    post("send", json!({})).await.error(400, "VALIDATION_ERROR");
    for body in [json!({}), json!({"openId": "o", "wechatName": "w"})] {
        post("preview", body).await.refuses_field("openId");
    }
    post("preview", json!({"wechatName": " "}))
        .await
        .refuses_field("wechatName");
    post("preview", json!({"openId": "o", "picture": 0}))
        .await
        .refuses_field("picture");
    house.wechat.fail_next(refused(43_004));
    let stranger = post("preview", json!({"openId": "o"})).await;
    assert_eq!(stranger.error(502, "UPSTREAM")["details"]["wechatCode"], 43_004);
    post("cancel", json!({})).await.error(409, "WRONG_MASS_MESSAGE_STATE");
    let gone = to(&json!({"type": "everybody"}));
    let gone = json!({"content": {"type": "voice", "materialId": "019ad3a5-7c4b-7000-8000-0000000000a1"}, "audience": gone["audience"]});
    let voice = house.mass(gone).await;
    let preview = house.post(&format!("{voice}/preview"), json!({"openId": "o"})).await;
    preview.error(409, "MEDIA_UNAVAILABLE");
    house
        .get(&format!("{MASS}/nobody"))
        .await
        .error(400, "VALIDATION_ERROR");
    house
        .get(&format!("{MASS}?state=lost"))
        .await
        .error(400, "VALIDATION_ERROR");
    let elsewhere = path.replace("/default/", "/nobody/");
    house.get(&elsewhere).await.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn the_speed_is_wechats() {
    let house = House::open().await;
    let path = format!("{MASS}/speed");
    assert_eq!(
        house.get(&path).await.data(200),
        json!({"speed": 0, "perMinute": 800_000})
    );
    let slow = house.put(&path, json!({"speed": 4})).await;
    assert_eq!(slow.data(200), json!({"speed": 4, "perMinute": 100_000}));
    house.put(&path, json!({"speed": 5})).await.refuses_field("speed");
    for speed in [json!(-1), json!("fast"), json!(256)] {
        house
            .put(&path, json!({"speed": speed}))
            .await
            .error(400, "VALIDATION_ERROR");
    }
    let log = house.store.whole_log();
    let kinds = log.iter().filter(|entry| entry.kind == "mass_speed.set");
    assert_eq!(kinds.count(), 1);
}
