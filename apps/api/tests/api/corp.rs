//! WeCom: the directory, external contacts, the welcome message.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::Method;
use domain::identity::UnionId;
use domain::wechat::wecom::contacts::{ContactFacts, ContactProfile, RelationFacts};
use domain::wechat::wecom::directory::MemberFacts;
use serde_json::{Value, json};

use crate::support::House;

const BASE: &str = "/v2/wechat/accounts/corp/wecom";

impl House {
    fn has_corp(&self) {
        self.wechat.has_department(1, "总公司", None);
        self.wechat.has_department(2, "市场部", Some(1));
        for (user_id, name, leads) in [("ZhangSan", "张三", true), ("lisi", "李四", false)] {
            self.wechat.has_member(MemberFacts {
                user_id: user_id.to_owned(),
                name: Some(name.to_owned()),
                departments: Some(BTreeMap::from([(2, leads)])),
                ..MemberFacts::default()
            });
        }
        for number in 1..=3 {
            self.wechat.has_contact(ContactFacts {
                external_user_id: format!("wm{number}"),
                profile: ContactProfile {
                    name: Some(format!("王{number}")),
                    ..ContactProfile::default()
                },
                union_id: UnionId::new(&format!("u{number}")).ok(),
                relations: vec![RelationFacts {
                    user_id: "ZhangSan".to_owned(),
                    remark: "王总".to_owned(),
                    tags: BTreeSet::from([format!("t{number}")]),
                    state: Some("poster-5".to_owned()),
                    add_way: Some(1),
                    ..RelationFacts::default()
                }],
            });
        }
    }
}

#[actix_web::test]
async fn a_directory_is_synchronised_and_shown() {
    let house = House::open().await;
    house.has_corp();
    let path = format!("{BASE}/directory-sync");
    house.get(&path).await.error(404, "NOT_FOUND");
    house
        .post(&format!("{path}/cancel"), json!({}))
        .await
        .error(404, "NOT_FOUND");
    let begun = house.post(&path, json!({})).await.data(202);
    assert_eq!(
        (&begun["state"], &begun["phase"]),
        (&json!("running"), &json!("departments"))
    );
    let again = house.post(&path, json!({})).await.data(202);
    assert_eq!(again["id"], begun["id"], "the one that runs is answered");
    house.works_off().await;
    let done = house.get(&path).await.data(200);
    assert_eq!(
        (&done["state"], &done["complete"], &done["read"]),
        (&json!("finished"), &json!(true), &json!(2))
    );
    house
        .post(&format!("{path}/cancel"), json!({}))
        .await
        .error(409, "SYNC_NOT_RUNNING");
    house.post(&path, json!({})).await.data(202);
    let ended = house.post(&format!("{path}/cancel"), json!({})).await.data(200);
    assert_eq!(
        (&ended["state"], &ended["complete"]),
        (&json!("cancelled"), &Value::Null)
    );
    let tree = house.get(&format!("{BASE}/departments")).await.data(200);
    assert_eq!(tree["items"][1]["parentId"], 1);
    assert_eq!(tree["items"][1]["name"], "市场部");
    for (query, count) in [
        ("", 2),
        ("?department=2", 2),
        ("?department=1", 0),
        ("?state=active", 2),
        ("?state=left", 0),
        ("?search=%E5%BC%A0", 1),
        ("?pageSize=1&page=2", 1),
    ] {
        let page = house.get(&format!("{BASE}/members{query}")).await.data(200);
        assert_eq!(page["items"].as_array().unwrap().len(), count, "{query}");
    }
    let one = house.get(&format!("{BASE}/members/zhangsan")).await.data(200);
    assert_eq!((&one["userId"], &one["state"]), (&json!("ZhangSan"), &json!("active")));
    assert_eq!(one["departments"], json!([{"id": 2, "leads": true}]));
}

#[actix_web::test]
async fn contacts_are_synchronised_and_shown_with_who_they_are() {
    let house = House::open().await;
    house.has_corp();
    house.post(&format!("{BASE}/contact-sync"), json!({})).await.data(202);
    house.works_off().await;
    let done = house.get(&format!("{BASE}/contact-sync")).await.data(200);
    assert_eq!((&done["state"], &done["read"]), (&json!("finished"), &json!(3)));
    for (query, count) in [
        ("", 3),
        ("?userId=zhangsan", 3),
        ("?userId=lisi", 0),
        ("?tag=t2", 1),
        ("?state=poster-5&tag=t3", 1),
        ("?search=%E7%8E%8B1", 1),
    ] {
        let page = house.get(&format!("{BASE}/external-contacts{query}")).await.data(200);
        assert_eq!(page["total"], count, "{query}");
    }
    let first = house
        .get(&format!("{BASE}/external-contacts?pageSize=2"))
        .await
        .data(200);
    let cursor = first["nextCursor"].as_str().unwrap();
    let rest = house
        .get(&format!("{BASE}/external-contacts?pageSize=2&cursor={cursor}"))
        .await
        .data(200);
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    let one = house.get(&format!("{BASE}/external-contacts/wm2")).await.data(200);
    assert_eq!(
        (&one["name"], &one["relations"][0]["remark"]),
        (&json!("王2"), &json!("王总"))
    );
    assert_eq!(one["relations"][0]["state"], "poster-5");
    let person = one["personId"].as_str().unwrap();
    let person = house.get(&format!("/v2/people/{person}")).await.data(200);
    assert_eq!(person["unionIds"], json!(["u2"]));
}

#[actix_web::test]
async fn a_welcome_message_is_set_in_the_version_that_was_seen() {
    let house = House::open().await;
    let path = format!("{BASE}/welcome-message");
    let none = house.get(&path).await;
    assert_eq!(none.header("etag"), Some("\"0\""));
    let none = none.data(200);
    assert_eq!(
        (&none["enabled"], &none["text"], &none["outcomes"]["sent"]),
        (&json!(false), &Value::Null, &json!(0))
    );
    let material = "019ad3a5-7c4b-7000-8000-0000000000aa";
    let body = json!({"enabled": true, "text": "你好，{name}！", "attachments": [
        {"kind": "image", "materialId": material},
        {"kind": "link", "title": "日程", "url": "https://example.com"},
        {"kind": "mini-program", "title": "票", "pictureMaterialId": material, "appId": "wx1", "page": "pages/a"},
    ]});
    let put = async |tag: &str, body: &Value| {
        let request = house.signed_in(Method::PUT, &path).insert_header(("If-Match", tag));
        house.send(request.set_json(body)).await
    };
    let set = put("\"0\"", &body).await;
    assert_eq!(set.header("etag"), Some("\"1\""));
    assert_eq!(set.data(200)["attachments"][2]["pictureMaterialId"], material);
    put("\"0\"", &body).await.error(412, "PRECONDITION_FAILED");
    put("\"7\", \"1\"", &json!({"enabled": false})).await.data(200);
    assert_eq!(house.get(&path).await.data(200)["attachments"], json!([]));
    for (broken, field) in [
        (json!({"enabled": true}), "text"),
        (json!({"enabled": true, "text": "x".repeat(4_001)}), "text"),
        (json!({"enabled": "yes", "text": "x"}), "enabled"),
        (json!({"text": "x"}), "enabled"),
        (json!({"enabled": true, "text": 7}), "text"),
        (
            json!({"enabled": true, "text": "x", "attachments": [{"kind": "link", "title": "", "url": "https://e"}]}),
            "attachments",
        ),
        (
            json!({"enabled": true, "text": "x", "attachments": [{"kind": "link", "title": "t", "url": "ftp://e"}]}),
            "attachments",
        ),
    ] {
        house.put(&path, broken).await.refuses_field(field);
    }
    for broken in [
        json!({"enabled": true, "text": "x", "attachments": [{"kind": "voice", "materialId": material}]}),
        json!({"enabled": true, "text": "x", "attachments": [{"kind": "image", "materialId": "M"}]}),
        json!({"enabled": true, "text": "x", "attachments": [{"kind": "image"}]}),
        json!({"enabled": true, "text": "x", "attachments": [7]}),
        json!({"enabled": true, "text": "x", "surprise": 1}),
        json!([]),
    ] {
        house.put(&path, broken).await.error(400, "VALIDATION_ERROR");
    }
}

#[actix_web::test]
async fn what_names_nobody_is_told_so() {
    let house = House::open().await;
    for (account, status, code) in [("nowhere", 404, "NOT_FOUND"), ("default", 409, "WRONG_PRODUCT")] {
        for path in [
            "directory-sync",
            "contact-sync",
            "departments",
            "members",
            "members/a",
            "external-contacts",
            "external-contacts/wm1",
            "welcome-message",
        ] {
            let path = format!("/v2/wechat/accounts/{account}/wecom/{path}");
            house.get(&path).await.error(status, code);
        }
        let path = format!("/v2/wechat/accounts/{account}/wecom");
        for sync in ["directory-sync", "contact-sync"] {
            house
                .post(&format!("{path}/{sync}"), json!({}))
                .await
                .error(status, code);
        }
        let off = json!({"enabled": false});
        house
            .put(&format!("{path}/welcome-message"), off)
            .await
            .error(status, code);
    }
    house
        .get(&format!("{BASE}/members/nobody"))
        .await
        .error(404, "NOT_FOUND");
    house
        .get(&format!("{BASE}/external-contacts/wm9"))
        .await
        .error(404, "NOT_FOUND");
    house
        .get(&format!("{BASE}/members/{}", "x".repeat(65)))
        .await
        .refuses_field("userId");
    house
        .get(&format!("{BASE}/external-contacts/{}", "x".repeat(129)))
        .await
        .refuses_field("externalUserId");
    for (query, field) in [
        ("state=lost", "state"),
        ("department=x", "department"),
        ("department=-1", "department"),
    ] {
        house.get(&format!("{BASE}/members?{query}")).await.refuses_field(field);
    }
    for (query, field) in [("tag=%00", "tag"), ("cursor=x", "cursor"), ("pageSize=0", "pageSize")] {
        house
            .get(&format!("{BASE}/external-contacts?{query}"))
            .await
            .refuses_field(field);
    }
}
