//! Templates, consents, broadcasts and messages to one person.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use domain::notifications::template::{FoundTemplate, TemplateKind};
use serde_json::{Value, json};

use super::support::House;

const ACCOUNT: &str = "/v2/wechat/accounts/default";

fn found(template_id: &str) -> FoundTemplate {
    FoundTemplate {
        template_id: template_id.to_owned(),
        kind: TemplateKind::Template,
        title: "提醒".to_owned(),
        content: "内容：{{thing1.DATA}}\n时间：{{time2.DATA}}".to_owned(),
        example: String::new(),
        choices: Vec::new(),
    }
}

impl House {
    async fn template(&self) -> String {
        self.wechat.has_templates(vec![found("TPL")]);
        let synced = self.post(&format!("{ACCOUNT}/templates/sync"), json!({})).await;
        assert_eq!(synced.data(200)["added"], 1);
        let list = self.get(&format!("{ACCOUNT}/templates")).await;
        let id = list.data(200)["items"][0]["id"].as_str().unwrap().to_owned();
        format!("{ACCOUNT}/templates/{id}")
    }

    /// The same, mapped; answers its id.
    async fn mapped_template(&self) -> String {
        let path = self.template().await;
        let fields = json!({ "fields": { "thing1": "明天见", "time2": "{{event.start}}" } });
        let mapped = self.put(&format!("{path}/mapping"), fields).await;
        mapped.data(200)["id"].as_str().unwrap().to_owned()
    }
}

fn to_list(template: &str, open_ids: &[&str], event: Option<&str>) -> Value {
    json!({
        "title": "明天见",
        "message": { "type": "template", "templateId": template },
        "audience": { "type": "list", "openIds": open_ids },
        "aboutEventId": event,
    })
}

#[actix_web::test]
async fn a_template_is_brought_over_mapped_and_deleted() {
    let house = House::open().await;
    let path = house.template().await;
    let template = house.get(&path).await;
    let shown = template.data(200);
    assert_eq!(shown["ready"], false);
    assert_eq!(shown["fields"][0]["label"], "内容");
    assert_eq!(shown["fields"][1]["kind"], "time");
    let mapping = format!("{path}/mapping");
    let bad = house
        .put(&mapping, json!({ "fields": { "thing1": "x", "time2": "soon" } }))
        .await;
    assert_eq!(
        bad.error(400, "VALIDATION_ERROR")["details"]["fields"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let good = json!({ "fields": { "thing1": "{{event.title}}", "time2": "{{event.start}}" } });
    assert_eq!(house.put(&mapping, good.clone()).await.data(200)["ready"], true);
    let stale = house
        .signed_in(Method::PUT, &mapping)
        .insert_header(("if-match", "\"1\""));
    house.send(stale.set_json(good)).await.error(412, "PRECONDITION_FAILED");
    let again = house.post(&format!("{ACCOUNT}/templates/sync"), json!({})).await;
    assert_eq!(again.data(200)["unchanged"], 1);
    house.delete(&path).await.data(200);
    let list = house.get(&format!("{ACCOUNT}/templates")).await;
    assert_eq!(list.data(200)["items"], json!([]));
    let all = house.get(&format!("{ACCOUNT}/templates?includeGone=true")).await;
    assert!(all.data(200)["items"][0]["goneAt"].is_string());
}

#[actix_web::test]
async fn a_template_is_tried_out_on_one_person() {
    let house = House::open().await;
    let path = house.template().await;
    let send = format!("{path}/test-send");
    let early = house.post(&send, json!({ "openId": "o-fake" })).await;
    early.error(409, "TEMPLATE_NOT_READY");
    house.mapped_template_at(&path).await;
    let sent = house.post(&send, json!({ "openId": "o-fake" })).await;
    let delivery = sent.data(201);
    assert_eq!(
        (&delivery["state"], &delivery["kind"]),
        (&json!("accepted"), &json!("test"))
    );
    assert_eq!(delivery["template"]["fields"][1]["text"], "2026-12-01 09:41");
}

impl House {
    async fn mapped_template_at(&self, path: &str) {
        let fields = json!({ "fields": { "thing1": "明天见", "time2": "{{event.start}}" } });
        self.put(&format!("{path}/mapping"), fields).await.data(200);
    }
}

#[actix_web::test]
async fn a_broadcast_is_ordered_once_followed_and_called_off() {
    let house = House::open().await;
    let template = house.mapped_template().await;
    let event = house.draft(json!({})).await;
    let body = to_list(&template, &["o-a", "o-b", "o-a"], Some(&event));
    let order = || {
        let request = house.signed_in(Method::POST, &format!("{ACCOUNT}/broadcasts"));
        request.insert_header(("idempotency-key", "one")).set_json(&body)
    };
    let first = house.send(order()).await;
    let id = first.data(201)["id"].as_str().unwrap().to_owned();
    assert_eq!(
        house.send(order()).await.json()["data"]["id"],
        json!(id),
        "ordered once"
    );
    let path = format!("{ACCOUNT}/broadcasts/{id}");
    let shown = house.get(&path).await;
    assert_eq!(
        (&shown.data(200)["state"], &shown.data(200)["totals"]["all"]),
        (&json!("preparing"), &json!(0))
    );
    let listed = house.get(&format!("{ACCOUNT}/broadcasts?state=preparing")).await;
    assert_eq!(listed.data(200)["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        house.post(&format!("{path}/cancel"), json!({})).await.data(200)["state"],
        "cancelled"
    );
    assert_eq!(
        house.post(&format!("{path}/cancel"), json!({})).await.data(200)["state"],
        "cancelled"
    );
    let deliveries = house.get(&format!("{path}/deliveries")).await;
    assert_eq!(deliveries.data(200)["items"], json!([]));
}

#[actix_web::test]
async fn an_order_says_what_is_wrong_with_it() {
    let house = House::open().await;
    let template = house.mapped_template().await;
    let broadcasts = format!("{ACCOUNT}/broadcasts");
    let without_event = house.post(&broadcasts, to_list(&template, &["o-a"], None)).await;
    assert!(without_event.error(400, "VALIDATION_ERROR")["details"]["message"].is_array());
    let nobody = house.post(&broadcasts, to_list(&template, &[], None)).await;
    assert!(nobody.error(400, "VALIDATION_ERROR")["details"]["audience"].is_array());
    let mut foreign = to_list(&template, &["o-a"], None);
    foreign["message"] = json!({ "type": "pigeon" });
    house.post(&broadcasts, foreign).await.error(400, "VALIDATION_ERROR");
    let unknown = format!("{broadcasts}/019ad3a5-7c4b-7000-8000-0000000000ff");
    house.get(&unknown).await.error(404, "NOT_FOUND");
    let elsewhere = house.get("/v2/wechat/accounts/nobody/broadcasts").await;
    elsewhere.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn a_message_outside_the_window_says_what_the_person_must_do() {
    let house = House::open().await;
    let path = format!("{ACCOUNT}/followers/o-fake/messages");
    let closed = house.post(&path, json!({ "type": "text", "text": "您好" })).await;
    let error = closed.error(409, "WINDOW_CLOSED");
    assert_eq!(error["details"]["personMust"], "write");
    let empty = house.post(&path, json!({ "type": "text", "text": " " })).await;
    assert!(empty.error(400, "VALIDATION_ERROR")["details"]["text"].is_array());
    let typing = house
        .post(&format!("{ACCOUNT}/followers/o-fake/typing"), json!({ "typing": true }))
        .await;
    assert_eq!(typing.data(200)["typing"], true);
    let consents = house.get(&format!("{ACCOUNT}/followers/o-fake/consents")).await;
    assert_eq!(consents.data(200)["items"], json!([]));
    let stranger = TestRequest::get().uri(&format!("{ACCOUNT}/followers/o-fake/consents"));
    house.send(stranger).await.error(401, "UNAUTHENTICATED");
}
