//! `GET /cgi-bin/get_current_autoreply_info`: what the console answers by itself.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};

/// Automatic replies.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::get(
    OFFICIAL_ACCOUNT,
    "/cgi-bin/get_current_autoreply_info",
    get,
)];

/// What the settings say; by default nothing is answered.
fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let set = call.account().official.autoreply.clone();
    Ok(Done::read(set.unwrap_or_else(
        || json!({"is_add_friend_reply_open": 0, "is_autoreply_open": 0}),
    )))
}
