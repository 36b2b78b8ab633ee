//! Menus: edited, checked, published by the worker, compared.

use actix_web::http::Method;
use adapter_memory::MenuCall;
use ports::wechat::{RefusalKind, WechatFailure};
use serde_json::{Value, json};

use crate::support::House;

const ACCOUNT: &str = "/v2/wechat/accounts/default";

fn at(path: &str) -> String {
    format!("{ACCOUNT}/{path}")
}

fn click(name: &str) -> Value {
    json!({"name": name, "type": "click", "key": format!("KEY_{name}")})
}

fn menu() -> Value {
    json!({"buttons": [
        click("日历"),
        {"name": "更多", "subButtons": [
            {"name": "官网", "type": "view", "url": "https://example.com/?a=b&c=d"},
            {"name": "小程序", "type": "miniprogram", "appId": "wx0000000000000000", "pagePath": "pages/index", "url": "https://example.com"},
        ]},
    ]})
}

fn conditional(tag: i64) -> Value {
    json!({"name": "会员", "audience": {"tagId": tag}, "buttons": [click("会员")]})
}

async fn publication(house: &House) -> Value {
    house.get(&at("menu")).await.data(200)["publication"].clone()
}

fn refusal() -> WechatFailure {
    WechatFailure::Refused {
        code: 40_018,
        kind: RefusalKind::Content,
        note: "invalid button name size".to_owned(),
    }
}

#[actix_web::test]
async fn a_menu_is_edited_published_and_the_same_as_what_wechat_has() {
    let house = House::open().await;
    let empty = house.get(&at("menu")).await;
    assert_eq!(empty.data(200)["buttons"], json!([]));
    assert_eq!(empty.header("etag"), Some("\"0\""));
    let edited = house.put(&at("menu"), menu()).await;
    assert_eq!(
        (&edited.data(200)["buttons"], edited.header("etag")),
        (&menu()["buttons"], Some("\"1\""))
    );
    assert_eq!(edited.data(200)["publication"]["state"], "none");
    let differs = house.get(&at("menu/comparison")).await.data(200);
    assert_eq!(
        (&differs["same"], &differs["differences"][0]["at"]),
        (&json!(false), &json!("buttons[0]"))
    );

    let accepted = house.post(&at("menu/publish"), json!({})).await.data(202);
    assert_eq!(
        (
            &accepted["publication"]["state"],
            &accepted["publication"]["wantedVersion"]
        ),
        (&json!("pending"), &json!(1))
    );
    house.works_off().await;
    let done = publication(&house).await;
    assert_eq!(
        (&done["state"], &done["publishedVersion"], &done["error"]),
        (&json!("published"), &json!(1), &Value::Null)
    );
    assert!(done["publishedAt"].is_string());
    assert_eq!(
        house.get(&at("menu/published")).await.data(200)["buttons"],
        menu()["buttons"]
    );
    let same = house.get(&at("menu/comparison")).await.data(200);
    assert_eq!(same, json!({"version": 1, "same": true, "differences": []}));

    house
        .put(&at("menu"), json!({"buttons": [click("新")]}))
        .await
        .data(200);
    let differs = house.get(&at("menu/comparison")).await.data(200);
    let places: Vec<_> = differs["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["at"].clone())
        .collect();
    assert_eq!(places, ["buttons[0].name", "buttons[0].key", "buttons[1]"]);
    assert_eq!(
        publication(&house).await["publishedVersion"],
        1,
        "what is published stays until it is published anew"
    );
}

#[actix_web::test]
async fn a_menu_that_wechat_would_refuse_is_kept_and_told_but_not_published() {
    let house = House::open().await;
    let broken = json!({"buttons": [
        {"name": "六个汉字太长", "type": "click"},
        {"name": "b", "type": "view", "url": "ftp://example.com"},
        {"name": "c", "type": "teapot"},
        {"name": "d", "subButtons": [click("1"), click("2"), click("3"), click("4"), click("5"), click("6")]},
    ]});
    let edited = house.put(&at("menu"), broken.clone()).await.data(200);
    let places: Vec<_> = edited["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["at"].clone())
        .collect();
    let expected = [
        "buttons",
        "buttons[0].name",
        "buttons[0].key",
        "buttons[1].url",
        "buttons[2].type",
        "buttons[3].subButtons",
    ];
    assert_eq!(places, expected);
    let refused = house
        .post(&at("menu/publish"), json!({}))
        .await
        .error(400, "VALIDATION_ERROR");
    assert_eq!(refused["details"].as_object().unwrap().len(), expected.len());
    house.works_off().await;
    assert!(house.wechat.menu_changes().is_empty());
    let checked = house.post(&at("menu/validate"), broken).await.data(200);
    assert_eq!(
        (&checked["valid"], checked["faults"].as_array().unwrap().len()),
        (&json!(false), 6)
    );
    assert_eq!(
        house.post(&at("menu/validate"), menu()).await.data(200),
        json!({"valid": true, "faults": []})
    );
    let stored = house
        .send(house.signed_in(Method::POST, &at("menu/validate")))
        .await
        .data(200);
    assert_eq!(stored["faults"].as_array().unwrap().len(), 6);
}

#[actix_web::test]
async fn conditional_menus_are_published_with_the_default_one_in_their_order() {
    let house = House::open().await;
    house.put(&at("menu"), menu()).await.data(200);
    let mut ids = Vec::new();
    for tag in [1, 2, 3] {
        let added = house.post(&at("conditional-menus"), conditional(tag)).await;
        ids.push(added.data(201)["id"].as_str().unwrap().to_owned());
        assert_eq!(
            added.header("location"),
            Some(at(&format!("conditional-menus/{}", ids.last().unwrap())).as_str())
        );
    }
    house.post(&at("menu/publish"), json!({})).await.data(202);
    house.works_off().await;
    let tags = |house: &House| -> Vec<_> {
        let there = house.wechat.menus().conditional;
        there.iter().map(|one| one.audience.tag_id.unwrap()).collect()
    };
    assert_eq!(tags(&house), [1, 2, 3]);

    house
        .put(&at(&format!("conditional-menus/{}", ids[1])), conditional(7))
        .await
        .data(200);
    let differs = house.get(&at("menu/comparison")).await.data(200);
    assert_eq!(
        differs["differences"],
        json!([{"at": "conditionalMenus[1].audience", "draft": "tag 7", "published": "tag 2"}])
    );
    let before = house.wechat.menu_changes().len();
    house.post(&at("menu/publish"), json!({})).await.data(202);
    house.works_off().await;
    assert_eq!(tags(&house), [1, 7, 3]);
    let calls = &house.wechat.menu_changes()[before..];
    assert_eq!(
        calls.len(),
        4,
        "two deleted, two added, the first and the default left alone: {calls:?}"
    );

    house
        .delete(&at(&format!("conditional-menus/{}", ids[0])))
        .await
        .data(200);
    house
        .delete(&at(&format!("conditional-menus/{}", ids[0])))
        .await
        .error(404, "NOT_FOUND");
    let listed = house.get(&at("conditional-menus")).await.data(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    assert_eq!(listed["items"][0]["audience"], json!({"tagId": 7, "platform": null}));
    let seen = house
        .post(&at("conditional-menus/try-match"), json!({"user": "oPerson_000001"}))
        .await
        .data(200);
    assert_eq!(seen["buttons"], menu()["buttons"]);
}

#[actix_web::test]
async fn a_refused_publishing_says_why_and_the_next_one_may_succeed() {
    let house = House::open().await;
    house.put(&at("menu"), menu()).await.data(200);
    house.post(&at("menu/publish"), json!({})).await.data(202);
    house.wechat.fail_always(refusal());
    house.works_off().await;
    let failed = publication(&house).await;
    assert_eq!(
        (&failed["state"], &failed["error"]["isFinal"]),
        (&json!("failed"), &json!(true))
    );
    assert!(failed["error"]["message"].as_str().unwrap().contains("40018"));
    house.wechat.recover();
    house.post(&at("menu/publish"), json!({})).await.data(202);
    house.works_off().await;
    assert_eq!(publication(&house).await["state"], "published");
}

#[actix_web::test]
async fn menus_are_withdrawn_and_what_is_edited_stays() {
    let house = House::open().await;
    house.put(&at("menu"), menu()).await.data(200);
    house.post(&at("conditional-menus"), conditional(1)).await.data(201);
    house.post(&at("menu/publish"), json!({})).await.data(202);
    house.works_off().await;
    house.wechat.fail_next(refusal());
    let error = house.delete(&at("menu/published")).await.error(502, "UPSTREAM");
    assert_eq!(error["details"]["wechatCode"], 40_018);
    house.delete(&at("menu/published")).await.data(200);
    house.delete(&at("menu/published")).await.data(200);
    assert!(house.wechat.menu_changes().contains(&MenuCall::DeleteAll));
    let none = house.get(&at("menu/published")).await.data(200);
    assert_eq!(none, json!({"buttons": null, "conditionalMenus": []}));
    let kept = house.get(&at("menu")).await.data(200);
    assert_eq!(
        (&kept["buttons"], &kept["publication"]["state"]),
        (&menu()["buttons"], &json!("none"))
    );
}

#[actix_web::test]
async fn an_edit_is_for_the_version_it_names() {
    let house = House::open().await;
    let with = |method: Method, path: &str, tag: &str, body: Value| {
        let request = house
            .signed_in(method, &at(path))
            .insert_header(("if-match", tag.to_owned()));
        house.send(request.set_json(body))
    };
    with(Method::PUT, "menu", "\"0\"", menu()).await.data(200);
    let stale = with(Method::PUT, "menu", "\"0\"", menu())
        .await
        .error(412, "PRECONDITION_FAILED");
    assert_eq!(stale["details"]["currentVersion"], 1);
    with(Method::POST, "menu/publish", "\"0\"", json!({}))
        .await
        .error(412, "PRECONDITION_FAILED");
    with(Method::POST, "menu/publish", "\"1\"", json!({})).await.data(202);
    house.works_off().await;
    with(Method::PUT, "menu", "\"1\"", json!({"buttons": []}))
        .await
        .data(200);
    with(Method::POST, "conditional-menus", "\"1\"", conditional(1))
        .await
        .error(412, "PRECONDITION_FAILED");
    with(Method::POST, "conditional-menus", "\"9\", \"2\"", conditional(1))
        .await
        .data(201);
}

#[actix_web::test]
async fn twenty_first_edits_at_once_are_all_kept_in_turn() {
    let house = House::open().await;
    let edits = (0..20).map(|number| {
        let body = json!({"buttons": [click(&number.to_string())]});
        async { house.put(&at("menu"), body).await.data(200) }
    });
    futures::future::join_all(edits).await;
    assert_eq!(house.get(&at("menu")).await.data(200)["version"], 20);
}

#[actix_web::test]
async fn what_is_not_acceptable_is_refused_by_its_place() {
    let house = House::open().await;
    let deep = |levels: usize| (0..levels).fold(click("x"), |inner, _| json!({"name": "a", "subButtons": [inner]}));
    for (body, field) in [
        (json!({}), "buttons"),
        (json!({"buttons": {}}), "buttons"),
        (json!({"buttons": [["a", "click"]]}), "buttons"),
        (json!({"buttons": [{"name": 1}]}), "buttons"),
        (json!({"buttons": [{"name": "a", "colour": "red"}]}), "buttons"),
        (json!({"buttons": vec![click("a"); 21]}), "buttons"),
        (json!({"buttons": [deep(2)]}), "buttons"),
        (json!({"buttons": [click(&"字".repeat(2_049))]}), "buttons"),
        (json!({"buttons": [click("a\u{0}b")]}), "buttons"),
    ] {
        let answered = house.put(&at("menu"), body.clone()).await;
        let error = answered.error(400, "VALIDATION_ERROR");
        let named = error["details"]
            .as_object()
            .unwrap()
            .keys()
            .any(|name| name.starts_with(field));
        assert!(named, "{}", answered.body);
    }
    house
        .put(&at("menu"), json!({"buttons": [deep(100)]}))
        .await
        .error(400, "VALIDATION_ERROR");
    for (field, value) in [
        ("audience", json!({"tagId": "1"})),
        ("audience.tagId", json!({"tagId": -1})),
        ("audience.platform", json!({"platform": "symbian"})),
        ("audience", json!({"sex": 1})),
    ] {
        let mut body = conditional(1);
        body["audience"] = value;
        let error = house
            .post(&at("conditional-menus"), body)
            .await
            .error(400, "VALIDATION_ERROR");
        assert!(
            error["details"]
                .as_object()
                .unwrap()
                .keys()
                .any(|name| name.starts_with(field)),
            "{error}"
        );
    }
    house
        .put(&at("conditional-menus/x"), conditional(1))
        .await
        .refuses_field("menuId");
    let unknown = at("conditional-menus/019ad3a5-7c4b-7000-8000-0000000000ff");
    house.put(&unknown, conditional(1)).await.error(404, "NOT_FOUND");
    house
        .post(&at("conditional-menus/try-match"), json!({"user": ""}))
        .await
        .refuses_field("user");
    house
        .get("/v2/wechat/accounts/nowhere/menu")
        .await
        .error(404, "NOT_FOUND");
    assert_eq!(house.get(&at("menu")).await.data(200)["version"], 0, "nothing was kept");
}

#[actix_web::test]
async fn an_account_has_at_most_fifty_conditional_menus() {
    let house = House::open().await;
    for tag in 0..50 {
        house.post(&at("conditional-menus"), conditional(tag)).await.data(201);
    }
    let full = house
        .post(&at("conditional-menus"), conditional(50))
        .await
        .error(409, "LIMIT_REACHED");
    assert_eq!(full["details"]["limit"], 50);
}

#[actix_web::test]
async fn a_wechat_that_does_not_answer_is_told_as_such() {
    let house = House::open().await;
    house.wechat.fail_always(WechatFailure::Unanswered {
        note: "timed out".to_owned(),
    });
    house.get(&at("menu/published")).await.error(502, "UPSTREAM");
    house.get(&at("menu/comparison")).await.error(502, "UPSTREAM");
    house.get(&at("menu")).await.data(200);
}
