//! Tags, remarks, lists of people, the black list.

use serde_json::{Value, json};

use crate::harness::{Bench, errcode};

async fn create(bench: &Bench, name: &str) -> Value {
    bench
        .call_post("/cgi-bin/tags/create", json!({"tag": {"name": name}}))
        .await
}

async fn tagging(bench: &Bench, action: &str, people: &[String], tag: i64) -> Value {
    let body = json!({"openid_list": people, "tagid": tag});
    bench.call_post(&format!("/cgi-bin/tags/members/{action}"), body).await
}

async fn followers(bench: &Bench, count: usize) -> Vec<String> {
    let added = bench.post("/people", json!({"count": count, "subscribed": true})).await;
    let items = added["items"].as_array().unwrap();
    items
        .iter()
        .map(|person| person["openId"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_tag_is_created_renamed_given_and_deleted_with_all_it_marks() {
    let bench = Bench::start().await;
    let tag = create(&bench, "嘉宾").await["tag"]["id"].as_i64().unwrap();
    let people = followers(&bench, 3).await;
    assert_eq!(errcode(&tagging(&bench, "batchtagging", &people, tag).await), 0);
    let rename = json!({"tag": {"id": tag, "name": "讲者"}});
    assert_eq!(errcode(&bench.call_post("/cgi-bin/tags/update", rename).await), 0);
    let tags = bench.call_get("/cgi-bin/tags/get").await;
    assert!(
        tags["tags"]
            .as_array()
            .unwrap()
            .contains(&json!({"id": tag, "name": "讲者", "count": 3}))
    );
    let members = bench
        .call_post("/cgi-bin/user/tag/get", json!({"tagid": tag, "next_openid": ""}))
        .await;
    assert_eq!(members["data"]["openid"], json!(people));
    assert_eq!(errcode(&tagging(&bench, "batchuntagging", &people[..1], tag).await), 0);

    let list = async |person: &str| {
        bench
            .call_post("/cgi-bin/tags/getidlist", json!({"openid": person}))
            .await
    };
    assert_eq!(list(&people[1]).await["tagid_list"], json!([tag]));
    let delete = async || {
        bench
            .call_post("/cgi-bin/tags/delete", json!({"tag": {"id": tag}}))
            .await
    };
    assert_eq!((errcode(&delete().await), errcode(&delete().await)), (0, 45159));
    assert_eq!(list(&people[1]).await["tagid_list"], json!([]));
    assert_eq!(errcode(&tagging(&bench, "batchtagging", &people, tag).await), 45159);
    bench.stop().await;
}

#[tokio::test]
async fn names_of_tags_are_unique_and_have_up_to_thirty_characters() {
    let bench = Bench::start().await;
    for (name, code) in [
        ("长".repeat(30), 0),
        ("长".repeat(31), 45158),
        (String::new(), 45158),
        ("长".repeat(30), 45157),
    ] {
        assert_eq!(errcode(&create(&bench, &name).await), code, "{name}");
    }
    let system = json!({"tag": {"id": 2, "name": "x"}});
    assert_eq!(errcode(&bench.call_post("/cgi-bin/tags/update", system).await), 45058);
    bench.stop().await;
}

#[tokio::test]
async fn an_account_has_a_hundred_tags() {
    let bench = Bench::start().await;
    for number in 0..100 {
        assert_eq!(errcode(&create(&bench, &format!("t{number}")).await), 0);
    }
    assert_eq!(errcode(&create(&bench, "t100").await), 45056);
    bench.stop().await;
}

#[tokio::test]
async fn those_who_have_twenty_tags_already_fail_alone() {
    let bench = Bench::start().await;
    let people = followers(&bench, 2).await;
    for tag in 500..520 {
        assert_eq!(errcode(&tagging(&bench, "batchtagging", &people[..1], tag).await), 0);
    }
    let partly = tagging(&bench, "batchtagging", &people, 520).await;
    assert_eq!(
        (errcode(&partly), &partly["fail_openid_list"]),
        (45171, &json!([people[0]]))
    );
    let person = bench.get(&format!("/people/{}", people[1])).await;
    assert_eq!(person["tags"], json!([520]));
    assert_eq!(
        errcode(&tagging(&bench, "batchtagging", &people[..1], 521).await),
        45059
    );
    assert_eq!(errcode(&tagging(&bench, "batchtagging", &people[..1], 500).await), 0);
    bench.stop().await;
}

#[tokio::test]
async fn fifty_people_are_tagged_at_once() {
    let bench = Bench::start().await;
    let people = followers(&bench, 51).await;
    assert_eq!(errcode(&tagging(&bench, "batchtagging", &people[..50], 7).await), 0);
    assert_eq!(errcode(&tagging(&bench, "batchtagging", &people, 7).await), 40032);
    assert_eq!(errcode(&tagging(&bench, "batchtagging", &[], 7).await), 40032);
    assert_eq!(
        errcode(&tagging(&bench, "batchtagging", &["o_no".to_owned()], 7).await),
        40003
    );
    assert_eq!(errcode(&tagging(&bench, "batchtagging", &people[..1], 1).await), 45058);
    bench.stop().await;
}

#[tokio::test]
async fn followers_come_in_pages_of_ten_thousand_and_then_one_without_data() {
    let bench = Bench::start().await;
    followers(&bench, 10_001).await;
    bench.post("/people", json!({})).await;
    let page = async |after: &str| bench.call_get(&format!("/cgi-bin/user/get?next_openid={after}")).await;
    let first = page("").await;
    assert_eq!((&first["total"], &first["count"]), (&json!(10_001), &json!(10_000)));
    let second = page(first["next_openid"].as_str().unwrap()).await;
    assert_eq!(
        (
            &second["count"],
            second["next_openid"].as_str().is_some_and(str::is_empty)
        ),
        (&json!(1), false)
    );
    let last = page(second["next_openid"].as_str().unwrap()).await;
    assert_eq!(
        (&last["count"], last.get("data"), &last["next_openid"]),
        (&json!(0), None, &json!(""))
    );
    assert_eq!(errcode(&page("o_no").await), 40003);
    bench.stop().await;
}

#[tokio::test]
async fn a_hundred_people_are_looked_up_at_once() {
    let bench = Bench::start().await;
    let people = followers(&bench, 101).await;
    let get = async |people: &[String]| {
        let list: Vec<_> = people.iter().map(|id| json!({"openid": id, "lang": "zh_CN"})).collect();
        bench
            .call_post("/cgi-bin/user/info/batchget", json!({"user_list": list}))
            .await
    };
    assert_eq!(
        get(&people[..100]).await["user_info_list"].as_array().unwrap().len(),
        100
    );
    assert_eq!(errcode(&get(&people).await), 40032);
    assert_eq!(errcode(&get(&[]).await), 40032);
    assert_eq!(errcode(&get(&["o_no".to_owned()]).await), 40003);
    bench.stop().await;
}

#[tokio::test]
async fn a_remark_has_less_than_thirty_bytes() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let remark = async |text: &str| {
        let body = json!({"openid": person, "remark": text});
        errcode(&bench.call_post("/cgi-bin/user/info/updateremark", body).await)
    };
    assert_eq!(
        (remark(&"x".repeat(30)).await, remark(&"x".repeat(29)).await),
        (40035, 0)
    );
    let info = bench.call_get(&format!("/cgi-bin/user/info?openid={person}")).await;
    assert_eq!(info["remark"], "x".repeat(29));
    bench.stop().await;
}

#[tokio::test]
async fn people_on_the_black_list_are_listed_and_get_no_messages() {
    let bench = Bench::start().await;
    let people = followers(&bench, 21).await;
    let set = async |action: &str, people: &[String]| {
        let body = json!({"openid_list": people});
        errcode(&bench.call_post(&format!("/cgi-bin/tags/members/{action}"), body).await)
    };
    assert_eq!(
        (
            set("batchblacklist", &people).await,
            set("batchblacklist", &people[..20]).await
        ),
        (40032, 0)
    );
    let list = bench
        .call_post("/cgi-bin/tags/members/getblacklist", json!({"begin_openid": ""}))
        .await;
    assert_eq!(
        (&list["total"], &list["data"]["openid"]),
        (&json!(20), &json!(people[..20]))
    );
    bench
        .post(&format!("/people/{}/text", people[0]), json!({"content": "hi"}))
        .await;
    assert_eq!(errcode(&bench.send_text(&people[0], "hi").await), 43019);
    assert_eq!(set("batchunblacklist", &people[..20]).await, 0);
    assert_eq!(errcode(&bench.send_text(&people[0], "hi").await), 0);
    bench.stop().await;
}
