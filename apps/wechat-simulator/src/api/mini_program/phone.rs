//! `POST /wxa/business/getuserphonenumber`: a code of the button for the phone number.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, MINI_PROGRAM};
use crate::api::fields;
use crate::state::mini::Phone;

/// Phone numbers.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(MINI_PROGRAM, "/wxa/business/getuserphonenumber", get)];

/// The code works once and for five minutes (40029), and only for the program whose button it was (40013).
fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let code = fields::text(&body, "code");
    let now = call.now();
    let owner = call
        .state
        .accounts
        .find(|account| account.mini.phone_codes.get(code).is_some());
    match owner {
        None => return Err(Refusal::new(40029)),
        Some(owner) if owner != call.id => return Err(Refusal::new(40013)),
        Some(_) => {}
    }
    let known = call.account_mut().mini.phone_codes.get_mut(code);
    let known = known.filter(|known| !known.used && known.expires_at > now);
    let known = known.ok_or_else(|| Refusal::new(40029))?;
    known.used = true;
    let shown = shown(
        &known.content.clone(),
        &call.account().identity.app_id,
        call.state.clock.wall(),
    );
    Ok(Done::changed(
        json!({"errcode": 0, "errmsg": "ok", "phone_info": shown}),
    ))
}

/// As the client's encrypted data have it too. Foreign numbers carry the country's code.
#[must_use]
pub fn shown(phone: &Phone, app_id: &str, now: i64) -> serde_json::Value {
    let full = if phone.country == "86" {
        phone.number.clone()
    } else {
        format!("+{}{}", phone.country, phone.number)
    };
    json!({
        "phoneNumber": full,
        "purePhoneNumber": phone.number,
        "countryCode": phone.country,
        "watermark": {"timestamp": now, "appid": app_id},
    })
}
