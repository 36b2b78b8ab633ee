//! Data kept under a short key (短key托管).

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::state::official::ShortKey;

/// Short keys.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/shorten/gen", generate),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/shorten/fetch", fetch),
];

/// Bytes of the data.
const LONGEST_DATA: usize = 4096;
const LONGEST_EXPIRY: i64 = 2_592_000;
const KEY_LENGTH: usize = 15;

fn generate(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let long_data = fields::text(&body, "long_data").to_owned();
    if long_data.is_empty() || long_data.len() > LONGEST_DATA {
        return Err(Refusal::with(40035, "invalid long_data"));
    }
    let expire_seconds = match body.get("expire_seconds") {
        None => LONGEST_EXPIRY,
        Some(value) => fields::whole(value)
            .filter(|seconds| (1..=LONGEST_EXPIRY).contains(seconds))
            .ok_or_else(|| Refusal::with(40035, "invalid expire_seconds"))?,
    };
    let key = call.state.chance.letters(KEY_LENGTH);
    let kept = ShortKey {
        long_data,
        created_at: call.now(),
        expire_seconds,
    };
    call.account_mut().official.short_keys.insert(key.clone(), kept);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "ok", "short_key": key})))
}

fn fetch(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let kept = call.account().official.short_keys.get(fields::text(&body, "short_key"));
    let left = |kept: &ShortKey| kept.created_at + kept.expire_seconds - call.now();
    let kept = kept.filter(|kept| left(kept) > 0);
    let kept = kept.ok_or_else(|| Refusal::with(40035, "invalid short_key"))?;
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "long_data": kept.long_data,
        "create_time": kept.created_at,
        "expire_seconds": left(kept),
    })))
}
