use super::*;
use crate::api::official_account::testing::{answer, json};

#[test]
fn requests_are_written_as_documented_within_their_limits() {
    assert_eq!(json(&Publish::new("M")), r#"{"media_id":"M"}"#);
    assert_eq!(json(&GetPublication::new("100000001")), r#"{"publish_id":"100000001"}"#);
    assert_eq!(
        json(&DeleteArticles::one("A", 1).unwrap()),
        r#"{"article_id":"A","index":1}"#
    );
    assert_eq!(json(&DeleteArticles::all("A")), r#"{"article_id":"A","index":0}"#);
    assert!(DeleteArticles::one("A", 0).is_err());
    assert_eq!(json(&GetArticles::new("A")), r#"{"article_id":"A"}"#);
    assert_eq!(
        json(&ListArticles::new(0, 1).unwrap()),
        r#"{"offset":0,"count":1,"no_content":0}"#
    );
    for count in [0, 21] {
        assert!(ListArticles::new(0, count).is_err());
    }
}

#[test]
fn the_publish_id_comes_as_text_and_as_number() {
    for body in [
        r#"{"errcode":0,"errmsg":"ok","publish_id":"9007199254740993","msg_data_id":"2247483665"}"#,
        r#"{"errcode":0,"publish_id":9007199254740993,"msg_data_id":2247483665}"#,
    ] {
        let publishing = answer::<Publish>(body);
        assert_eq!(publishing.publish_id, "9007199254740993");
        assert_eq!(publishing.msg_data_id, Some(2_247_483_665));
    }
}

#[test]
fn every_status_is_read() {
    let done = answer::<GetPublication>(
        r#"{"publish_id":"1","publish_status":0,"article_id":"A","article_detail":{"count":1,
            "item":{"idx":"1","article_url":"http://a"}},"fail_idx":[]}"#,
    );
    assert_eq!(done.publish_status, PublishStatus::Published);
    assert_eq!(done.article_detail.unwrap().item[0].idx, 1);
    for (number, status) in [
        (1, PublishStatus::InProgress),
        (2, PublishStatus::NotOriginal),
        (3, PublishStatus::Failed),
        (4, PublishStatus::Refused),
        (5, PublishStatus::Deleted),
        (6, PublishStatus::Banned),
        (7, PublishStatus::Other(7)),
    ] {
        let body = format!(r#"{{"publish_id":1,"publish_status":"{number}","fail_idx":[1,2]}}"#);
        assert_eq!(answer::<GetPublication>(&body).publish_status, status);
    }
}

#[test]
fn articles_are_read_as_documented() {
    let articles = answer::<GetArticles>(r#"{"news_item":[{"title":"T","is_deleted":false}]}"#);
    assert_eq!(articles.news_item[0].title, "T");
    let page = answer::<ListArticles>(
        r#"{"total_count":1,"item_count":1,"item":[{"article_id":"A","content":{"news_item":[{"title":"T",
            "is_deleted":true}]},"update_time":1}]}"#,
    );
    assert!(page.item[0].content.news_item[0].is_deleted);
}
