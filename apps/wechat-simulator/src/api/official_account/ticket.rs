//! `GET /cgi-bin/ticket/getticket`: tickets of the JS-SDK and of cards.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};

/// Tickets.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/ticket/getticket", get)];

const LENGTH: usize = 86;

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let kind = call.parameter("type").unwrap_or_default().to_owned();
    if !matches!(kind.as_str(), "jsapi" | "wx_card") {
        return Err(Refusal::new(40097));
    }
    let (now, fresh) = (call.now(), call.state.chance.name(LENGTH));
    let issued = call.account_mut().official.tickets.issue(&kind, now, || fresh);
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "ticket": issued.value,
        "expires_in": issued.expires_in,
    })))
}
