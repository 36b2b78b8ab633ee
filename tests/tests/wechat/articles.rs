//! Articles, from the draft to their readers and back.

use journeys::await_until::eventually;
use journeys::http::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene};

const ADD: &str = "/cgi-bin/draft/add";
const UPDATE: &str = "/cgi-bin/draft/update";
const SUBMIT: &str = "/cgi-bin/freepublish/submit";

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_cleaned_pushed_corrected_published_and_withdrawn() {
    let scene = Scene::enter().await;
    let account = scene.official_account("articles").await;
    let picture = scene.picture(&account, "封面").await;
    faults_are_told_by_field(&scene, &account, &picture).await;
    let draft = written(&scene, &account, &article("春天的音乐会", &picture)).await;
    it_is_pushed(&scene, &account, &draft, &picture).await;
    it_is_corrected_in_place(&scene, &account, &draft, &picture).await;
    let publication = it_is_published(&scene, &account, &draft, &picture).await;
    it_is_withdrawn(&scene, &account, &publication).await;
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_that_wechat_refuses_says_why_and_can_be_repeated() {
    let scene = Scene::enter().await;
    let account = scene.official_account("refused-articles").await;
    let picture = scene.picture(&account, "封面").await;
    let draft = written(&scene, &account, &article("别人的文章", &picture)).await;
    let refused = json!({ "outcome": "originalityRefused", "failedArticles": [1] });
    scene.decide(&account, "publishing", refused).await;
    let publication = publish(&scene, &draft).await;
    let failed = publication_in(&scene, &publication, "failed").await;
    assert_eq!(
        (&failed["reason"], &failed["failedArticles"]),
        (&json!("not_original"), &json!([1])),
        "{failed}"
    );

    let own = json!({ "articles": [
        { "type": "newspic", "title": "自己的照片", "text": "周六见", "images": [picture] },
    ]});
    let edited = edit(&scene, &draft, "\"1\"", own).await;
    assert_eq!(edited.status, 200, "{}", edited.text);
    scene.decide(&account, "publishing", json!({})).await;
    let publication = publish(&scene, &draft).await;
    let published = publication_in(&scene, &publication, "published").await;
    assert_eq!(published["titles"], json!(["自己的照片"]));
    assert_eq!(titles(&scene, &account, "/cgi-bin/draft/batchget").await, [""; 0]);
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_without_an_answer_is_not_handed_in_again() {
    let scene = Scene::enter().await;
    let account = scene.official_account("unanswered-articles").await;
    let picture = scene.picture(&account, "封面").await;
    let draft = written(&scene, &account, &article("只发一次", &picture)).await;
    // What WeChat reports of a publication names nothing that was stored.
    scene.decide(&account, "publishing", json!({ "held": true })).await;
    scene
        .strike_next(&account, SUBMIT, json!({ "dropConnection": "after" }))
        .await;
    let publication = publish(&scene, &draft).await;
    let unknown = eventually("it was handed in", PATIENCE, async || {
        let shown = scene.operator.get(&publication).await.data().clone();
        (shown["state"] != "pending").then_some(shown)
    })
    .await;
    assert_eq!(unknown["state"], "unknown", "{unknown}");
    let kept = scene.operator.get(&draft).await;
    assert_eq!(kept.data()["publicationId"], Value::Null, "{}", kept.text);
    assert_eq!(scene.calls(&account, SUBMIT).await.len(), 1);
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_cannot_be_pushed_says_where_it_is_wrong() {
    let scene = Scene::enter().await;
    let account = scene.official_account("unusable-articles").await;
    let cover = scene.picture(&account, "封面").await;
    let nowhere = "01980000-0000-7000-8000-000000000000";
    let moving = moving_picture(&scene, &account).await;
    for inside in [nowhere, &moving] {
        let article = json!({ "articles": [{
            "type": "news", "title": "动图", "thumb": cover, "content": format!("<img src=\"material:{inside}\">"),
        }]});
        let draft = scene.operator.post(&account.at("drafts"), article).await;
        let draft = draft.header("location").unwrap().to_owned();
        scene.operator.post(&format!("{draft}/push"), json!({})).await;
        let failed = eventually("the push ends", PATIENCE, async || {
            let shown = scene.operator.get(&draft).await;
            let pushed = shown.data()["pushed"].clone();
            (pushed["state"] == "failed").then_some(pushed)
        })
        .await;
        let why = failed["lastError"].as_str().unwrap();
        assert!(why.contains("articles[0].content") && why.contains(inside), "{failed}");
    }
    assert!(scene.calls(&account, ADD).await.is_empty());
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

/// A picture that WeChat keeps and does not show inside articles.
async fn moving_picture(scene: &Scene, account: &Account) -> String {
    let added = scene
        .operator
        .upload(&account.at("materials"), "image", "动图.gif", b"GIF89a")
        .await;
    assert_eq!(added.status, 201, "{}", added.text);
    added.data()["id"].as_str().unwrap().to_owned()
}

/// An article whose cover and inside show this picture, with what WeChat would drop.
fn article(title: &str, picture: &str) -> Value {
    json!({ "articles": [{
        "type": "news", "title": title, "author": "编辑部", "thumb": picture,
        "content": format!("<p style=\"color:red\" onclick=\"x()\">周六见</p><script>alert(1)</script><img src=\"material:{picture}\">"),
    }]})
}

async fn faults_are_told_by_field(scene: &Scene, account: &Account, picture: &str) {
    let broken = json!({ "articles": [{
        "type": "news", "title": "长".repeat(33), "thumb": picture,
        "content": "<img src=\"https://example.com/a.png\">",
    }]});
    let validated = scene
        .operator
        .post(&account.at("drafts/validate"), broken.clone())
        .await;
    assert_eq!(validated.data()["valid"], false, "{}", validated.text);
    let faults = validated.data()["faults"].as_array().unwrap();
    let mut places: Vec<_> = faults.iter().map(|fault| fault["at"].as_str().unwrap()).collect();
    places.sort_unstable();
    assert_eq!(places, ["articles[0].content", "articles[0].title"]);
    let refused = scene.operator.post(&account.at("drafts"), broken).await;
    assert_eq!(
        (refused.status, refused.code()),
        (400, "VALIDATION_ERROR"),
        "{}",
        refused.text
    );
    for place in places {
        assert!(refused.json["error"]["details"][place].is_array(), "{}", refused.text);
    }
}

/// Writes a draft; answers its path.
async fn written(scene: &Scene, account: &Account, articles: &Value) -> String {
    let written = scene.operator.post(&account.at("drafts"), articles.clone()).await;
    assert_eq!(written.status, 201, "{}", written.text);
    let content = written.data()["articles"][0]["content"].as_str().unwrap();
    assert!(
        content.starts_with("<p style=\"color:red\">周六见</p><img src=\"material:"),
        "{content}"
    );
    assert_eq!(written.data()["pushed"]["state"], "absent");
    written.header("location").unwrap().to_owned()
}

async fn it_is_pushed(scene: &Scene, account: &Account, draft: &str, picture: &str) {
    let media_id = pushed(scene, draft).await;
    let there = draft_at_wechat(scene, account, &media_id).await;
    assert_eq!(
        (&there["title"], &there["author"]),
        (&json!("春天的音乐会"), &json!("编辑部"))
    );
    let material = scene.operator.get(&account.at(&format!("materials/{picture}"))).await;
    let copy = |keeping: &str| {
        let uploads = material.data()["uploads"].as_array().unwrap();
        uploads.iter().find(|copy| copy["keeping"] == keeping).unwrap().clone()
    };
    assert_eq!(there["thumb_media_id"], copy("permanent")["mediaId"]);
    let address = copy("article")["url"].as_str().unwrap().to_owned();
    assert_eq!(
        there["content"],
        format!("<p style=\"color:red\">周六见</p><img src=\"{address}\">")
    );
}

/// Pushes a draft; answers WeChat's id of it.
async fn pushed(scene: &Scene, draft: &str) -> String {
    let accepted = scene.operator.post(&format!("{draft}/push"), json!({})).await;
    assert_eq!(accepted.status, 202, "{}", accepted.text);
    eventually("WeChat has the draft", PATIENCE, async || {
        let shown = scene.operator.get(draft).await;
        let pushed = &shown.data()["pushed"];
        assert_ne!(pushed["state"], "failed", "{pushed}");
        (pushed["state"] == "current").then(|| pushed["mediaId"].as_str().unwrap().to_owned())
    })
    .await
}

/// The first article of a draft, as WeChat has it.
async fn draft_at_wechat(scene: &Scene, account: &Account, media_id: &str) -> Value {
    let asked = json!({ "media_id": media_id });
    let draft = scene
        .simulator
        .call_api(&account.app_id, &account.secret, "/cgi-bin/draft/get", asked)
        .await;
    draft["news_item"][0].clone()
}

async fn it_is_corrected_in_place(scene: &Scene, account: &Account, draft: &str, picture: &str) {
    let before = pushed(scene, draft).await;
    let corrected = edit(scene, draft, "\"1\"", article("夏天的音乐会", picture)).await;
    assert_eq!(corrected.header("etag"), Some("\"2\""), "{}", corrected.text);
    assert_eq!(corrected.data()["pushed"]["state"], "outdated");
    let stale = edit(scene, draft, "\"1\"", article("秋天的音乐会", picture)).await;
    assert_eq!(
        (stale.status, stale.code()),
        (412, "PRECONDITION_FAILED"),
        "{}",
        stale.text
    );
    assert_eq!(pushed(scene, draft).await, before);
    assert_eq!(draft_at_wechat(scene, account, &before).await["title"], "夏天的音乐会");
    assert_eq!(scene.calls(account, ADD).await.len(), 1);
    assert_eq!(scene.calls(account, UPDATE).await.len(), 1);
}

async fn edit(scene: &Scene, draft: &str, tag: &str, articles: Value) -> Answer {
    scene
        .operator
        .send(Method::PUT, draft, &[("if-match", tag)], Some(articles))
        .await
}

/// Has it published while WeChat takes its time; answers the publication's path.
async fn it_is_published(scene: &Scene, account: &Account, draft: &str, picture: &str) -> String {
    let unmeant = scene.operator.post(&format!("{draft}/publish"), json!({})).await;
    assert_eq!(unmeant.status, 400, "{}", unmeant.text);
    scene.decide(account, "publishing", json!({ "held": true })).await;
    let publication = publish(scene, draft).await;
    let submitted = publication_in(scene, &publication, "submitted").await;
    let locked = edit(scene, draft, "\"2\"", article("秋天的音乐会", picture)).await;
    assert_eq!(
        (locked.status, locked.code()),
        (409, "DRAFT_BEING_PUBLISHED"),
        "{}",
        locked.text
    );

    let publish_id = submitted["publishId"].as_str().unwrap();
    scene
        .decide(account, &format!("publishing/{publish_id}"), json!({}))
        .await;
    let published = publication_in(scene, &publication, "published").await;
    let address = published["articles"][0]["url"].as_str().unwrap();
    assert!(address.contains("mp.weixin.qq.com/s"), "{address}");
    let used_up = scene.operator.get(draft).await;
    assert!(used_up.data()["pushed"]["usedUpAt"].is_string(), "{}", used_up.text);
    assert_eq!(
        titles(scene, account, "/cgi-bin/freepublish/batchget").await,
        ["夏天的音乐会"]
    );
    assert_eq!(scene.calls(account, SUBMIT).await.len(), 1);
    publication
}

/// Has a draft published; answers the publication's path.
async fn publish(scene: &Scene, draft: &str) -> String {
    let ordered = scene
        .operator
        .post(&format!("{draft}/publish"), json!({ "confirm": true }))
        .await;
    assert_eq!(ordered.status, 202, "{}", ordered.text);
    ordered.header("location").unwrap().to_owned()
}

/// The publication, once it is in this state.
async fn publication_in(scene: &Scene, publication: &str, state: &str) -> Value {
    eventually("the publication comes to this", PATIENCE, async || {
        let shown = scene.operator.get(publication).await.data().clone();
        (shown["state"] == state).then_some(shown)
    })
    .await
}

/// The titles of what one of WeChat's lists has.
async fn titles(scene: &Scene, account: &Account, list: &str) -> Vec<String> {
    let page = json!({ "offset": 0, "count": 20 });
    let there = scene
        .simulator
        .call_api(&account.app_id, &account.secret, list, page)
        .await;
    let items = there["item"].as_array().unwrap().iter();
    items
        .flat_map(|item| item["content"]["news_item"].as_array().unwrap())
        .map(|article| article["title"].as_str().unwrap().to_owned())
        .collect()
}

async fn it_is_withdrawn(scene: &Scene, account: &Account, publication: &str) {
    let withdraw = format!("{publication}/withdraw");
    let unmeant = scene.operator.post(&withdraw, json!({})).await;
    assert_eq!(unmeant.status, 400, "{}", unmeant.text);
    let accepted = scene.operator.post(&withdraw, json!({ "confirm": true })).await;
    assert_eq!(accepted.status, 202, "{}", accepted.text);
    let withdrawn = publication_in(scene, publication, "withdrawn").await;
    assert_eq!(withdrawn["articles"][0]["withdrawn"], true, "{withdrawn}");
    assert_eq!(titles(scene, account, "/cgi-bin/freepublish/batchget").await, [""; 0]);
    let again = scene.operator.post(&withdraw, json!({ "confirm": true })).await;
    assert_eq!(
        (again.status, again.code()),
        (409, "NOTHING_TO_WITHDRAW"),
        "{}",
        again.text
    );
}
