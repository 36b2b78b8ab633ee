//! Drafts and publications.

use serde_json::{Value, json};

use crate::calling::PNG;
use crate::harness::{Bench, errcode, field};

#[tokio::test]
async fn drafts_are_checked_listed_changed_and_deleted() {
    let bench = Bench::start().await;
    let draft = bench.draft(2).await;
    let get = async |id: &str| bench.call_post("/cgi-bin/draft/get", json!({ "media_id": id })).await;
    assert_eq!(get(&draft).await["news_item"][0]["digest"], "春季市集");

    let picture = bench.picture().await;
    let article = json!({"title": "新", "content": "x", "thumb_media_id": picture, "digest": "短"});
    let update = |index: i64| json!({"media_id": draft, "index": index, "articles": article});
    assert_eq!(errcode(&bench.call_post("/cgi-bin/draft/update", update(1)).await), 0);
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/draft/update", update(2)).await),
        40114
    );
    assert_eq!(get(&draft).await["news_item"][1]["title"], "新");

    let list = json!({"offset": 0, "count": 20, "no_content": 1});
    let page = bench.call_post("/cgi-bin/draft/batchget", list).await;
    assert_eq!(page["item"][0]["media_id"], json!(draft));
    assert!(page["item"][0]["content"]["news_item"][0]["content"].is_null());
    assert_eq!(bench.get_as("default", "/cgi-bin/draft/count").await["total_count"], 1);
    let gone = json!({ "media_id": draft });
    assert_eq!(errcode(&bench.call_post("/cgi-bin/draft/delete", gone).await), 0);
    assert_eq!(errcode(&get(&draft).await), 40007);
    bench.stop().await;
}

#[tokio::test]
async fn articles_have_limits() {
    let bench = Bench::start().await;
    let picture = bench.picture().await;
    let good = json!({"title": "题", "content": "文", "thumb_media_id": picture});
    let add = async |change: Value| {
        let mut article = good.clone();
        for (name, value) in change.as_object().unwrap() {
            article[name] = value.clone();
        }
        errcode(
            &bench
                .call_post("/cgi-bin/draft/add", json!({"articles": [article]}))
                .await,
        )
    };
    assert_eq!(add(json!({})).await, 0);
    assert_eq!(add(json!({"title": "题".repeat(64)})).await, 0);
    assert_eq!(add(json!({"title": "题".repeat(65)})).await, 45003);
    assert_eq!(add(json!({"title": 7})).await, 45003);
    assert_eq!(add(json!({"content": "文".repeat(19_999)})).await, 0);
    assert_eq!(add(json!({"content": "文".repeat(20_000)})).await, 45002);
    assert_eq!(add(json!({"content": ""})).await, 44004);
    assert_eq!(add(json!({"thumb_media_id": "no"})).await, 40007);
    assert_eq!(add(json!({"article_type": "poem"})).await, 40035);
    let pictures = |count: usize| json!({"article_type": "newspic", "image_info": {"image_list": vec![json!({"image_media_id": picture}); count]}});
    assert_eq!(add(pictures(20)).await, 0);
    assert_eq!(add(pictures(21)).await, 45008);
    assert_eq!(add(pictures(0)).await, 40007);
    let many = |count| json!({"articles": vec![good.clone(); count]});
    assert_eq!(errcode(&bench.call_post("/cgi-bin/draft/add", many(8)).await), 0);
    assert_eq!(errcode(&bench.call_post("/cgi-bin/draft/add", many(9)).await), 45008);
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/draft/add", json!({"articles": {}})).await),
        44003
    );
    assert_eq!(errcode(&bench.call_raw("/cgi-bin/draft/add", "[").await), 47001);
    bench.stop().await;
}

#[tokio::test]
async fn scripts_and_pictures_from_elsewhere_are_removed() {
    let bench = Bench::start().await;
    let own = bench.upload_as("default", "/cgi-bin/media/uploadimg", PNG).await["url"].clone();
    let own = own.as_str().unwrap();
    let picture = bench.picture().await;
    let content = format!(r#"<img src="{own}"/><img src="https://elsewhere.test/a.png"><script>x</script>文"#);
    let article = json!({"title": "题", "content": content, "thumb_media_id": picture});
    let added = bench
        .call_post("/cgi-bin/draft/add", json!({"articles": [article]}))
        .await;
    let got = bench
        .call_post("/cgi-bin/draft/get", json!({"media_id": added["media_id"]}))
        .await;
    assert_eq!(got["news_item"][0]["content"], format!(r#"<img src="{own}"/>文"#));
    bench.stop().await;
}

#[tokio::test]
async fn a_publication_uses_up_the_draft_and_is_told() {
    let bench = Bench::start().await;
    let draft = bench.draft(2).await;
    let body = json!({ "media_id": draft });
    let sent = bench.call_post("/cgi-bin/freepublish/submit", body.clone()).await;
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/freepublish/submit", body.clone()).await),
        40007
    );
    assert_eq!(errcode(&bench.call_post("/cgi-bin/draft/get", body).await), 40007);
    let event = bench
        .pushed(|push| field(&push.message, "Event") == "PUBLISHJOBFINISH")
        .await;
    assert_eq!(
        field(&event.message, "publish_id"),
        sent["publish_id"].as_str().unwrap()
    );
    assert_eq!(field(&event.message, "publish_status"), "0");
    assert_eq!(event.message.matches("<article_url>").count(), 2);

    let id: u64 = sent["publish_id"].as_str().unwrap().parse().unwrap();
    let got = bench
        .call_post("/cgi-bin/freepublish/get", json!({ "publish_id": id }))
        .await;
    let article_id = field(&event.message, "article_id");
    assert_eq!(
        (&got["publish_status"], &got["article_id"]),
        (&json!(0), &json!(article_id))
    );
    let read = json!({ "article_id": article_id });
    let article = bench.call_post("/cgi-bin/freepublish/getarticle", read.clone()).await;
    assert_eq!(article["news_item"][1]["is_deleted"], false);
    let page = bench
        .call_post("/cgi-bin/freepublish/batchget", json!({"offset": 0, "count": 1}))
        .await;
    assert_eq!(page["item"][0]["article_id"], json!(article_id));
    let index = |index: i64| json!({"article_id": article_id, "index": index});
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/freepublish/delete", index(3)).await),
        53601
    );
    for _ in 0..2 {
        let deleted = bench.call_post("/cgi-bin/freepublish/delete", index(2)).await;
        assert_eq!(errcode(&deleted), 0);
    }
    let article = bench.call_post("/cgi-bin/freepublish/getarticle", read.clone()).await;
    assert_eq!(
        (
            &article["news_item"][0]["is_deleted"],
            &article["news_item"][1]["is_deleted"]
        ),
        (&json!(false), &json!(true)),
        "the first keeps its place however often the second is deleted"
    );
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/freepublish/delete", index(0)).await),
        0
    );
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/freepublish/getarticle", read).await),
        53600
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_test_decides_when_and_how_a_publication_ends() {
    let bench = Bench::start().await;
    bench.post("/publishing", json!({"held": true})).await;
    let draft = bench.draft(2).await;
    let sent = bench
        .call_post("/cgi-bin/freepublish/submit", json!({ "media_id": draft }))
        .await;
    let id = sent["publish_id"].as_str().unwrap();
    let status = async || {
        let got = bench
            .call_post("/cgi-bin/freepublish/get", json!({ "publish_id": id }))
            .await;
        (got["publish_status"].clone(), got["fail_idx"].clone())
    };
    assert_eq!(status().await, (json!(1), json!([])));
    let ended = bench
        .post(
            &format!("/publishing/{id}"),
            json!({"outcome": "originalityRefused", "failedArticles": [1, 2]}),
        )
        .await;
    let xml = ended["message"]["xml"].as_str().unwrap();
    assert!(xml.contains("<publish_status>2</publish_status><fail_idx>1</fail_idx><fail_idx>2</fail_idx>"));
    assert_eq!(status().await, (json!(2), json!([1, 2])));
    let back = bench
        .call_post("/cgi-bin/draft/get", json!({ "media_id": draft }))
        .await;
    assert_eq!(errcode(&back), 0);

    bench.post("/publishing", json!({})).await;
    let sent = bench
        .call_post("/cgi-bin/freepublish/submit", json!({ "media_id": draft }))
        .await;
    let id = sent["publish_id"].as_str().unwrap();
    bench
        .post(&format!("/publishing/{id}"), json!({"outcome": "banned"}))
        .await;
    let got = bench
        .call_post("/cgi-bin/freepublish/get", json!({ "publish_id": id }))
        .await;
    assert_eq!(got["publish_status"], 6);
    assert_eq!(bench.try_post("/publishing/nothing", json!({})).await.0, 404);
    bench.stop().await;
}
