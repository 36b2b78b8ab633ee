//! Nobody gets in without a token, and routes that take none are listed here.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use api::Access;

use crate::support::{House, PASSWORD};

/// Everything that answers strangers. Whoever adds a line says why.
const OPEN_TO_STRANGERS: &[(&str, &str, &str)] = &[
    ("POST", "/v2/auth/login", "it is the way in"),
    ("POST", "/v2/mini-program/login", "it is the way in"),
    (
        "GET",
        "/v2/mini-program/scenes/{scene}",
        "whoever scanned a code must learn where it leads",
    ),
    ("POST", "/v2/wechat/webhook", "WeChat signs"),
    ("GET", "/v2/wechat/webhook", "WeChat signs"),
    ("POST", "/v2/wechat/{account}/webhook", "WeChat signs"),
    ("GET", "/v2/wechat/{account}/webhook", "WeChat signs"),
    ("GET", "/v2/wechat/oauth/start", "it is the way in for people"),
    ("GET", "/v2/wechat/oauth/callback", "people come back from WeChat"),
    (
        "GET",
        "/v2/wechat/js-sdk-config",
        "pages ask before anybody is signed in",
    ),
    ("GET", "/v2/wecom/login/start", "it is the way in for staff"),
    ("GET", "/v2/wecom/login/callback", "staff come back from WeCom"),
    (
        "POST",
        "/v2/wecom/login/token",
        "the cookie of the sign-in that just ended is asked for",
    ),
    ("GET", "/v2/openapi.json", "the description is public"),
    ("GET", "/healthz", "a probe"),
    ("GET", "/readyz", "a probe"),
    ("GET", "/metrics", "kept inside by the network"),
    ("GET", "/docs", "the description is public"),
    ("GET", "/docs/{file}", "the description is public"),
    ("GET", "/", "a page of links"),
];

#[actix_web::test]
async fn every_other_endpoint_asks_for_a_token() {
    let house = House::open().await;
    for endpoint in api::endpoints() {
        let name = (endpoint.method.as_str(), endpoint.path.as_str());
        let is_listed = OPEN_TO_STRANGERS
            .iter()
            .any(|(method, path, _)| (*method, *path) == name);
        let asks = matches!(endpoint.access, Access::Require(_) | Access::Person);
        assert_eq!(is_listed, !asks, "{name:?}");
        if !is_listed {
            let answered = house
                .send(
                    TestRequest::default()
                        .method(endpoint.method.clone())
                        .uri(&endpoint.path),
                )
                .await;
            answered.error(401, "UNAUTHENTICATED");
            assert!(
                answered.header("www-authenticate").unwrap().starts_with("Bearer"),
                "{name:?}"
            );
        }
    }
    for (method, path, _) in OPEN_TO_STRANGERS {
        let exists = api::endpoints()
            .iter()
            .any(|one| (one.method.as_str(), one.path.as_str()) == (*method, *path));
        assert!(exists, "{method} {path} is listed but gone");
    }
}

#[actix_web::test]
async fn a_stranger_learns_nothing_from_the_faults_of_a_body() {
    let house = House::open().await;
    let request = TestRequest::post().uri("/v2/events").set_payload("{broken");
    house.send(request).await.error(401, "UNAUTHENTICATED");
}

#[actix_web::test]
async fn a_tampered_token_is_not_taken() {
    let house = House::open().await;
    let token = house.token();
    let (head, signature) = token.rsplit_once('.').unwrap();
    let turned: String = signature.chars().rev().collect();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let payload = head.split_once('.').unwrap().1;
    let tampered = [
        format!("{head}.{turned}"),
        format!("{head}."),
        format!("{none}.{payload}."),
        "x".to_owned(),
        "签到".to_owned(),
        token[..token.len() - 1].to_owned(),
    ];
    for token in tampered {
        let request = TestRequest::get()
            .uri("/v2/auth/me")
            .insert_header(("authorization", format!("Bearer {token}")));
        house.send(request).await.error(401, "UNAUTHENTICATED");
    }
    let other_scheme = TestRequest::get()
        .uri("/v2/auth/me")
        .insert_header(("authorization", format!("Basic {token}")));
    house.send(other_scheme).await.error(401, "UNAUTHENTICATED");
}

#[actix_web::test]
async fn an_expired_token_is_not_taken_and_the_message_says_so() {
    let house = House::open().await;
    house.get("/v2/auth/me").await.data(200);
    house.clock.advance(std::time::Duration::from_hours(2));
    let error = house.get("/v2/auth/me").await.error(401, "UNAUTHENTICATED");
    assert!(error["message"].as_str().unwrap().contains("expired"));
    house.sign_in("admin", PASSWORD).await.data(200);
}

#[actix_web::test]
async fn the_scheme_is_read_in_any_case() {
    let house = House::open().await;
    let token = house.token().to_owned();
    let request = TestRequest::default().method(Method::GET).uri("/v2/auth/me");
    let answered = house
        .send(request.insert_header(("authorization", format!("bearer {token}"))))
        .await;
    assert_eq!(answered.data(200)["username"], "admin");
}
