//! The templates an account may send, for those who choose among them.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde_json::{Value, json};

use super::answer::ControlError;
use super::which::Which;
use crate::state::template_book::Template;
use crate::world::World;

/// `GET /control/templates`: template messages first, then subscribe notifications.
pub async fn list(world: Data<World>, which: Query<Which>) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let account = which.find(state)?;
        let official = &state.accounts[account].official;
        let messages = official.templates.iter().map(|entry| shown(entry, false));
        let notifications = official.subscribe_templates.iter().map(|entry| shown(entry, true));
        let items: Vec<_> = messages.chain(notifications).collect();
        Ok(HttpResponse::Ok().json(json!({ "items": items })))
    })
}

fn shown((id, template): (&str, &Template), subscribe: bool) -> Value {
    json!({
        "templateId": id,
        "title": template.title,
        "content": template.content,
        "fields": template.fields(),
        "subscribe": subscribe,
    })
}
