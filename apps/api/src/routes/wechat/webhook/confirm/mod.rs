//! `GET` of both webhook addresses: WeChat asks whether the address is ours.

pub mod default_account;
pub mod named_account;

use actix_web::{HttpRequest, HttpResponse, web};
use domain::validation::FieldFaults;

use super::query::SignedQuery;
use super::serve::{account, refused};
use super::verify;
use crate::error::ApiError;
use crate::state::ApiState;

/// Sends `echostr` back, to the letter (to WeCom: opened), if the signature is right.
async fn confirm(http: &HttpRequest, name: &str) -> Result<HttpResponse, ApiError> {
    let state = http
        .app_data::<web::Data<ApiState>>()
        .expect("every route is registered with the state");
    let account = account(state, name).await?;
    let query = SignedQuery::parse(http.query_string());
    require_all(&query, account.callback.is_some())?;
    let now = state.app.adapters().clock.now();
    let tolerance = state.webhook.tolerance;
    let echo = verify::echo(&account, http.query_string(), &query, now, tolerance).map_err(refused)?;
    note_confirmed(state, name);
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(echo))
}

/// WeChat waits a second for its echo: it is noted beside the answer.
fn note_confirmed(state: &ApiState, name: &str) {
    let (app, account) = (std::sync::Arc::clone(&state.app), name.to_owned());
    state.beside("note confirmed address", async move {
        let at = app.adapters().clock.now();
        if let Err(error) = app.adapters().sightings.note_confirmed(&account, at).await {
            tracing::warn!(error = %error, detail = error.detail(), "a confirmed address was not noted");
        }
    });
}

fn require_all(query: &SignedQuery<'_>, is_wecom: bool) -> Result<(), FieldFaults> {
    let mut faults = FieldFaults::default();
    let signature = if is_wecom {
        ("msg_signature", &query.msg_signature)
    } else {
        ("signature", &query.signature)
    };
    let parts = [
        signature,
        ("timestamp", &query.timestamp),
        ("nonce", &query.nonce),
        ("echostr", &query.echostr),
    ];
    for (name, _) in parts.iter().filter(|(_, value)| value.is_empty()) {
        faults.add(name, "is required");
    }
    faults.check()
}
