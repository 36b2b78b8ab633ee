//! Followers: what WeChat is asked, and how its answers are read.

use domain::wechat::followers::{Remark, TagAction, TagName};
use ports::wechat::WechatFailure;
use ports::wechat::followers::FollowersApi;

use crate::support::{Act, World, person};

fn open_ids(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("o{number}")).collect()
}

#[tokio::test]
async fn the_list_goes_on_where_a_page_ends_and_ends_without_data() {
    let world = World::new().await;
    world.platform.next([
        Act::json(r#"{"total":2,"count":2,"data":{"openid":["o1","o2"]},"next_openid":"o2"}"#),
        Act::json(r#"{"total":2,"count":0,"next_openid":"o2"}"#),
    ]);
    let first = world.client.list("default", None).await.unwrap();
    assert_eq!(
        (first.open_ids.len(), first.total, first.next.as_deref()),
        (2, 2, Some("o2"))
    );
    let last = world.client.list("default", Some("o2")).await.unwrap();
    assert_eq!((last.open_ids.len(), last.next), (0, None));
    let calls = world.server.calls();
    assert_eq!(calls[0].path, "/cgi-bin/user/get");
    assert!(calls[1].query.contains("next_openid=o2"), "{}", calls[1].query);
}

#[tokio::test]
async fn profiles_are_read_and_what_is_odd_is_left_out() {
    let world = World::new().await;
    world.platform.next([Act::json(
        r#"{"user_info_list":[
            {"subscribe":1,"openid":"o1","language":"zh_CN","subscribe_time":"1796089259","unionid":"u1","remark":"小王",
             "tagid_list":[128,2],"subscribe_scene":"ADD_SCENE_QR_CODE","qr_scene":98765,"qr_scene_str":"ne-1"},
            {"subscribe":1,"openid":"o2","language":"","subscribe_time":0,"unionid":"","remark":"a\u0000b","tagid_list":[],
             "subscribe_scene":"","qr_scene":0,"qr_scene_str":""},
            {"subscribe":0,"openid":"o3"}]}"#,
    )]);
    let told = world.client.profiles("default", &open_ids(3)).await.unwrap();
    let first = told[0].profile.clone().unwrap();
    assert_eq!(first.union_id.unwrap().as_str(), "u1");
    assert_eq!((first.remark.as_str(), first.tags.len()), ("小王", 2));
    assert_eq!(first.subscribed_at.unwrap().unix_seconds(), 1_796_089_259);
    assert_eq!(
        (first.qr_scene.as_deref(), first.qr_scene_str.as_deref()),
        (Some("98765"), Some("ne-1"))
    );
    assert_eq!(told[1].profile, Some(Default::default()));
    assert_eq!((told[2].open_id.as_str(), &told[2].profile), ("o3", &None));
    assert_eq!(world.server.calls()[0].path, "/cgi-bin/user/info/batchget");
}

#[tokio::test]
async fn remarks_tags_and_the_black_list_are_written_as_documented() {
    let world = World::new().await;
    let client = &world.client;
    client
        .set_remark(&person(), &Remark::new("小王").unwrap())
        .await
        .unwrap();
    client.tag("default", 100, TagAction::Give, &open_ids(2)).await.unwrap();
    client.tag("default", 100, TagAction::Take, &open_ids(1)).await.unwrap();
    client
        .rename_tag("default", 100, &TagName::new("讲师").unwrap())
        .await
        .unwrap();
    client.delete_tag("default", 100).await.unwrap();
    client.block("default", true, &open_ids(1)).await.unwrap();
    client.block("default", false, &open_ids(1)).await.unwrap();
    let written: Vec<_> = world
        .server
        .calls()
        .iter()
        .map(|call| (call.path.clone(), call.body.clone()))
        .collect();
    let expected = [
        (
            "/cgi-bin/user/info/updateremark",
            r#"{"openid":"oOPENID","remark":"小王"}"#,
        ),
        (
            "/cgi-bin/tags/members/batchtagging",
            r#"{"openid_list":["o0","o1"],"tagid":100}"#,
        ),
        (
            "/cgi-bin/tags/members/batchuntagging",
            r#"{"openid_list":["o0"],"tagid":100}"#,
        ),
        ("/cgi-bin/tags/update", r#"{"tag":{"id":100,"name":"讲师"}}"#),
        ("/cgi-bin/tags/delete", r#"{"tag":{"id":100}}"#),
        ("/cgi-bin/tags/members/batchblacklist", r#"{"openid_list":["o0"]}"#),
        ("/cgi-bin/tags/members/batchunblacklist", r#"{"openid_list":["o0"]}"#),
    ];
    assert_eq!(written, expected.map(|(path, body)| (path.to_owned(), body.to_owned())));
}

#[tokio::test]
async fn tags_are_listed_and_a_refusal_keeps_its_code() {
    let world = World::new().await;
    world.platform.next([
        Act::json(r#"{"tags":[{"id":2,"name":"星标组","count":"7"},{"id":"100","name":"嘉宾","count":0}]}"#),
        Act::json(r#"{"errcode":45157,"errmsg":"invalid tag name hint: oSECRET"}"#),
    ]);
    let tags = world.client.tags("default").await.unwrap();
    assert_eq!((tags[0].followers, tags[1].id), (7, 100));
    let refused = world.client.create_tag("default", &TagName::new("嘉宾").unwrap()).await;
    match refused {
        Err(WechatFailure::Refused { code: 45_157, note, .. }) => assert!(!note.contains("oSECRET"), "{note}"),
        other => panic!("a refusal was expected: {other:?}"),
    }
}

#[tokio::test]
async fn groups_that_are_too_large_are_not_sent() {
    let world = World::new().await;
    let refused = world.client.profiles("default", &open_ids(101)).await.err();
    assert!(matches!(refused, Some(WechatFailure::Refused { .. })), "{refused:?}");
    assert!(world.client.block("default", true, &open_ids(21)).await.is_err());
    assert_eq!(world.server.calls().len(), 0);
}
