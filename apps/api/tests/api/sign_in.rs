//! Names and passwords.

use actix_web::test::TestRequest;
use serde_json::json;

use crate::support::{House, PASSWORD};

#[actix_web::test]
async fn whoever_knows_the_password_gets_a_token_for_themselves() {
    let house = House::open().await;
    let data = house.sign_in("ADMIN", PASSWORD).await.data(200);
    assert_eq!(data["tokenType"], "Bearer");
    assert_eq!(data["expiresAt"], house.in_seconds(7_200));
    assert_eq!(data["user"]["username"], "admin");
    assert_eq!(data["user"]["role"], "administrator");
    let me = house.get("/v2/auth/me").await.data(200);
    assert_eq!(me, data["user"]);
}

#[actix_web::test]
async fn a_wrong_name_and_a_wrong_password_look_the_same() {
    let house = House::open().await;
    let mut answers = Vec::new();
    for (name, password) in [("admin", "wrong"), ("nobody", PASSWORD), ("", ""), ("🎹", "密码")] {
        let answered = house.sign_in(name, password).await;
        answered.error(401, "INVALID_CREDENTIALS");
        answers.push(answered.body_without_stamp());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[actix_web::test]
async fn many_wrong_passwords_are_slowed_down_for_their_address_alone() {
    let house = House::open().await;
    for _ in 0..10 {
        house.sign_in("admin", "wrong").await.error(401, "INVALID_CREDENTIALS");
    }
    let limited = house.sign_in("admin", PASSWORD).await;
    limited.error(429, "RATE_LIMITED");
    let wait: u64 = limited.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
    let elsewhere = TestRequest::post()
        .uri("/v2/auth/login")
        .peer_addr("198.51.100.9:40000".parse().unwrap());
    house
        .send(elsewhere.set_json(json!({"username": "admin", "password": PASSWORD})))
        .await
        .data(200);
    house.clock.advance(std::time::Duration::from_secs(wait));
    house.sign_in("admin", PASSWORD).await.data(200);
}

#[actix_web::test]
async fn behind_a_proxy_of_ours_each_client_has_its_own_limit() {
    let house = House::open().await;
    let sign_in = |peer: &str, client: &str, password: &str| {
        let request = TestRequest::post()
            .uri("/v2/auth/login")
            .peer_addr(peer.parse().unwrap())
            .insert_header(("x-forwarded-for", client));
        house.send(request.set_json(json!({"username": "admin", "password": password})))
    };
    for _ in 0..10 {
        sign_in("10.0.0.1:40000", "198.51.100.1", "wrong")
            .await
            .error(401, "INVALID_CREDENTIALS");
    }
    let limited = sign_in("10.0.0.1:40000", "198.51.100.1", PASSWORD).await;
    limited.error(429, "RATE_LIMITED");
    let invented = sign_in("10.0.0.1:40000", "203.0.113.5, 198.51.100.1", PASSWORD).await;
    invented.error(429, "RATE_LIMITED");
    sign_in("10.0.0.1:40000", "198.51.100.2", PASSWORD).await.data(200);

    for number in 0..10 {
        let client = format!("198.51.100.{number}");
        sign_in("203.0.113.9:40000", &client, "wrong")
            .await
            .error(401, "INVALID_CREDENTIALS");
    }
    let limited = sign_in("203.0.113.9:40000", "198.51.100.77", PASSWORD).await;
    limited.error(429, "RATE_LIMITED");
}

#[actix_web::test]
async fn ten_thousand_wrong_passwords_change_nothing_for_anybody() {
    let house = House::open().await;
    let mut hashed = 0;
    for number in 0..10_000 {
        let status = house.sign_in(&format!("user{number}"), "wrong").await.status.as_u16();
        assert!([401, 429].contains(&status), "{status}");
        hashed += usize::from(status == 401);
    }
    assert_eq!(hashed, 100, "passwords looked at");
    house.get("/v2/auth/me").await.data(200);
}

#[actix_web::test]
async fn a_login_without_its_fields_says_which() {
    let house = House::open().await;
    let post = |body| TestRequest::post().uri("/v2/auth/login").set_json(body);
    let missing = house.send(post(json!({"username": "admin"}))).await;
    assert_eq!(missing.refuses_field("password"), "is required");
    house
        .send(post(json!({"username": 1, "password": "x"})))
        .await
        .refuses_field("username");
    house
        .send(post(json!({"username": "a", "password": "b", "remember": true})))
        .await
        .refuses_field("remember");
}
