//! Staff sign in as members of a WeCom corporation.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use ports::wechat::wecom::StaffVisitor;
use serde_json::{Value, json};

use crate::support::{Answered, House, ORIGIN};

const LOGIN: &str = "__Host-nextevent-staff-login";
const TOKEN: &str = "__Host-nextevent-staff-token";

async fn house() -> House {
    let house = House::open().await;
    let account = json!({
        "name": "staff", "product": "wecom", "appId": "ww0123456789abcdef", "agentId": 1_000_002,
        "title": "企业", "appSecret": "a-secret-of-the-tests-00000000", "token": "token",
        "encodingAesKey": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    });
    house.post("/v2/wechat/accounts", account).await.data(201);
    house
}

/// The value of a cookie that an answer sets.
fn cookie(answered: &Answered, name: &str) -> Option<String> {
    let headers = answered.headers.get_all("set-cookie");
    let mut set = headers.map(|header| header.to_str().unwrap());
    let header = set.find(|header| header.starts_with(&format!("{name}=")))?;
    assert!(header.ends_with("; HttpOnly; SameSite=Lax; Secure"), "{header}");
    Some(header.split(['=', ';']).nth(1).unwrap().to_owned())
}

async fn opens(house: &House, method: Method, path: &str, cookies: &str) -> Answered {
    let request = TestRequest::default().method(method).uri(path);
    house.send(request.insert_header(("cookie", cookies))).await
}

/// Begins; answers the cookie and the state.
async fn begins(house: &House, query: &str) -> (String, String) {
    let started = opens(house, Method::GET, &format!("/v2/wecom/login/start?{query}"), "").await;
    assert_eq!(started.status, 303, "{}", started.body);
    let location = started.header("location").unwrap();
    let state = location.split("&state=").nth(1).unwrap().to_owned();
    (format!("{LOGIN}={}", cookie(&started, LOGIN).unwrap()), state)
}

async fn operator(house: &House) -> Value {
    let page = house.get("/v2/operators").await.data(200);
    assert_eq!(page["total"], 1);
    page["items"][0].clone()
}

fn is_page(answered: &Answered, status: u16, title: &str) {
    assert_eq!(answered.status, status, "{}", answered.body);
    assert!(
        answered.body.contains(&format!("<h1>{title}</h1>")),
        "{}",
        answered.body
    );
}

#[actix_web::test]
async fn a_linked_member_gets_the_operators_token_once() {
    let house = house().await;
    let admin = operator(&house).await;
    let path = format!("/v2/operators/{}/wecom", admin["id"].as_str().unwrap());
    let linked = house
        .put(&path, json!({"account": "staff", "userId": "ZhangSan"}))
        .await;
    assert_eq!(linked.header("etag"), Some("\"1\""));
    assert_eq!(linked.data(200), json!({"account": "staff", "userId": "zhangsan"}));

    let (login, state) = begins(&house, "returnTo=/admin&via=qr").await;
    let member = StaffVisitor::Member {
        user_id: "zhangsan".to_owned(),
    };
    house.wechat.has_staff_code("CODE", member);
    let callback = format!("/v2/wecom/login/callback?code=CODE&state={state}");
    let back = opens(&house, Method::GET, &callback, &login).await;
    assert_eq!(back.status, 303, "{}", back.body);
    assert_eq!(back.header("location"), Some(format!("{ORIGIN}/admin").as_str()));
    let hand_over = format!("{TOKEN}={}", cookie(&back, TOKEN).unwrap());

    let closed = opens(&house, Method::GET, "/v2/auth/me", &hand_over).await;
    closed.error(401, "UNAUTHENTICATED");
    let given = opens(&house, Method::POST, "/v2/wecom/login/token", &hand_over).await;
    assert_eq!(cookie(&given, TOKEN).as_deref(), Some(""), "the cookie is removed");
    let given = given.data(200);
    assert_eq!(given["user"]["username"], "admin");
    let token = format!("Bearer {}", given["token"].as_str().unwrap());
    let me = TestRequest::get()
        .uri("/v2/auth/me")
        .insert_header(("authorization", token));
    assert_eq!(house.send(me).await.data(200)["username"], "admin");

    is_page(&opens(&house, Method::GET, &callback, &login).await, 400, "登录已失效");
    let nothing = opens(&house, Method::POST, "/v2/wecom/login/token", "").await;
    nothing.error(401, "UNAUTHENTICATED");
}

#[actix_web::test]
async fn strangers_read_a_page_that_says_why() {
    let house = house().await;
    for (visitor, title) in [
        (StaffVisitor::Outsider, "仅限企业成员"),
        (
            StaffVisitor::Member {
                user_id: "lisi".to_owned(),
            },
            "尚未开通权限",
        ),
    ] {
        let (login, state) = begins(&house, "").await;
        house.wechat.has_staff_code("CODE", visitor);
        let callback = format!("/v2/wecom/login/callback?code=CODE&state={state}");
        let refused = opens(&house, Method::GET, &callback, &login).await;
        is_page(&refused, 403, title);
        assert!(
            refused
                .body
                .contains("/v2/wecom/login/start?account=staff&amp;returnTo=")
        );
        assert!(!refused.body.contains("lisi") && cookie(&refused, TOKEN).is_none());
    }
    for query in ["returnTo=https://evil.example/", "returnTo=//evil.example", "via=other"] {
        let refused = opens(&house, Method::GET, &format!("/v2/wecom/login/start?{query}"), "").await;
        is_page(&refused, 400, "链接无效");
    }
    let none = opens(&house, Method::GET, "/v2/wecom/login/start?account=default", "").await;
    is_page(&none, 404, "找不到企业微信应用");
    let unknown = opens(&house, Method::GET, "/v2/wecom/login/callback?code=C&state=x", "").await;
    is_page(&unknown, 400, "登录已失效");
}

#[actix_web::test]
async fn a_link_honours_versions_and_refuses_what_is_no_member() {
    let house = house().await;
    let admin = operator(&house).await;
    assert_eq!((&admin["wecom"], &admin["wecomVersion"]), (&Value::Null, &json!(0)));
    let path = format!("/v2/operators/{}/wecom", admin["id"].as_str().unwrap());
    let member = json!({"account": "staff", "userId": "ZhangSan"});
    let stale = house.signed_in(Method::PUT, &path).insert_header(("if-match", "\"3\""));
    house
        .send(stale.set_json(&member))
        .await
        .error(412, "PRECONDITION_FAILED");
    house.delete(&path).await.error(404, "NOT_FOUND");
    let fresh = house.signed_in(Method::PUT, &path).insert_header(("if-match", "\"0\""));
    house.send(fresh.set_json(&member)).await.data(200);
    assert_eq!(operator(&house).await["wecom"]["userId"], "zhangsan");
    for body in [
        json!({"account": "staff", "userId": ""}),
        json!({"account": "staff", "userId": "a b"}),
        json!({"account": "staff"}),
        json!({"account": "staff", "userId": "a", "more": 1}),
    ] {
        house.put(&path, body).await.error(400, "VALIDATION_ERROR");
    }
    let foreign = json!({"account": "default", "userId": "a"});
    house.put(&path, foreign).await.error(409, "WRONG_PRODUCT");
    let unknown = json!({"account": "none", "userId": "a"});
    house.put(&path, unknown).await.error(404, "NOT_FOUND");
    let nobody = "/v2/operators/01920000-0000-7000-8000-000000000001/wecom";
    house.put(nobody, member).await.error(404, "NOT_FOUND");
    house.delete(&path).await.data(200);
    assert_eq!(operator(&house).await["wecomVersion"], 2);
}
