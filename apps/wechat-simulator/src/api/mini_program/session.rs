//! Session keys (登录态): check, reset; encrypted data; union ids of people who paid.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use wechat_protocol::mini_program::{SessionKey, check_session_signature};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, MINI_PROGRAM};
use crate::api::fields;

/// Session keys.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(MINI_PROGRAM, "/wxa/checksession", check),
    Endpoint::get(MINI_PROGRAM, "/wxa/resetusersessionkey", reset),
    Endpoint::post(MINI_PROGRAM, "/wxa/business/checkencryptedmsg", check_data),
    Endpoint::get(MINI_PROGRAM, "/wxa/getpaidunionid", paid_union_id),
];

/// Seconds for which encrypted data are known.
const DATA_SECONDS: i64 = 3 * 86_400;
/// Seconds for which a payment gives the union id.
const PAID_SECONDS: i64 = 300;

/// Whose session it is, if the signature is made with its key.
fn holder(call: &Call<'_>) -> Result<String, Refusal> {
    let open_id = call.parameter("openid").unwrap_or_default();
    let person = call.person(open_id).ok_or_else(|| Refusal::new(40003))?;
    if call.parameter("sig_method") != Some("hmac_sha256") {
        return Err(Refusal::with(87008, "invalid sig_method"));
    }
    let key = call.account().mini.sessions.get(open_id);
    let key = key.and_then(|key| SessionKey::parse(key).ok());
    let key = key.ok_or_else(|| Refusal::with(87007, "session_key is not existed or expired"))?;
    if call.parameter("signature") != Some(check_session_signature(&key).as_str()) {
        return Err(Refusal::new(87009));
    }
    Ok(person.open_id.clone())
}

fn check(call: &mut Call<'_>) -> Result<Done, Refusal> {
    holder(call)?;
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok"})))
}

fn reset(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let open_id = holder(call)?;
    let key = STANDARD.encode(call.state.chance.sixteen());
    call.account_mut().mini.sessions.insert(open_id.clone(), key.clone());
    Ok(Done::changed(json!({
        "errcode": 0,
        "errmsg": "ok",
        "openid": open_id,
        "session_key": key,
    })))
}

/// Whether the platform made these data within three days. The field is spelled `vaild`.
fn check_data(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let hash = fields::text(&body, "encrypted_msg_hash");
    if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Refusal::new(40097));
    }
    let made_at = call.account().mini.encrypted.get(&hash.to_ascii_lowercase());
    let made_at = made_at.filter(|at| call.now() - **at < DATA_SECONDS);
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "vaild": made_at.is_some(),
        "create_time": made_at.copied().unwrap_or_default(),
    })))
}

/// Within five minutes of a payment, which may be named.
fn paid_union_id(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let open_id = call.parameter("openid").unwrap_or_default().to_owned();
    call.person(&open_id).ok_or_else(|| Refusal::new(40003))?;
    let wanted = |name: &str, value: &str| call.parameter(name).is_none_or(|wanted| wanted == value);
    let is_partial = call.parameter("mch_id").is_some() != call.parameter("out_trade_no").is_some();
    if is_partial {
        return Err(Refusal::with(89002, "mch_id goes with out_trade_no"));
    }
    let mut payments = call.account().mini.payments.iter().rev();
    let payment = payments.find(|payment| {
        payment.open_id == open_id
            && wanted("transaction_id", &payment.transaction_id)
            && wanted("mch_id", &payment.mch_id)
            && wanted("out_trade_no", &payment.out_trade_no)
    });
    let is_fresh = payment.is_some_and(|payment| call.now() - payment.at < PAID_SECONDS);
    if !is_fresh {
        return Err(Refusal::with(89300, "the order is not paid, or was paid too long ago"));
    }
    let union_id = call.state.union_id(call.id, &open_id);
    let union_id = union_id.ok_or_else(|| Refusal::with(89002, "not bound to an open platform account"))?;
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "unionid": union_id})))
}
