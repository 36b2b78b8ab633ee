//! `/cgi-bin/freepublish/…`: publishing without sending (发布).

use serde_json::{Value, json};

use super::articles::{news_item, page};
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::callback::Report;
use crate::jobs::publishing::settle;
use crate::state::content::{Publication, PublishOutcome};

/// Publishing.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/freepublish/submit", submit),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/freepublish/get", get),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/freepublish/delete", delete),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/freepublish/getarticle", article),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/freepublish/batchget", list),
];

/// Takes the draft away; it comes back when the publication is refused.
fn submit(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let media_id = fields::text(&body, "media_id").to_owned();
    let draft = call.account_mut().official.content.drafts.remove(&media_id);
    let draft = draft.ok_or_else(|| Refusal::new(40007))?;
    let (publish_id, data_id) = (call.state.chance.message_id(), call.state.chance.message_id());
    let content = &mut call.account_mut().official.content;
    let decided = content.publishing.clone();
    let publication = Publication {
        media_id,
        draft,
        outcome: None,
        article_id: None,
        failed_articles: Vec::new(),
    };
    content.publications.insert(publish_id.to_string(), publication);
    let answer = json!({"errcode": 0, "errmsg": "ok", "publish_id": publish_id.to_string(), "msg_data_id": data_id});
    if decided.held {
        return Ok(Done::changed(answer));
    }
    let id = publish_id.to_string();
    let event = settle(call.state, call.id, &id, decided.outcome, &decided.failed_articles);
    let report = event.map(|message| Report::Event {
        open_id: PLATFORM.to_owned(),
        message,
    });
    Ok(Done::changed(answer).reporting(report))
}

/// Who speaks when the platform does.
pub const PLATFORM: &str = "o_platform_of_the_simulator";

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    // A number in the event, text in the answer: both are taken.
    let id = match body.get("publish_id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => return Err(Refusal::new(40035)),
    };
    let publication = call.account().official.content.publications.get(&id);
    let publication = publication.ok_or_else(|| Refusal::with(40035, "invalid publish_id"))?;
    let status = publication.outcome.map_or(1, PublishOutcome::status);
    let mut answer = json!({
        "publish_id": id,
        "publish_status": status,
        "fail_idx": publication.failed_articles,
    });
    if let Some(article_id) = &publication.article_id {
        let items: Vec<_> = (1..=publication.draft.articles.len())
            .map(|place| json!({"idx": place, "article_url": call.article_address(article_id, place)}))
            .collect();
        answer["article_id"] = article_id.as_str().into();
        answer["article_detail"] = json!({"count": items.len(), "item": items});
    }
    Ok(Done::read(answer))
}

impl Call<'_> {
    /// Where an article is read.
    #[must_use]
    pub fn article_address(&self, article_id: &str, place: usize) -> String {
        crate::jobs::publishing::address(article_id, place)
    }
}

/// Deletes one article by its place, or all of them. The others keep their places: asked twice it is the same.
fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let id = fields::text(&body, "article_id");
    let index = fields::number(&body, "index").unwrap_or_default();
    let content = &mut call.account_mut().official.content;
    let published = content.articles.get_mut(id).ok_or_else(|| Refusal::new(53600))?;
    let place = usize::try_from(index).map_err(|_| Refusal::new(53601))?;
    match place {
        0 => published.articles.clear(),
        place if place <= published.articles.len() => published.articles[place - 1]["is_deleted"] = true.into(),
        _ => return Err(Refusal::new(53601)),
    }
    if published.articles.iter().all(|article| article["is_deleted"] == true) {
        content.articles.remove(id);
        for publication in content.publications.values_mut() {
            if publication.article_id.as_deref() == Some(id) {
                publication.outcome = Some(PublishOutcome::Deleted);
            }
        }
    }
    Ok(Done::ok())
}

fn article(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let published = call
        .account()
        .official
        .content
        .articles
        .get(fields::text(&body, "article_id"));
    let published = published.ok_or_else(|| Refusal::new(53600))?;
    Ok(Done::read(json!({
        "news_item": news_item(published, false),
        "create_time": published.created_at,
        "update_time": published.updated_at,
    })))
}

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let articles = &call.account().official.content.articles;
    Ok(Done::read(page(&body, articles.iter(), "article_id")?))
}
