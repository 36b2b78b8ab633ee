//! `GET /cgi-bin/token` and `POST /cgi-bin/stable_token`.

use serde_json::{Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_AND_MINI};
use crate::state::account::Identity;
use crate::state::tokens::Issued;

/// Tokens of official accounts and mini programs.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(OFFICIAL_AND_MINI, "/cgi-bin/token", classic).open(),
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/stable_token", stable).open(),
];

/// A new token at each call.
pub fn classic(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.state.stats.token_fetches += 1;
    let [grant, app_id, secret] = ["grant_type", "appid", "secret"].map(|name| call.parameter(name));
    check(&call.account().identity, grant, app_id, secret)?;
    let (now, fresh) = (call.now(), call.state.chance.access_token());
    call.state.stats.tokens_issued += 1;
    let issued = call.account_mut().tokens.issue_classic(now, || fresh);
    Ok(answer(&issued))
}

/// The same token until it nears its end.
pub fn stable(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.state.stats.token_fetches += 1;
    let body = call.object()?;
    let [grant, app_id, secret] = ["grant_type", "appid", "secret"].map(|name| body.get(name).and_then(Value::as_str));
    check(&call.account().identity, grant, app_id, secret)?;
    let force = body.get("force_refresh").and_then(Value::as_bool).unwrap_or_default();
    let (now, fresh) = (call.now(), call.state.chance.access_token());
    let issued = call.account_mut().tokens.issue_stable(now, force, || fresh.clone());
    if issued.value == fresh {
        call.state.stats.tokens_issued += 1;
    }
    Ok(answer(&issued))
}

fn check(account: &Identity, grant: Option<&str>, app_id: Option<&str>, secret: Option<&str>) -> Result<(), Refusal> {
    if grant != Some("client_credential") {
        return Err(Refusal::new(40002));
    }
    match app_id.filter(|text| !text.is_empty()) {
        None => return Err(Refusal::new(41002)),
        Some(app_id) if app_id != account.app_id => return Err(Refusal::new(40013)),
        Some(_) => {}
    }
    match secret.filter(|text| !text.is_empty()) {
        None => Err(Refusal::new(41004)),
        Some(secret) if secret != account.app_secret => Err(Refusal::new(40125)),
        Some(_) => Ok(()),
    }
}

fn answer(issued: &Issued) -> Done {
    Done::read(json!({"access_token": issued.value, "expires_in": issued.expires_in}))
}
