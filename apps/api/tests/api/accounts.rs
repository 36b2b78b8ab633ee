//! WeChat accounts over the API: added, shown without credentials, changed, tried out, removed.

use actix_web::http::Method;
use ports::wechat::{AccountBook as _, Check, CheckKind};
use serde_json::{Value, json};

use crate::support::{Answered, House, KEY};

pub const SHOP: &str = "/v2/wechat/accounts/shop";
const SECRETS: [&str; 3] = ["a-shop-app-secret-not-for-use", "shopToken", KEY];

/// An Official Account named `shop`, with the phone's key.
pub fn a_shop() -> Value {
    json!({
        "name": "shop",
        "product": "official_account",
        "title": "茶会 🍵",
        "appId": "wx0000000000000002",
        "originalId": "gh_000000000002",
        "appSecret": SECRETS[0],
        "token": SECRETS[1],
        "encodingAesKey": SECRETS[2],
    })
}

fn tells_no_secret(answered: &Answered) {
    for secret in SECRETS {
        assert!(!answered.body.contains(secret), "{}", answered.body);
        assert!(!format!("{:?}", answered.headers).contains(secret));
    }
}

async fn change(house: &House, tag: &str, body: Value) -> Answered {
    let request = house
        .signed_in(Method::PATCH, SHOP)
        .insert_header(("if-match", tag.to_owned()));
    house.send(request.set_json(body)).await
}

#[actix_web::test]
async fn an_account_is_shown_with_its_address_and_without_its_credentials() {
    let house = House::open().await;
    let created = house.post("/v2/wechat/accounts", a_shop()).await;
    tells_no_secret(&created);
    assert_eq!(created.header("etag"), Some("\"1\""));
    assert_eq!(created.header("location"), Some(SHOP));
    let account = created.data(201);
    let now = house.in_seconds(0);
    assert_eq!(
        account,
        json!({
            "name": "shop", "source": "stored", "product": "official_account", "title": "茶会 🍵",
            "appId": "wx0000000000000002", "agentId": null, "originalId": "gh_000000000002",
            "messageMode": "safe", "enabled": true, "problem": null,
            "secrets": {
                "appSecret": {"isSet": true, "changedAt": now},
                "token": {"isSet": true, "changedAt": now},
                "encodingAesKey": {"isSet": true, "changedAt": now},
                "previousEncodingAesKey": {"isSet": false, "changedAt": null},
            },
            "webhookPath": "/v2/wechat/shop/webhook",
            "webhookUrl": "https://events.example/v2/wechat/shop/webhook",
            "createdAt": now, "updatedAt": now, "version": 1,
        })
    );
    for path in [SHOP, "/v2/wechat/accounts", &format!("{SHOP}/health")] {
        tells_no_secret(&house.get(path).await);
    }
    assert_eq!(house.get(SHOP).await.data(200), account);
    let list = house.get("/v2/wechat/accounts").await.data(200);
    assert_eq!(
        (&list["items"][0]["name"], &list["items"][0]["source"]),
        (&json!("default"), &json!("configuration"))
    );
    assert_eq!(
        list["items"][0]["webhookUrl"],
        "https://events.example/v2/wechat/webhook"
    );
    assert_eq!(list["items"][1], account);
}

#[actix_web::test]
async fn faults_are_told_by_field_and_quote_no_credential() {
    let house = House::open().await;
    let submit = async |body: Value| {
        let answered = house.post("/v2/wechat/accounts", body).await;
        tells_no_secret(&answered);
        let error = answered.error(400, "VALIDATION_ERROR");
        let fields: Vec<_> = error["details"].as_object().unwrap().keys().cloned().collect();
        fields
    };
    assert_eq!(
        submit(json!({})).await,
        ["appId", "appSecret", "name", "product", "title"]
    );
    let mut faulty = a_shop();
    for (field, value) in [
        ("name", json!("Shop")),
        ("appId", json!("ww0000000000000002")),
        ("token", json!("a b")),
        ("encodingAesKey", json!("short")),
        ("agentId", json!(7)),
    ] {
        faulty[field] = value;
    }
    assert_eq!(
        submit(faulty).await,
        ["agentId", "appId", "encodingAesKey", "name", "token"]
    );
    for (field, value) in [
        ("messageMode", json!("open")),
        ("product", json!("weibo")),
        ("name", json!("default")),
        ("name", json!("")),
        ("title", json!("")),
        ("appId", json!("wx5823bf96d3bd56c7")),
        ("encodingAesKey", json!(null)),
    ] {
        let mut faulty = a_shop();
        faulty[field] = value;
        if field == "encodingAesKey" {
            faulty["messageMode"] = json!("safe");
        }
        assert_eq!(submit(faulty).await, [field]);
    }
    let mut wrong_type = a_shop();
    wrong_type["appSecret"] = json!(["a-shop-app-secret-not-for-use"]);
    let answered = house.post("/v2/wechat/accounts", wrong_type).await;
    answered.error(400, "VALIDATION_ERROR");
    tells_no_secret(&answered);
}

#[actix_web::test]
async fn an_account_is_added_once() {
    let house = House::open().await;
    let request = || {
        let request = house.signed_in(Method::POST, "/v2/wechat/accounts");
        request.insert_header(("idempotency-key", "k1")).set_json(a_shop())
    };
    let first = house.send(request()).await;
    let again = house.send(request()).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    tells_no_secret(&again);
    let error = house.post("/v2/wechat/accounts", a_shop()).await.error(409, "CONFLICT");
    assert_eq!(error["details"]["field"], "name");
    let mut other = a_shop();
    other["name"] = json!("other");
    let error = house.post("/v2/wechat/accounts", other).await.error(409, "CONFLICT");
    assert_eq!(error["details"]["field"], "appId");
}

#[actix_web::test]
async fn of_two_changes_of_one_version_one_is_refused() {
    let house = House::open().await;
    house.post("/v2/wechat/accounts", a_shop()).await.data(201);
    let (first, second) = futures::join!(
        change(&house, "\"1\"", json!({"title": "one"})),
        change(&house, "\"1\"", json!({"title": "two"}))
    );
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412], "{} {}", first.body, second.body);
    change(&house, "\"9\", \"2\"", json!({"title": "three"}))
        .await
        .data(200);
    change(&house, "W/\"3\"", json!({"title": "four"}))
        .await
        .error(412, "PRECONDITION_FAILED");
    assert_eq!(house.get(SHOP).await.data(200)["version"], 3);
}

#[actix_web::test]
async fn a_change_leaves_alone_what_it_does_not_name() {
    let house = House::open().await;
    let before = house.post("/v2/wechat/accounts", a_shop()).await.data(201);
    house.clock.advance(std::time::Duration::from_secs(5));
    let answered = house
        .patch(SHOP, json!({"token": "another1", "originalId": null, "enabled": false}))
        .await;
    assert!(!answered.body.contains("another1"));
    let after = answered.data(200);
    assert_eq!(after["secrets"]["token"]["changedAt"], house.in_seconds(0));
    assert_eq!(after["secrets"]["appSecret"], before["secrets"]["appSecret"]);
    assert_eq!((&after["originalId"], &after["enabled"]), (&Value::Null, &json!(false)));
    assert_eq!((&after["title"], &after["version"]), (&before["title"], &json!(4)));
    let setup = house
        .use_cases
        .adapters()
        .accounts
        .setup("shop")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(setup.secrets.app_secret.expose(), SECRETS[0]);
    for (body, field) in [
        (json!({"title": null}), "title"),
        (json!({"enabled": null}), "enabled"),
        (json!({"appSecret": null}), "appSecret"),
        (json!({"encodingAesKey": null}), "encodingAesKey"),
        (json!({"messageMode": "open"}), "messageMode"),
        (json!({"appId": "wx0000000000000003"}), "appId"),
    ] {
        house.patch(SHOP, body).await.refuses_field(field);
    }
}

#[actix_web::test]
async fn the_configured_account_and_strange_names_cannot_be_changed() {
    let house = House::open().await;
    let default = "/v2/wechat/accounts/default";
    assert_eq!(house.get(default).await.data(200)["version"], 0);
    house
        .patch(default, json!({"title": "x"}))
        .await
        .error(409, "ACCOUNT_CONFIGURED");
    house.delete(default).await.error(409, "ACCOUNT_CONFIGURED");
    for name in ["nobody", "%00", "Shop", "..%2f"] {
        let path = format!("/v2/wechat/accounts/{name}");
        house.get(&path).await.error(404, "NOT_FOUND");
        house.patch(&path, json!({"title": "x"})).await.error(404, "NOT_FOUND");
        house.delete(&path).await.error(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn a_removed_account_is_gone_and_can_be_added_again() {
    let house = House::open().await;
    house.post("/v2/wechat/accounts", a_shop()).await.data(201);
    let stale = house
        .signed_in(Method::DELETE, SHOP)
        .insert_header(("if-match", "\"7\""));
    house.send(stale).await.error(412, "PRECONDITION_FAILED");
    house.delete(SHOP).await.data(200);
    house.get(SHOP).await.error(404, "NOT_FOUND");
    house.delete(SHOP).await.error(404, "NOT_FOUND");
    house.post("/v2/wechat/accounts", a_shop()).await.data(201);
}

#[actix_web::test]
async fn a_test_says_what_is_wrong_what_it_means_and_what_to_do() {
    let house = House::open().await;
    house.post("/v2/wechat/accounts", a_shop()).await.data(201);
    let test = house.post(&format!("{SHOP}/test"), json!({})).await.data(200);
    assert_eq!(
        (&test["ok"], test["checks"].as_array().unwrap().len()),
        (&json!(true), 5)
    );
    assert_eq!(test["checks"][0]["advice"], Value::Null);
    assert_eq!(house.probe.asked()[0].secrets.app_secret.expose(), SECRETS[0]);
    house.probe.find(vec![Check {
        kind: CheckKind::Token,
        ok: false,
        code: Some(40_164),
        note: "not on the whitelist: 203.0.113.7".to_owned(),
        number: None,
    }]);
    let answered = house.post(&format!("{SHOP}/test"), json!({})).await;
    tells_no_secret(&answered);
    let test = answered.data(200);
    let check = &test["checks"][0];
    assert_eq!((&test["ok"], &check["code"]), (&json!(false), &json!(40_164)));
    assert!(check["advice"]["en"].as_str().unwrap().contains("whitelist"));
    assert!(check["advice"]["zh"].as_str().unwrap().contains("白名单"));
    assert!(check["explanation"]["zh"].is_string());
    house
        .post("/v2/wechat/accounts/nobody/test", json!({}))
        .await
        .error(404, "NOT_FOUND");
    let health = house.get(&format!("{SHOP}/health")).await.data(200);
    assert_eq!(health["lastTest"], test);
    assert_eq!(
        health["webhook"],
        json!({
            "addressConfirmedAt": null, "lastMessageAt": null, "lastMessageDelaySeconds": null,
        })
    );
}

#[actix_web::test]
async fn every_change_is_in_the_event_log_without_credentials() {
    let house = House::open().await;
    house.post("/v2/wechat/accounts", a_shop()).await.data(201);
    house
        .patch(SHOP, json!({"encodingAesKey": KEY.replace('a', "b"), "enabled": false}))
        .await
        .data(200);
    house.delete(SHOP).await.data(200);
    let log = house.store.whole_log();
    let kinds: Vec<_> = log.iter().map(|entry| (entry.kind.as_str(), entry.version)).collect();
    assert_eq!(
        kinds,
        [
            ("wechat_account.added", 1),
            ("wechat_account.credentials_changed", 2),
            ("wechat_account.disabled", 3),
            ("wechat_account.removed", 4),
        ]
    );
    let written = format!("{log:?}");
    assert!(!SECRETS.iter().any(|secret| written.contains(secret)), "{written}");
    assert!(log.iter().all(|entry| entry.metadata.user_id.is_some()));
}
