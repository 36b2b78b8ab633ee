//! The account's templates (模板消息管理) and industries.

use serde_json::{Value, json};

use super::catalogue::{self, INDUSTRIES};
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::state::beijing_month;
use crate::state::template_book::Template;

/// Templates and industries.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/template/get_all_private_template", list),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/template/api_add_template", add),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/template/del_private_template", delete),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/template/api_set_industry", set_industry),
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/template/get_industry", get_industry),
];

const MOST_TEMPLATES: usize = 25;
/// Characters of a template id.
const ID_LENGTH: usize = 43;

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let book = &call.account().official.templates;
    let (primary, deputy) = book.industries.unwrap_or_default();
    let shown = book.iter().map(|(id, template)| {
        json!({
            "template_id": id,
            "title": template.title,
            "primary_industry": catalogue::industry(primary).map(|(first, _)| first).unwrap_or_default(),
            "deputy_industry": catalogue::industry(deputy).map(|(first, _)| first).unwrap_or_default(),
            "content": template.content,
            "example": template.example,
        })
    });
    let templates: Vec<_> = shown.collect();
    Ok(Done::read(json!({ "template_list": templates })))
}

/// Adds a template of the public catalogue with the keywords chosen, or all of them.
fn add(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let entry = catalogue::template(fields::text(&body, "template_id_short"));
    let entry = entry.ok_or_else(|| Refusal::new(40037))?;
    let chosen: Vec<&str> = match fields::list(&body, "keyword_name_list") {
        Some(names) if !names.is_empty() => names.iter().filter_map(Value::as_str).collect(),
        _ => entry.keywords.iter().map(|keyword| keyword.name).collect(),
    };
    let keywords = entry
        .choose(&chosen)
        .ok_or_else(|| Refusal::with(47003, "keyword_name_list invalid"))?;
    if call.account().official.templates.count() >= MOST_TEMPLATES {
        return Err(Refusal::new(45026));
    }
    let id = call.state.chance.name(ID_LENGTH);
    let template = Template {
        title: entry.title.to_owned(),
        content: catalogue::content(&keywords),
        example: catalogue::example(&keywords),
    };
    call.account_mut().official.templates.add(id.clone(), template);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "ok", "template_id": id})))
}

fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let book = &mut call.account_mut().official.templates;
    if book.remove(fields::text(&body, "template_id")) {
        Ok(Done::ok())
    } else {
        Err(Refusal::new(40037))
    }
}

/// Once a calendar month; it removes all templates.
fn set_industry(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let id = |name| fields::number(&body, name).filter(|&id| catalogue::industry(id).is_some());
    let (Some(primary), Some(deputy)) = (id("industry_id1"), id("industry_id2")) else {
        return Err(Refusal::new(40102));
    };
    let month = beijing_month(call.now());
    let book = &mut call.account_mut().official.templates;
    if book.industries_changed_in == Some(month) {
        return Err(Refusal::new(43100));
    }
    book.industries = Some((primary, deputy));
    book.industries_changed_in = Some(month);
    book.clear();
    Ok(Done::ok())
}

fn get_industry(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let (primary, deputy) = call.account().official.templates.industries.unwrap_or((1, 2));
    let shown = |id| {
        let (first, second) = catalogue::industry(id).unwrap_or(INDUSTRIES[0]);
        json!({"first_class": first, "second_class": second})
    };
    Ok(Done::read(
        json!({"primary_industry": shown(primary), "secondary_industry": shown(deputy)}),
    ))
}
