//! `/sns/…`: what a code of web authorisation is good for.

use serde_json::{Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::state::accounts::AccountId;
use crate::state::oauth::{Grant, Lease, REFRESH_SECONDS, TOKEN_SECONDS};

/// Web authorisation. The tokens here are those of people, not of the account.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(OFFICIAL_ACCOUNT, "/sns/oauth2/access_token", exchange).open(),
    Endpoint::get(OFFICIAL_ACCOUNT, "/sns/oauth2/refresh_token", refresh).open(),
    Endpoint::get(OFFICIAL_ACCOUNT, "/sns/auth", check).open(),
    Endpoint::get(OFFICIAL_ACCOUNT, "/sns/userinfo", user_info).open(),
];

const TOKEN_LENGTH: usize = 120;

/// A code for tokens. It works once and for five minutes: 40163 when it was used, 42003 when it is too old.
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
    let code = call.parameter("code").ok_or_else(|| Refusal::new(41008))?.to_owned();
    let now = call.now();
    let lease = call.account_mut().official.oauth.codes.get_mut(&code);
    let lease = lease.ok_or_else(|| Refusal::new(40029))?;
    if lease.used {
        return Err(Refusal::new(40163));
    }
    if lease.expires_at <= now {
        return Err(Refusal::new(42003));
    }
    lease.used = true;
    let grant = lease.grant.clone();
    let refresh_token = call.state.chance.name(TOKEN_LENGTH);
    let kept = lease_until(&grant, now + REFRESH_SECONDS);
    let oauth = &mut call.account_mut().official.oauth;
    oauth.refresh_tokens.insert(refresh_token.clone(), kept);
    Ok(Done::changed(tokens(call, &grant, &refresh_token)))
}

fn lease_until(grant: &Grant, expires_at: i64) -> Lease {
    Lease {
        grant: grant.clone(),
        expires_at,
        used: false,
    }
}

fn tokens(call: &mut Call<'_>, grant: &Grant, refresh_token: &str) -> Value {
    let access_token = call.state.chance.name(TOKEN_LENGTH);
    let lease = lease_until(grant, call.now() + TOKEN_SECONDS);
    call.account_mut()
        .official
        .oauth
        .tokens
        .insert(access_token.clone(), lease);
    let mut answer = json!({
        "access_token": access_token,
        "expires_in": TOKEN_SECONDS,
        "refresh_token": refresh_token,
        "openid": grant.open_id,
        "scope": grant.scope,
    });
    if grant.is_snapshot {
        answer["is_snapshotuser"] = 1.into();
    }
    if grant.scope == "snsapi_userinfo"
        && let Some(union_id) = call.state.union_id(call.id, &grant.open_id)
    {
        answer["unionid"] = union_id.into();
    }
    answer
}

/// A refresh token for a new token: 40030 when it is unknown, 42002 when it is too old.
fn refresh(call: &mut Call<'_>) -> Result<Done, Refusal> {
    match call.parameter("appid") {
        None => return Err(Refusal::new(41002)),
        Some(app_id) if app_id != call.account().identity.app_id => return Err(Refusal::new(40013)),
        Some(_) => {}
    }
    if call.parameter("grant_type") != Some("refresh_token") {
        return Err(Refusal::new(40002));
    }
    let token = call
        .parameter("refresh_token")
        .ok_or_else(|| Refusal::new(41003))?
        .to_owned();
    let now = call.now();
    let lease = call.account().official.oauth.refresh_tokens.get(&token);
    let lease = lease.ok_or_else(|| Refusal::new(40030))?;
    if lease.expires_at <= now {
        return Err(Refusal::new(42002));
    }
    let grant = lease.grant.clone();
    Ok(Done::changed(tokens(call, &grant, &token)))
}

/// The account and the grant of a person's token.
fn holder(call: &Call<'_>) -> Result<(AccountId, Grant), Refusal> {
    let token = call.parameter("access_token").ok_or_else(|| Refusal::new(41001))?;
    let mut accounts = call.state.accounts.iter();
    let found = accounts.find_map(|(id, account)| Some((id, account.official.oauth.tokens.get(token)?)));
    let (id, lease) = found.ok_or_else(|| Refusal::new(40001))?;
    if lease.expires_at <= call.now() {
        return Err(Refusal::new(42001));
    }
    if call.parameter("openid") != Some(lease.grant.open_id.as_str()) {
        return Err(Refusal::new(40003));
    }
    Ok((id, lease.grant.clone()))
}

fn check(call: &mut Call<'_>) -> Result<Done, Refusal> {
    holder(call)?;
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok"})))
}

/// The profile; 48001 for a silent authorisation.
fn user_info(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let (id, grant) = holder(call)?;
    if grant.scope != "snsapi_userinfo" {
        return Err(Refusal::new(48001));
    }
    let union_id = call.state.union_id(id, &grant.open_id);
    let person = call.state.accounts[id].people.get(&grant.open_id);
    let nickname = person.map_or("微信用户", |person| person.nickname.as_str());
    let mut info = json!({
        "openid": grant.open_id,
        "nickname": nickname,
        "sex": 0,
        "language": "",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "privilege": [],
    });
    if let Some(union_id) = union_id {
        info["unionid"] = union_id.into();
    }
    Ok(Done::read(info))
}
