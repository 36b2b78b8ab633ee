//! Drafts and publications: written, checked, pushed and published by the worker, taken back.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use application::wechat::articles::{ArticleParts, ArticleUseCases};
use application::wechat::{ArticleImages, Keeping, MediaIds, NoMediaId};
use async_trait::async_trait;
use domain::ids::MaterialId;
use domain::wechat::{MessageMode, Product};
use ports::system::Clock as _;
use serde_json::{Value, json};

use crate::support::{House, configured};

const ACCOUNT: &str = "/v2/wechat/accounts/default";
const MATERIAL: &str = "019ad3a5-7c4b-7000-8000-0000000000a1";
const NOBODY: &str = "019ad3a5-7c4b-7000-8000-0000000000ff";

fn at(path: &str) -> String {
    format!("{ACCOUNT}/{path}")
}

fn news(title: &str) -> Value {
    json!({
        "type": "news",
        "title": title,
        "author": "编辑部",
        "content": format!("<p onclick=\"x()\">正文</p><img src=\"material:{MATERIAL}\"><script>x</script>"),
        "sourceUrl": "https://example.com/e/1",
        "thumb": MATERIAL,
        "crops": {
            "wide": {"left": 0.0, "top": 0.1, "right": 1.0, "bottom": 0.9},
            "square": {"left": 0.25, "top": 0.0, "right": 0.75, "bottom": 1.0},
        },
        "comments": "followers",
    })
}

fn pictures() -> Value {
    json!({"type": "newspic", "title": "图", "images": [MATERIAL, MATERIAL]})
}

fn draft() -> Value {
    json!({"articles": [news("春天"), pictures()]})
}

/// Every material is there.
struct Library;

#[async_trait]
impl MediaIds for Library {
    async fn media_id(&self, _: &str, material: MaterialId, _: Keeping) -> Result<String, NoMediaId> {
        Ok(format!("media-{material}"))
    }

    async fn media_id_instead_of(
        &self,
        account: &str,
        material: MaterialId,
        keeping: Keeping,
        _: &str,
    ) -> Result<String, NoMediaId> {
        self.media_id(account, material, keeping).await
    }
}

#[async_trait]
impl ArticleImages for Library {
    async fn article_image_url(&self, _: &str, material: MaterialId) -> Result<String, NoMediaId> {
        Ok(format!("http://mmbiz.qpic.cn/{material}"))
    }
}

/// A house whose worker finds every material.
async fn house() -> House {
    let mut house = House::open().await;
    let adapters = house.use_cases.adapters();
    let library = Arc::new(Library);
    let parts = ArticleParts {
        media: library.clone(),
        images: library,
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(application::jobs::RelayBell::default()),
        patience: Duration::from_secs(35),
    };
    let articles = ArticleUseCases::new(&adapters.articles, parts);
    house.use_cases.jobs.articles = articles.jobs;
    house.wechat.articles_change_after(house.clock.now());
    house
}

async fn written(house: &House) -> String {
    let created = house.post(&at("drafts"), draft()).await.data(201);
    created["id"].as_str().unwrap().to_owned()
}

async fn published(house: &House, draft: &str) -> Value {
    let path = at(&format!("drafts/{draft}/publish"));
    let accepted = house.post(&path, json!({"confirm": true})).await.data(202);
    house.works_off().await;
    accepted
}

#[actix_web::test]
async fn a_draft_is_written_cleaned_listed_edited_and_deleted() {
    let house = house().await;
    let created = house.post(&at("drafts"), draft()).await;
    let body = created.data(201);
    let id = body["id"].as_str().unwrap();
    assert_eq!(created.header("location"), Some(at(&format!("drafts/{id}")).as_str()));
    assert_eq!((created.header("etag"), &body["version"]), (Some("\"1\""), &json!(1)));
    let content = body["articles"][0]["content"].as_str().unwrap();
    assert_eq!(content, format!("<p>正文</p><img src=\"material:{MATERIAL}\">"));
    assert_eq!(body["articles"][0]["crops"], news("")["crops"]);
    assert_eq!(body["articles"][1]["images"], json!([MATERIAL, MATERIAL]));
    assert_eq!(
        (&body["pushed"]["state"], &body["publicationId"]),
        (&json!("absent"), &Value::Null)
    );
    let path = at(&format!("drafts/{id}"));
    assert_eq!(house.get(&path).await.data(200), body);
    let list = house.get(&at("drafts")).await.data(200);
    assert_eq!(
        (&list["total"], &list["items"][0]["titles"]),
        (&json!(1), &json!(["春天", "图"]))
    );

    let edit = |version: &str| {
        let request = house.signed_in(Method::PUT, &path).insert_header(("if-match", version));
        house.send(request.set_json(json!({"articles": [news("夏天")]})))
    };
    let edited = edit("\"1\"").await;
    assert_eq!(
        (edited.header("etag"), &edited.data(200)["version"]),
        (Some("\"2\""), &json!(2))
    );
    let stale = edit("\"1\"").await.error(412, "PRECONDITION_FAILED");
    assert_eq!(stale["details"]["currentVersion"], 2);
    house.delete(&path).await.data(200);
    house.get(&path).await.error(404, "NOT_FOUND");
    house.delete(&path).await.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn every_broken_rule_is_told_with_its_place() {
    let house = house().await;
    let broken = json!({"articles": [
        {"type": "news", "title": "题".repeat(33), "content": "<img src=\"https://example.com/a.png\">", "thumb": MATERIAL,
         "crops": {"wide": {"left": 0.5, "top": 0, "right": 0.2, "bottom": 1}, "square": {"left": -1, "top": 0, "right": 1, "bottom": 1}}},
        {"type": "newspic", "title": "", "images": [], "author": "名".repeat(17)},
    ]});
    let refused = house
        .post(&at("drafts"), broken.clone())
        .await
        .error(400, "VALIDATION_ERROR");
    let details = &refused["details"];
    let places = [
        "articles[0].title",
        "articles[0].content",
        "articles[0].crops.wide",
        "articles[0].crops.square",
        "articles[1].title",
        "articles[1].images",
        "articles[1].author",
    ];
    for place in places {
        assert!(details[place].is_array(), "{place}: {details}");
    }
    let checked = house.post(&at("drafts/validate"), broken).await.data(200);
    assert_eq!(
        (&checked["valid"], checked["faults"].as_array().unwrap().len()),
        (&json!(false), 7)
    );
    let good = house.post(&at("drafts/validate"), draft()).await.data(200);
    assert_eq!(
        (&good["valid"], &good["articles"][1]["title"]),
        (&json!(true), &json!("图"))
    );
    assert_eq!(house.get(&at("drafts")).await.data(200)["total"], 0);
    for bad in [
        json!({}),
        json!({"articles": []}),
        json!({"articles": vec![news("a"); 9]}),
        json!({"articles": "x"}),
        json!({"articles": [{"type": "teapot", "title": "a"}]}),
        json!({"articles": [["news"]]}),
        json!({"articles": [{"type": "news", "title": "a", "content": "b", "thumb": "no id"}]}),
        json!({"articles": [{"type": "newspic", "title": "a", "images": [MATERIAL], "content": "b"}]}),
    ] {
        house.post(&at("drafts"), bad).await.error(400, "VALIDATION_ERROR");
    }
}

#[actix_web::test]
async fn the_same_key_writes_a_draft_once() {
    let house = house().await;
    let once = || {
        let request = house
            .signed_in(Method::POST, &at("drafts"))
            .insert_header(("idempotency-key", "k1"));
        house.send(request.set_json(draft()))
    };
    let (first, again) = (once().await.data(201), once().await);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(first["id"], again.json()["data"]["id"]);
    assert_eq!(house.get(&at("drafts")).await.data(200)["total"], 1);
}

#[actix_web::test]
async fn a_draft_is_pushed_by_the_worker_and_its_state_is_told() {
    let house = house().await;
    let id = written(&house).await;
    let path = at(&format!("drafts/{id}"));
    let accepted = house.post(&format!("{path}/push"), json!({})).await.data(202);
    assert_eq!(accepted["pushed"]["state"], "pending");
    house.works_off().await;
    let pushed = house.get(&path).await.data(200)["pushed"].clone();
    assert_eq!(
        (
            &pushed["state"],
            &pushed["mediaId"],
            &pushed["version"],
            &pushed["lastError"]
        ),
        (&json!("current"), &json!("draft-1"), &json!(1), &Value::Null)
    );
    let edited = house.put(&path, json!({"articles": [news("夏天")]})).await.data(200);
    assert_eq!(edited["pushed"]["state"], "outdated");
    house
        .post(&at(&format!("drafts/{NOBODY}/push")), json!({}))
        .await
        .error(404, "NOT_FOUND");
    house
        .post(&at("drafts/7/push"), json!({}))
        .await
        .error(400, "VALIDATION_ERROR");
}

#[actix_web::test]
async fn a_draft_is_published_followed_and_taken_back() {
    let house = house().await;
    let id = written(&house).await;
    let path = at(&format!("drafts/{id}"));
    let publish = format!("{path}/publish");
    for unconfirmed in [json!({}), json!({"confirm": false})] {
        house.post(&publish, unconfirmed).await.refuses_field("confirm");
    }
    let accepted = published(&house, &id).await;
    assert_eq!(
        (&accepted["state"], &accepted["draftId"]),
        (&json!("pending"), &json!(id))
    );
    let publication = at(&format!("publications/{}", accepted["id"].as_str().unwrap()));
    let submitted = house.get(&publication).await.data(200);
    assert_eq!(
        (&submitted["state"], &submitted["titles"]),
        (&json!("submitted"), &json!(["春天", "图"]))
    );
    let held = house
        .post(&publish, json!({"confirm": true}))
        .await
        .error(409, "DRAFT_BEING_PUBLISHED");
    assert_eq!(held["details"]["publicationId"], accepted["id"]);
    house.put(&path, draft()).await.error(409, "DRAFT_BEING_PUBLISHED");
    house.delete(&path).await.error(409, "DRAFT_BEING_PUBLISHED");
    let withdraw = format!("{publication}/withdraw");
    house
        .post(&withdraw, json!({"confirm": true}))
        .await
        .error(409, "NOTHING_TO_WITHDRAW");

    let publish_id = submitted["publishId"].as_str().unwrap();
    house.wechat.publication_comes_to(publish_id, 0);
    house.clock.advance(Duration::from_secs(40));
    house.works_off().await;
    let done = house.get(&publication).await.data(200);
    assert_eq!(
        (&done["state"], &done["articles"][1]["index"]),
        (&json!("published"), &json!(2))
    );
    let used = house.get(&path).await.data(200)["pushed"].clone();
    assert_eq!(used["state"], "absent");
    assert!(used["usedUpAt"].is_string());
    let list = house.get(&at("publications?state=published")).await.data(200);
    assert_eq!((&list["total"], &list["items"][0]["id"]), (&json!(1), &accepted["id"]));
    assert_eq!(house.get(&at("publications?state=failed")).await.data(200)["total"], 0);
    house
        .get(&at("publications?state=teapot"))
        .await
        .error(400, "VALIDATION_ERROR");

    house
        .post(&withdraw, json!({"index": 1}))
        .await
        .error(400, "VALIDATION_ERROR");
    house
        .post(&withdraw, json!({"confirm": true, "index": 3}))
        .await
        .error(400, "VALIDATION_ERROR");
    let wanted = house
        .post(&withdraw, json!({"confirm": true, "index": 1}))
        .await
        .data(202);
    assert_eq!(
        (&wanted["withdrawal"]["state"], &wanted["withdrawal"]["index"]),
        (&json!("pending"), &json!(1))
    );
    house
        .post(&withdraw, json!({"confirm": true}))
        .await
        .error(409, "CONFLICT");
    house.works_off().await;
    let half = house.get(&publication).await.data(200);
    assert_eq!(
        (&half["state"], &half["articles"][0]["withdrawn"]),
        (&json!("published"), &json!(true))
    );
    house.post(&withdraw, json!({"confirm": true})).await.data(202);
    house.works_off().await;
    assert_eq!(house.get(&publication).await.data(200)["state"], "withdrawn");
}

#[actix_web::test]
async fn drafts_and_publications_are_of_official_accounts_and_of_their_own() {
    let house = house().await;
    let id = written(&house).await;
    for path in ["drafts", "publications"] {
        house
            .get(&format!("/v2/wechat/accounts/nobody/{path}"))
            .await
            .error(404, "NOT_FOUND");
    }
    house
        .get(&at(&format!("publications/{id}")))
        .await
        .error(404, "NOT_FOUND");
    house
        .get(&at(&format!("drafts/{NOBODY}")))
        .await
        .error(404, "NOT_FOUND");
    let anonymous = TestRequest::get().uri(&at("drafts"));
    house.send(anonymous).await.error(401, "UNAUTHENTICATED");

    let mut mini = configured(MessageMode::Safe);
    mini.product = Product::MiniProgram;
    let house = House::of(mini, |adapters| adapters).await;
    house.get(&at("drafts")).await.error(409, "WRONG_PRODUCT");
    house.post(&at("drafts"), draft()).await.error(409, "WRONG_PRODUCT");
}
