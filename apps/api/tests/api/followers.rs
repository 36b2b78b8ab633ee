//! Followers, their tags, the black list, the synchronisation.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::http::Method;
use domain::identity::UnionId;
use domain::wechat::followers::{FollowerProfile, Remark};
use ports::wechat::{RefusalKind, WechatFailure};
use serde_json::{Value, json};

use crate::support::{Answered, House, Phone};

const BASE: &str = "/v2/wechat/accounts/default";
const ANN: &str = "oPerson_000001";

impl House {
    async fn delete_with(&self, path: &str, body: Value) -> Answered {
        self.send(self.signed_in(Method::DELETE, path).set_json(body)).await
    }

    /// People follow, the first with a profile that has everything.
    async fn followed_by(&self, count: usize) {
        for number in 1..=count {
            let open_id = format!("oPerson_{number:06}");
            let profile = FollowerProfile {
                remark: Remark::new(&format!("小王{number}")).unwrap(),
                union_id: UnionId::new(&format!("u{number}")).ok(),
                tags: BTreeSet::from([2]),
                subscribe_scene: Some("ADD_SCENE_QR_CODE".to_owned()),
                ..FollowerProfile::default()
            };
            self.wechat.has_follower(&open_id, profile);
            let phone = Phone::of(self, &open_id);
            let event = "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event><EventKey></EventKey>";
            phone.deliver(&phone.message(event)).await;
        }
        self.works_off().await;
    }
}

fn refused(code: i64) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind: RefusalKind::Content,
        note: "no".to_owned(),
    }
}

#[actix_web::test]
async fn a_follower_is_listed_and_shown_with_how_they_can_be_reached() {
    let house = House::open().await;
    house.followed_by(3).await;
    let page = house.get(&format!("{BASE}/followers?pageSize=2")).await.data(200);
    assert_eq!(
        (&page["total"], page["items"].as_array().unwrap().len()),
        (&json!(3), 2)
    );
    assert_eq!(page["items"][0]["openId"], "oPerson_000003", "last seen first");
    let cursor = page["nextCursor"].as_str().unwrap();
    let rest = house
        .get(&format!("{BASE}/followers?pageSize=2&cursor={cursor}"))
        .await
        .data(200);
    assert_eq!(rest["items"][0]["openId"], ANN);
    for (query, count) in [
        ("status=subscribed", 3),
        ("status=unsubscribed", 0),
        ("search=%E5%B0%8F%E7%8E%8B2", 1),
        ("tag=2&search=%E5%B0%8F", 3),
        ("tag=100", 0),
        ("unionId=u1", 1),
        ("openId=oPerson_000002", 1),
        ("scene=ADD_SCENE_QR_CODE&blocked=false", 3),
    ] {
        let page = house.get(&format!("{BASE}/followers?{query}")).await.data(200);
        assert_eq!(page["total"], count, "{query}");
    }
    let ann = house.get(&format!("{BASE}/followers/{ANN}")).await.data(200);
    assert_eq!(
        (&ann["subscribed"], &ann["remark"], &ann["tags"]),
        (&json!(true), &json!("小王1"), &json!([2]))
    );
    assert_eq!(ann["contactWindow"]["openedBy"], "follow");
    assert_eq!(ann["contactWindow"]["remaining"], 3);
    assert!(ann["lastInteractionAt"].is_string());
    let person = ann["personId"].as_str().unwrap();
    let person = house.get(&format!("/v2/people/{person}")).await.data(200);
    assert_eq!(person["unionIds"], json!(["u1"]));
    house.clock.advance(Duration::from_secs(61));
    let ann = house.get(&format!("{BASE}/followers/{ANN}")).await.data(200);
    assert_eq!(ann["contactWindow"], Value::Null);
}

#[actix_web::test]
async fn what_names_nobody_or_nothing_is_told_so() {
    let house = House::open().await;
    for path in ["/followers", "/followers/o", "/follower-sync", "/tags"] {
        let path = format!("/v2/wechat/accounts/nowhere{path}");
        house.get(&path).await.error(404, "NOT_FOUND");
    }
    house
        .get(&format!("{BASE}/followers/oNobody"))
        .await
        .error(404, "NOT_FOUND");
    house
        .get(&format!("{BASE}/follower-sync"))
        .await
        .error(404, "NOT_FOUND");
    let run = "019ad3a5-7c4b-7000-8000-0000000000ff";
    for path in [
        format!("{BASE}/tag-runs/{run}"),
        format!("{BASE}/tag-runs/{run}/followers"),
    ] {
        house.get(&path).await.error(404, "NOT_FOUND");
    }
    house.get(&format!("{BASE}/tag-runs/zoe")).await.refuses_field("runId");
    house
        .get(&format!("{BASE}/followers/{}", "x".repeat(129)))
        .await
        .refuses_field("openId");
    for (query, field) in [
        ("status=lost", "status"),
        ("tag=-1", "tag"),
        ("tag=x", "tag"),
        ("blocked=yes", "blocked"),
        ("pageSize=0", "pageSize"),
    ] {
        house
            .get(&format!("{BASE}/followers?{query}"))
            .await
            .refuses_field(field);
    }
}

#[actix_web::test]
async fn a_remark_has_fewer_than_thirty_bytes() {
    let house = House::open().await;
    house.followed_by(1).await;
    let path = format!("{BASE}/followers/{ANN}/remark");
    let ann = house.put(&path, json!({"remark": "小李"})).await.data(200);
    assert_eq!(ann["remark"], "小李");
    house
        .put(&path, json!({"remark": "备".repeat(10)}))
        .await
        .refuses_field("remark");
    house
        .put(&path, json!({"remark": "a\nb"}))
        .await
        .refuses_field("remark");
    house.put(&path, json!({})).await.refuses_field("remark");
    house.put(&path, json!({"remark": 7})).await.refuses_field("remark");
    house
        .put(&path, json!({"remark": "x", "nickname": "y"}))
        .await
        .refuses_field("nickname");
    let nobody = format!("{BASE}/followers/oNobody/remark");
    house.put(&nobody, json!({"remark": "x"})).await.error(404, "NOT_FOUND");
    house.wechat.fail_next(WechatFailure::Unanswered {
        note: "gone".to_owned(),
    });
    house.put(&path, json!({"remark": "z"})).await.error(502, "UPSTREAM");
    let ann = house.get(&format!("{BASE}/followers/{ANN}")).await.data(200);
    assert_eq!(ann["remark"], "小李");
}

#[actix_web::test]
async fn tags_are_made_once_renamed_and_ended() {
    let house = House::open().await;
    let path = format!("{BASE}/tags");
    let request = || {
        house
            .signed_in(Method::POST, &path)
            .insert_header(("idempotency-key", "k1"))
            .set_json(json!({"name": "嘉宾"}))
    };
    let tag = house.send(request()).await.data(201);
    let again = house.send(request()).await;
    assert_eq!(again.json()["data"], tag, "the first answer is given again");
    house
        .post(&path, json!({"name": "嘉宾"}))
        .await
        .error(409, "TAG_EXISTS");
    for name in [json!(""), json!("签".repeat(31)), json!(null)] {
        house.post(&path, json!({"name": name})).await.refuses_field("name");
    }
    let one = format!("{path}/{}", tag["id"]);
    assert_eq!(house.put(&one, json!({"name": "讲师"})).await.data(200)["name"], "讲师");
    house
        .put(&format!("{path}/2"), json!({"name": "x"}))
        .await
        .error(409, "TAG_FIXED");
    house
        .put(&format!("{path}/999"), json!({"name": "x"}))
        .await
        .error(404, "NOT_FOUND");
    house
        .put(&format!("{path}/x"), json!({"name": "x"}))
        .await
        .refuses_field("tagId");
    house.wechat.fail_next(refused(45_056));
    house
        .post(&path, json!({"name": "more"}))
        .await
        .error(409, "TOO_MANY_TAGS");
    let tags = house.get(&format!("{path}?refresh=true")).await.data(200);
    assert_eq!(tags["items"].as_array().unwrap().len(), 2);
    house.delete(&one).await.data(200);
    house.delete(&one).await.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn many_are_tagged_with_progress_and_a_refusal_for_each_person() {
    let house = House::open().await;
    house.followed_by(60).await;
    let tag = house
        .post(&format!("{BASE}/tags"), json!({"name": "嘉宾"}))
        .await
        .data(201);
    let path = format!("{BASE}/tags/{}/followers", tag["id"]);
    let some = house.post(&path, json!({"openIds": [ANN, "oNobody"]})).await.data(200);
    assert_eq!(
        (&some["state"], &some["done"], &some["refused"]),
        (&json!("finished"), &json!(1), &json!(1))
    );
    let people: Vec<_> = (1..=60).map(|number| format!("oPerson_{number:06}")).collect();
    let many = house.post(&path, json!({"openIds": people})).await.data(202);
    assert_eq!((&many["state"], &many["total"]), (&json!("running"), &json!(60)));
    house.works_off().await;
    let run = format!("{BASE}/tag-runs/{}", many["id"].as_str().unwrap());
    assert_eq!(house.get(&run).await.data(200)["done"], 60);
    let refusals = format!(
        "{BASE}/tag-runs/{}/followers?outcome=refused",
        some["id"].as_str().unwrap()
    );
    let refusals = house.get(&refusals).await.data(200);
    assert_eq!(
        refusals["items"],
        json!([{"openId": "oNobody", "outcome": "refused", "wechatCode": 40003}])
    );
    let tagged = format!("{BASE}/followers?tag={}", tag["id"]);
    assert_eq!(house.get(&tagged).await.data(200)["total"], 60);
    house.delete_with(&path, json!({"openIds": [ANN]})).await.data(200);
    assert_eq!(house.get(&tagged).await.data(200)["total"], 59);
    let far_too_many: Vec<_> = (0..10_001).map(|number| number.to_string()).collect();
    for open_ids in [json!([]), json!(far_too_many), json!([""]), json!("o"), json!([1])] {
        let answered = house.post(&path, json!({"openIds": open_ids})).await;
        assert_eq!(answered.error(400, "VALIDATION_ERROR")["code"], "VALIDATION_ERROR");
    }
}

#[actix_web::test]
async fn the_black_list_takes_up_to_twenty() {
    let house = House::open().await;
    house.followed_by(2).await;
    let path = format!("{BASE}/blacklist");
    house.post(&path, json!({"openIds": [ANN]})).await.data(200);
    let blocked = house.get(&format!("{BASE}/followers?blocked=true")).await.data(200);
    assert_eq!(blocked["items"][0]["openId"], ANN);
    house.delete_with(&path, json!({"openIds": [ANN]})).await.data(200);
    let blocked = house.get(&format!("{BASE}/followers?blocked=true")).await.data(200);
    assert_eq!(blocked["total"], 0);
    let many: Vec<_> = (0..21).map(|number| number.to_string()).collect();
    house
        .post(&path, json!({"openIds": many}))
        .await
        .refuses_field("openIds");
}

#[actix_web::test]
async fn a_synchronisation_shows_its_progress_and_runs_alone() {
    let house = House::open().await;
    house.followed_by(3).await;
    let path = format!("{BASE}/follower-sync");
    house
        .post(&path, json!({"resume": true}))
        .await
        .error(409, "NOTHING_TO_RESUME");
    house.delete(&path).await.error(404, "NOT_FOUND");
    house
        .post(&path, json!({"resume": "yes"}))
        .await
        .refuses_field("resume");
    let begun = house.send(house.signed_in(Method::POST, &path)).await.data(202);
    assert_eq!(
        (&begun["state"], &begun["phase"]),
        (&json!("running"), &json!("listing"))
    );
    house.post(&path, json!({})).await.error(409, "SYNC_RUNNING");
    house.works_off().await;
    let done = house.get(&path).await.data(200);
    assert_eq!(
        (&done["state"], &done["fetched"], &done["total"]),
        (&json!("finished"), &json!(3), &json!(3))
    );
    assert!(done["finishedAt"].is_string());
    house.delete(&path).await.error(409, "SYNC_NOT_RUNNING");
    house.post(&path, json!({})).await.data(202);
    assert_eq!(house.delete(&path).await.data(200)["state"], "cancelled");
    house.wechat.fail_always(refused(45_009));
    house.post(&path, json!({"resume": true})).await.data(202);
    house.works_off().await;
    let failed = house.get(&path).await.data(200);
    assert_eq!(failed["state"], "failed");
    assert!(failed["error"].as_str().unwrap().contains("45009"));
}
