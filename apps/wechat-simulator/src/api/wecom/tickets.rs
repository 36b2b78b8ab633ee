//! Tickets of the JS-SDK: one for the corp, one for each app.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};

/// Tickets.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(WECOM, "/cgi-bin/get_jsapi_ticket", of_corp),
    Endpoint::get(WECOM, "/cgi-bin/ticket/get", of_app),
];

const LENGTH: usize = 86;

fn of_corp(call: &mut Call<'_>) -> Result<Done, Refusal> {
    Ok(ticket(call, "corp"))
}

fn of_app(call: &mut Call<'_>) -> Result<Done, Refusal> {
    if call.parameter("type") != Some("agent_config") {
        return Err(Refusal::new(40058));
    }
    let kind = format!("agent/{}", call.app()?);
    Ok(ticket(call, &kind))
}

fn ticket(call: &mut Call<'_>, kind: &str) -> Done {
    let (now, fresh) = (call.now(), call.state.chance.name(LENGTH));
    let issued = call.corp_mut().tickets.issue(kind, now, || fresh);
    Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "ticket": issued.value,
        "expires_in": issued.expires_in,
    }))
}
