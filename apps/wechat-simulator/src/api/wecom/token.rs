//! `GET /cgi-bin/gettoken`: one token for each corp and secret.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};

/// Tokens of WeCom apps.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::get(WECOM, "/cgi-bin/gettoken", get).open()];

/// The same token as long as it lives.
fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.state.stats.token_fetches += 1;
    let [corp_id, secret] = ["corpid", "corpsecret"].map(|name| call.parameter(name));
    let account = &call.account().identity;
    match corp_id {
        None => return Err(Refusal::with(41002, "corpid missing")),
        Some(corp_id) if corp_id != account.app_id => return Err(Refusal::with(40013, "invalid corpid")),
        Some(_) => {}
    }
    match secret {
        None => return Err(Refusal::with(41004, "corpsecret missing")),
        Some(secret) if secret != account.app_secret => return Err(Refusal::with(40001, "invalid credential")),
        Some(_) => {}
    }
    let (now, fresh) = (call.now(), call.state.chance.access_token());
    let issued = call.account_mut().tokens.issue_same(now, || fresh.clone());
    if issued.value == fresh {
        call.state.stats.tokens_issued += 1;
    }
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "access_token": issued.value,
        "expires_in": issued.expires_in,
    })))
}
