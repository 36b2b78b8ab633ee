//! What a page needs so that it may speak with the WeChat client.

use actix_web::test::TestRequest;
use wechat_protocol::jssdk::signature;

use crate::support::{APP_ID, Answered, House};

async fn asks(house: &House, query: &str) -> Answered {
    let request = TestRequest::get().uri(&format!("/v2/wechat/js-sdk-config?{query}"));
    house.send(request.peer_addr("192.0.2.7:40000".parse().unwrap())).await
}

#[actix_web::test]
async fn a_page_is_signed_as_the_browser_has_it_without_its_fragment() {
    let house = House::open().await;
    for (parameter, url) in [
        (
            "https%3A%2F%2Fa.example%2Fe%3Fx%3D1%26y%3D%25E6%23%2Froute",
            "https://a.example/e?x=1&y=%E6",
        ),
        ("https://h5.example/", "https://h5.example/"),
    ] {
        let config = asks(&house, &format!("url={parameter}")).await.data(200);
        let (nonce, at) = (
            config["nonceStr"].as_str().unwrap(),
            config["timestamp"].as_i64().unwrap(),
        );
        assert_eq!(config["appId"], APP_ID);
        assert_eq!(config["signature"], signature("default-jsapi", nonce, at, url), "{url}");
        assert!(!config.to_string().contains("default-jsapi"), "the ticket stays here");
    }
}

#[actix_web::test]
async fn only_pages_of_ours_are_signed() {
    let house = House::open().await;
    for parameter in [
        "",
        "url=",
        "url=/e/1",
        "url=https://evil.example/",
        "url=https://a.example@evil.example/",
        "url=http://a.example/",
        "url=https://a.example/%0Ax",
        "url=https://a.example/%20x",
        &format!("url=https://a.example/{}", "x".repeat(2_048)),
    ] {
        asks(&house, parameter).await.refuses_field("url");
    }
    let unknown = asks(&house, "url=https://a.example/&account=nobody").await;
    unknown.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn one_address_asks_three_thousand_times_a_minute() {
    let house = House::open().await;
    for _ in 0..3_000 {
        asks(&house, "url=https://a.example/").await.data(200);
    }
    let denied = asks(&house, "url=https://a.example/").await;
    denied.error(429, "RATE_LIMITED");
    assert!(denied.header("retry-after").is_some());
}
