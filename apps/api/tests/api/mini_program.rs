//! The Mini Program: its client and its administration.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use ports::wechat::{RefusalKind, WechatFailure};
use serde_json::{Value, json};

use crate::support::{Answered, House};

const CODES: &str = "/v2/wechat/accounts/mini/mini-program/codes";
const LINKS: &str = "/v2/wechat/accounts/mini/mini-program/links";
const CHECKS: &str = "/v2/wechat/accounts/mini/content-checks";

fn refused(code: i64) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind: RefusalKind::Consent,
        note: "no".to_owned(),
    }
}

impl House {
    async fn mini_login(&self, body: Value) -> Answered {
        let request = TestRequest::post().uri("/v2/mini-program/login");
        self.send(request.set_json(body)).await
    }

    /// The token and the id of somebody who logged in.
    async fn visitor(&self, name: &str) -> (String, String) {
        let data = self.mini_login(json!({"code": name})).await.data(200);
        let text = |field: &str| data[field].as_str().unwrap().to_owned();
        (text("token"), text("personId"))
    }

    async fn as_person(&self, token: &str, method: Method, path: &str, body: Option<Value>) -> Answered {
        let request = TestRequest::default()
            .method(method)
            .uri(path)
            .insert_header(("authorization", format!("Bearer {token}")));
        let request = match body {
            Some(body) => request.set_json(body),
            None => request,
        };
        self.send(request).await
    }

    async fn verify_phone(&self, token: &str, body: Value) -> Answered {
        let path = "/v2/mini-program/phone-number";
        self.as_person(token, Method::POST, path, Some(body)).await
    }
}

#[actix_web::test]
async fn a_visitor_logs_in_and_gets_no_open_id_and_no_session_key() {
    let house = House::open().await;
    let answered = house.mini_login(json!({"account": "mini", "code": "ann"})).await;
    let data = answered.data(200);
    assert_eq!(
        (data["tokenType"].as_str(), data["account"].as_str()),
        (Some("Bearer"), Some("mini"))
    );
    assert!(!answered.body.contains("m-ann") && !answered.body.contains("session-key"));
    let token = data["token"].as_str().unwrap();
    let session = house
        .as_person(token, Method::GET, "/v2/mini-program/session", None)
        .await;
    assert_eq!(session.data(200)["personId"], data["personId"]);
}

#[actix_web::test]
async fn every_refusal_of_a_login_has_its_own_code() {
    let house = House::open().await;
    for (code, status, word) in [
        (40029, 401, "LOGIN_CODE_INVALID"),
        (40163, 401, "LOGIN_CODE_INVALID"),
        (40226, 403, "LOGIN_BLOCKED"),
        (40013, 502, "UPSTREAM"),
    ] {
        house.wechat.fail_next(refused(code));
        house.mini_login(json!({"code": "ann"})).await.error(status, word);
    }
    house.wechat.fail_next(WechatFailure::Later {
        code: Some(45011),
        after: None,
        note: "often".to_owned(),
    });
    let limited = house.mini_login(json!({"code": "ann"})).await;
    limited.error(429, "RATE_LIMITED");
    assert!(limited.header("retry-after").is_some());
    house.mini_login(json!({"code": ""})).await.refuses_field("code");
    house.mini_login(json!({})).await.refuses_field("code");
    let unknown = house.mini_login(json!({"account": "nobody", "code": "ann"})).await;
    unknown.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn an_operator_is_no_visitor_and_a_visitor_no_operator() {
    let house = House::open().await;
    house
        .get("/v2/mini-program/session")
        .await
        .error(401, "UNAUTHENTICATED");
    let (token, _) = house.visitor("ann").await;
    let answered = house.as_person(&token, Method::GET, CODES, None).await;
    answered.error(401, "UNAUTHENTICATED");
}

#[actix_web::test]
async fn a_phone_number_is_kept_for_those_who_may_see_it() {
    let house = House::open().await;
    let (token, person) = house.visitor("ann").await;
    let path = format!("/v2/wechat/people/{person}/phone-number");
    house.get(&path).await.error(404, "NOT_FOUND");
    let kept = house.verify_phone(&token, json!({"code": "button"})).await;
    assert_eq!(kept.data(200)["masked"], "+86 *******0000");
    assert_eq!(house.get(&path).await.data(200)["phoneNumber"], "+86 13000000000");
    house.wechat.fail_next(refused(40029));
    let used = house.verify_phone(&token, json!({"code": "button"})).await;
    used.error(400, "PHONE_CODE_INVALID");
    house
        .verify_phone(&token, json!({"iv": "x"}))
        .await
        .refuses_field("code");
}

#[actix_web::test]
async fn faults_of_client_data_look_alike_and_are_no_fault_of_ours() {
    let house = House::open().await;
    let (token, _) = house.visitor("ann").await;
    let mut answers = Vec::new();
    for (data, iv) in [
        ("", ""),
        ("***", "session-key-1"),
        ("wxfedcba9876543210|1", "other"),
        ("wx|1", "session-key-1"),
    ] {
        let body = json!({"encryptedData": data, "iv": iv});
        let answered = house.verify_phone(&token, body).await;
        answered.error(401, "LOGIN_REQUIRED");
        answers.push(answered.body_without_stamp());
        let body = json!({"rawData": "{}", "signature": "x", "encryptedData": data, "iv": iv});
        let path = "/v2/mini-program/profile";
        let answered = house.as_person(&token, Method::POST, path, Some(body)).await;
        answered.error(401, "LOGIN_REQUIRED");
        answers.push(answered.body_without_stamp());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[actix_web::test]
async fn an_ended_session_means_to_log_in_again() {
    let house = House::open().await;
    let (token, _) = house.visitor("ann").await;
    house.wechat.fail_next(refused(87009));
    let ended = house
        .as_person(&token, Method::GET, "/v2/mini-program/session", None)
        .await;
    ended.error(401, "LOGIN_REQUIRED");
    house.clock.advance(std::time::Duration::from_hours(24 * 7));
    let expired = house
        .as_person(&token, Method::GET, "/v2/mini-program/session", None)
        .await;
    expired.error(401, "UNAUTHENTICATED");
}

#[actix_web::test]
async fn a_code_is_made_once_and_its_scene_leads_to_its_target() {
    let house = House::open().await;
    let target = "event/019ad3a5-7c4b-7000-8000-0000000000a1";
    let body = json!({"page": "pages/event/index", "target": target, "lineColor": "#07c160"});
    let make = || {
        house
            .signed_in(Method::POST, CODES)
            .insert_header(("idempotency-key", "poster"))
            .set_json(&body)
    };
    let code = house.send(make()).await.data(201);
    assert_eq!(house.send(make()).await.json()["data"], code);
    assert_eq!(code["lineColor"], "#07C160");
    let scene = code["scene"].as_str().unwrap();
    let meaning = TestRequest::get().uri(&format!("/v2/mini-program/scenes/{scene}"));
    assert_eq!(house.send(meaning).await.data(200)["target"], target);
    let nowhere = TestRequest::get().uri("/v2/mini-program/scenes/nowhere");
    house.send(nowhere).await.error(404, "NOT_FOUND");
    let image = house.get(code["imagePath"].as_str().unwrap()).await;
    assert_eq!(
        (image.status.as_u16(), image.header("content-type")),
        (200, Some("image/png"))
    );
    let one = format!("{CODES}/{}", code["id"].as_str().unwrap());
    assert_eq!(house.get(&one).await.data(200), code);
    assert_eq!(house.get(CODES).await.data(200)["items"], json!([code]));
    assert_eq!(house.get(&format!("{CODES}?kind=square")).await.data(200)["total"], 0);
}

#[actix_web::test]
async fn codes_are_refused_by_field_and_when_there_are_none_left() {
    let house = House::open().await;
    for (body, field) in [
        (json!({}), "scene"),
        (json!({"scene": "活动"}), "scene"),
        (json!({"scene": "a", "page": "/pages/a"}), "page"),
        (json!({"scene": "a", "width": 2000}), "width"),
        (json!({"scene": "a", "lineColor": "green"}), "lineColor"),
        (json!({"kind": "limited"}), "page"),
        (json!({"kind": "round"}), "kind"),
    ] {
        house.post(CODES, body).await.refuses_field(field);
    }
    house.wechat.fail_next(refused(45029));
    let none_left = house.post(CODES, json!({"kind": "limited", "page": "pages/a"})).await;
    none_left.error(409, "CODES_EXHAUSTED");
    let total = house
        .get("/v2/wechat/accounts/mini/mini-program/code-total")
        .await
        .data(200);
    assert_eq!(total, json!({"made": 0, "limit": 100_000}));
    let elsewhere = house
        .post("/v2/wechat/accounts/default/mini-program/codes", json!({"scene": "a"}))
        .await;
    elsewhere.error(409, "WRONG_PRODUCT");
    house.get(&format!("{CODES}/x")).await.refuses_field("codeId");
}

#[actix_web::test]
async fn links_are_made_listed_and_asked_about() {
    let house = House::open().await;
    let link = house
        .post(LINKS, json!({"kind": "link", "query": "a=1", "expireDays": 1}))
        .await
        .data(201);
    assert_eq!(link["expiresAt"], house.in_seconds(86_400));
    let one = format!("{LINKS}/{}", link["id"].as_str().unwrap());
    assert_eq!(house.get(&one).await.data(200), link);
    assert_eq!(house.get(&format!("{one}/state")).await.data(200)["version"], "release");
    assert_eq!(
        house.get(&format!("{LINKS}?kind=link")).await.data(200)["items"],
        json!([link])
    );
    for (body, field) in [
        (json!({"kind": "link", "expireDays": 31}), "expireDays"),
        (json!({"kind": "link", "expiresAt": house.in_seconds(30)}), "expiresAt"),
        (
            json!({"kind": "link", "expireDays": 1, "expiresAt": house.in_seconds(90)}),
            "expiresAt",
        ),
        (json!({"kind": "link", "page": "pages/a?b=1"}), "page"),
        (json!({}), "kind"),
    ] {
        house.post(LINKS, body).await.refuses_field(field);
    }
}

#[actix_web::test]
async fn content_is_checked_and_what_wechat_cannot_check_is_left_to_people() {
    let house = House::open().await;
    let text = |content: &str| json!({"kind": "text", "openId": "m-ann", "scene": "comment", "content": content});
    assert_eq!(house.post(CHECKS, text("hello")).await.data(201)["verdict"], "pass");
    assert_eq!(
        house.post(CHECKS, text("a risky text")).await.data(201)["verdict"],
        "risky"
    );
    house.wechat.fail_next(refused(61010));
    let doubtful = house.post(CHECKS, text("hello")).await.data(201);
    assert_eq!(
        (doubtful["verdict"].as_str(), doubtful["doubt"].as_str()),
        (Some("review"), Some("refused"))
    );
    let media = json!({
        "kind": "image", "openId": "m-ann", "scene": "comment", "mediaUrl": "https://files.example/1.png",
    });
    let check = house.post(CHECKS, media).await.data(201);
    assert_eq!(check["verdict"], "waiting");
    let one = format!("{CHECKS}/{}", check["id"].as_str().unwrap());
    assert_eq!(house.get(&one).await.data(200), check);
    let reviews = house.get(&format!("{CHECKS}?verdict=review")).await.data(200);
    assert_eq!(reviews["items"], json!([doubtful]));
    for (body, field) in [
        (text(""), "content"),
        (
            json!({"kind": "image", "openId": "m-ann", "scene": "comment"}),
            "mediaUrl",
        ),
        (
            json!({"kind": "text", "openId": "", "scene": "comment", "content": "x"}),
            "openId",
        ),
        (
            json!({"kind": "text", "openId": "m-ann", "scene": "chat", "content": "x"}),
            "scene",
        ),
    ] {
        house.post(CHECKS, body).await.refuses_field(field);
    }
}
