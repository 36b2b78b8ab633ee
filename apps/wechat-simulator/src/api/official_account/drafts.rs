//! `/cgi-bin/draft/…`: drafts (草稿箱).

use serde_json::{Value, json};

use super::articles::{MOST_ARTICLES, checked, news_item, page};
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::state::content::Draft;

/// Drafts.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/draft/add", add),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/draft/update", update),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/draft/get", get),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/draft/delete", delete),
    Endpoint::either(OFFICIAL_ACCOUNT, "/cgi-bin/draft/count", count),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/draft/batchget", list),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/draft/switch", switch),
];

/// Drafts kept.
const MOST_DRAFTS: usize = 100_000;
const ID_LENGTH: usize = 64;

fn add(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let articles = fields::list(&body, "articles").filter(|articles| !articles.is_empty());
    let articles = articles.ok_or_else(|| Refusal::new(44003))?;
    if articles.len() > MOST_ARTICLES {
        return Err(Refusal::new(45008));
    }
    let checked = articles.iter().map(|article| checked(call, article));
    let articles = checked.collect::<Result<Vec<_>, _>>()?;
    if call.account().official.content.drafts.len() >= MOST_DRAFTS {
        return Err(Refusal::new(45029));
    }
    let (id, now) = (call.state.chance.name(ID_LENGTH), call.now());
    let content = &mut call.account_mut().official.content;
    let draft = Draft {
        articles,
        created_at: now,
        updated_at: now,
        number: content.next_number(),
    };
    content.drafts.insert(id.clone(), draft);
    Ok(Done::changed(json!({ "media_id": id })))
}

/// Replaces one article; `articles` is one object here.
fn update(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let id = fields::text(&body, "media_id");
    let draft = call.account().official.content.drafts.get(id);
    let length = draft.ok_or_else(|| Refusal::new(40007))?.articles.len();
    let index = fields::number(&body, "index").and_then(|index| usize::try_from(index).ok());
    let index = index
        .filter(|index| *index < length)
        .ok_or_else(|| Refusal::new(40114))?;
    let article = checked(call, body.get("articles").unwrap_or(&Value::Null))?;
    let now = call.now();
    if let Some(draft) = call.account_mut().official.content.drafts.get_mut(id) {
        draft.articles[index] = article;
        draft.updated_at = now;
    }
    Ok(Done::ok())
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let draft = call
        .account()
        .official
        .content
        .drafts
        .get(fields::text(&body, "media_id"));
    let draft = draft.ok_or_else(|| Refusal::new(40007))?;
    Ok(Done::read(json!({
        "news_item": news_item(draft, false),
        "create_time": draft.created_at,
        "update_time": draft.updated_at,
    })))
}

fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let drafts = &mut call.account_mut().official.content.drafts;
    let removed = drafts.remove(fields::text(&body, "media_id"));
    removed.map(|_| Done::ok()).ok_or_else(|| Refusal::new(40007))
}

fn count(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let count = call.account().official.content.drafts.len();
    Ok(Done::read(json!({ "total_count": count })))
}

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let drafts = &call.account().official.content.drafts;
    Ok(Done::read(page(&body, drafts.iter(), "media_id")?))
}

/// The switch of the time when drafts were new: it is on for everybody.
fn switch(_call: &mut Call<'_>) -> Result<Done, Refusal> {
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "is_open": 1})))
}
