//! `GET` of both webhook addresses: WeChat asks whether the address is ours.

pub mod default_account;
pub mod named_account;

use actix_web::{HttpRequest, HttpResponse, web};
use domain::validation::FieldFaults;

use super::query::SignedQuery;
use super::serve::check_address;
use crate::error::ApiError;
use crate::state::ApiState;

/// Sends `echostr` back, to the letter, if the signature is right.
fn confirm(http: &HttpRequest, name: &str) -> Result<HttpResponse, ApiError> {
    let state = http
        .app_data::<web::Data<ApiState>>()
        .expect("every route is registered with the state");
    super::serve::account(state, name)?;
    let query = SignedQuery::parse(http.query_string());
    require_all(&query)?;
    check_address(state, name, &query, state.app.adapters().clock.now())?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(query.echostr.into_owned()))
}

fn require_all(query: &SignedQuery<'_>) -> Result<(), FieldFaults> {
    let mut faults = FieldFaults::default();
    let parts = [
        ("signature", &query.signature),
        ("timestamp", &query.timestamp),
        ("nonce", &query.nonce),
        ("echostr", &query.echostr),
    ];
    for (name, _) in parts.iter().filter(|(_, value)| value.is_empty()) {
        faults.add(name, "is required");
    }
    faults.check()
}
