//! Drafts and publications on their way to WeChat and back.

use domain::time::Timestamp;
use domain::wechat::Comments;
use ports::wechat::WechatFailure;
use ports::wechat::articles::{ArticlesApi, OutgoingArticle, OutgoingBody};

use crate::support::{Act, World};

fn news() -> OutgoingArticle {
    OutgoingArticle {
        title: "标题 <1>".to_owned(),
        author: Some("编辑".to_owned()),
        digest: None,
        comments: Comments::Closed,
        body: OutgoingBody::News {
            content: "<p>正文 \"引\"</p>".to_owned(),
            source_url: Some("https://example.com/?a=b&c=d".to_owned()),
            thumb_media_id: "THUMB".to_owned(),
            crops: None,
        },
    }
}

fn pictures() -> OutgoingArticle {
    OutgoingArticle {
        author: None,
        digest: Some("摘要".to_owned()),
        comments: Comments::Everybody,
        body: OutgoingBody::Pictures {
            text: String::new(),
            image_media_ids: vec!["I1".to_owned(), "I2".to_owned()],
        },
        ..news()
    }
}

const NEWS: &str = r#"{"article_type":"news","title":"标题 <1>","author":"编辑","content":"<p>正文 \"引\"</p>","content_source_url":"https://example.com/?a=b&c=d","thumb_media_id":"THUMB","need_open_comment":0,"only_fans_can_comment":0}"#;
const PICTURES: &str = r#"{"article_type":"newspic","title":"标题 <1>","digest":"摘要","content":"","need_open_comment":1,"only_fans_can_comment":0,"image_info":{"image_list":[{"image_media_id":"I1"},{"image_media_id":"I2"}]}}"#;

fn body(world: &World, number: usize) -> String {
    world.server.calls()[number].body.clone()
}

#[tokio::test]
async fn drafts_are_added_updated_and_deleted_as_documented() {
    let world = World::new().await;
    world.platform.next([Act::json(r#"{"media_id":"M"}"#)]);
    let id = world.client.add_draft("default", &[news(), pictures()]).await.unwrap();
    assert_eq!(id, "M");
    assert_eq!(body(&world, 0), format!(r#"{{"articles":[{NEWS},{PICTURES}]}}"#));
    world.client.update_draft("default", "M", 1, &pictures()).await.unwrap();
    let updated = format!(r#"{{"media_id":"M","index":1,"articles":{PICTURES}}}"#);
    assert_eq!(body(&world, 1), updated);
    world.client.delete_draft("default", "M").await.unwrap();
    assert_eq!(body(&world, 2), r#"{"media_id":"M"}"#);
    world.platform.next([Act::code(40007), Act::code(40007)]);
    world.client.delete_draft("default", "M").await.unwrap();
    let gone = world.client.update_draft("default", "M", 0, &news()).await.unwrap_err();
    assert!(matches!(gone, WechatFailure::Refused { code: 40007, .. }), "{gone:?}");
}

#[tokio::test]
async fn what_makes_something_is_never_sent_twice() {
    for act in [Act::Close, Act::Http(502, String::new()), Act::json("{}")] {
        let world = World::new().await;
        world.platform.next([act.clone()]);
        let failure = world.client.add_draft("default", &[news()]).await.unwrap_err();
        assert!(matches!(failure, WechatFailure::Unanswered { .. }), "{failure:?}");
        world.platform.next([act]);
        let failure = world.client.submit("default", "M").await.unwrap_err();
        assert!(matches!(failure, WechatFailure::Unanswered { .. }), "{failure:?}");
        assert_eq!(world.server.calls().len(), 2);
    }
}

#[tokio::test]
async fn a_publication_is_handed_in_and_followed() {
    let world = World::new().await;
    let published = r#"{"publish_id":100000001,"publish_status":0,"article_id":"A","article_detail":{"count":1,
        "item":[{"idx":1,"article_url":"http://mp/1"}]},"fail_idx":[]}"#;
    world.platform.next([
        Act::json(r#"{"errcode":0,"errmsg":"ok","publish_id":100000001,"msg_data_id":2247483700}"#),
        Act::json(published),
    ]);
    let submitted = world.client.submit("default", "M").await.unwrap();
    assert_eq!(
        (submitted.publish_id.as_str(), submitted.data_id),
        ("100000001", Some(2_247_483_700))
    );
    let report = world.client.publication("default", "100000001").await.unwrap();
    assert_eq!((report.status, report.article_id.as_deref()), (0, Some("A")));
    assert_eq!(report.articles, [(1, "http://mp/1".to_owned())]);
    assert_eq!(body(&world, 1), r#"{"publish_id":"100000001"}"#);
}

#[tokio::test]
async fn the_newest_are_told_without_their_contents() {
    let world = World::new().await;
    let item = r#""content":{"news_item":[{"title":"T","author":"A","digest":"D","url":"http://mp/1","is_deleted":true}]},"update_time":1800000000"#;
    world.platform.next([
        Act::json(&format!(
            r#"{{"total_count":1,"item_count":1,"item":[{{"media_id":"M",{item}}}]}}"#
        )),
        Act::json(&format!(
            r#"{{"total_count":1,"item_count":1,"item":[{{"article_id":"A",{item}}}]}}"#
        )),
    ]);
    let drafts = world.client.newest_drafts("default").await.unwrap();
    assert_eq!(
        (drafts[0].media_id.as_str(), drafts[0].prints[0].title.as_str()),
        ("M", "T")
    );
    assert_eq!(drafts[0].updated_at, Timestamp::from_unix_seconds(1_800_000_000));
    let articles = world.client.newest_articles("default").await.unwrap();
    assert_eq!(
        (articles[0].article_id.as_str(), articles[0].articles[0].index),
        ("A", 1)
    );
    assert!(articles[0].articles[0].is_withdrawn);
    for number in [0, 1] {
        assert_eq!(body(&world, number), r#"{"offset":0,"count":20,"no_content":1}"#);
    }
}

#[tokio::test]
async fn what_was_taken_back_already_is_done() {
    let world = World::new().await;
    world.client.withdraw("default", "A", Some(2)).await.unwrap();
    assert_eq!(body(&world, 0), r#"{"article_id":"A","index":2}"#);
    world.platform.next([Act::code(53600)]);
    world.client.withdraw("default", "A", None).await.unwrap();
    assert_eq!(body(&world, 1), r#"{"article_id":"A","index":0}"#);
    let refused = world.client.withdraw("default", "A", Some(0)).await.unwrap_err();
    assert!(matches!(refused, WechatFailure::Refused { .. }), "0 means all of them");
}
