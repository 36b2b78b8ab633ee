//! `GET /sns/jscode2session`: a code of `wx.login` for an open id and a session key.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, MINI_PROGRAM};

/// Login.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::get(MINI_PROGRAM, "/sns/jscode2session", exchange).open()];

/// The code works once (40163) and for five minutes (40029). Success has no `errcode`.
fn exchange(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let identity = &call.account().identity;
    match call.parameter("appid") {
        None => return Err(Refusal::new(41002)),
        Some(app_id) if app_id != identity.app_id => return Err(Refusal::new(40013)),
        Some(_) => {}
    }
    match call.parameter("secret") {
        None => return Err(Refusal::new(41004)),
        Some(secret) if secret != identity.app_secret => return Err(Refusal::new(40125)),
        Some(_) => {}
    }
    if call.parameter("grant_type") != Some("authorization_code") {
        return Err(Refusal::new(40002));
    }
    let code = call.parameter("js_code").ok_or_else(|| Refusal::new(41008))?.to_owned();
    let now = call.now();
    let mini = &mut call.account_mut().mini;
    let login = mini.logins.get_mut(&code).ok_or_else(|| Refusal::new(40029))?;
    if login.used {
        return Err(Refusal::new(40163));
    }
    if login.expires_at <= now {
        return Err(Refusal::new(40029));
    }
    if mini.console.blocked.contains(&login.open_id) {
        return Err(Refusal::new(40226));
    }
    login.used = true;
    let open_id = login.open_id.clone();
    let session_key = mini.sessions.get(&open_id).cloned().unwrap_or_default();
    let mut answer = json!({"openid": open_id, "session_key": session_key});
    if let Some(union_id) = call.state.union_id(call.id, &open_id) {
        answer["unionid"] = union_id.into();
    }
    Ok(Done::changed(answer))
}
