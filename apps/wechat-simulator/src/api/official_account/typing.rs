//! `POST /cgi-bin/message/custom/typing`: the account is shown as typing.

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;

/// Typing.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(
    OFFICIAL_ACCOUNT,
    "/cgi-bin/message/custom/typing",
    typing,
)];

/// The person must have been in touch within this many seconds.
const CONTACT_SECONDS: i64 = 30;
/// How long the state is shown.
const SHOWN_SECONDS: i64 = 15;

fn typing(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = call.follower(body.get("touser"))?;
    let now = call.now();
    let begins = match fields::text(&body, "command") {
        "Typing" => true,
        "CancelTyping" => false,
        _ => return Err(Refusal::new(45072)),
    };
    let person = call.account_mut().people.get_mut(&open_id);
    let person = person.ok_or_else(|| Refusal::new(40003))?;
    if person.last_contact.is_none_or(|at| now - at > CONTACT_SECONDS) {
        return Err(Refusal::new(45080));
    }
    if begins && person.typing_until.is_some_and(|until| until > now) {
        return Err(Refusal::new(45081));
    }
    person.typing_until = begins.then_some(now + SHOWN_SECONDS);
    Ok(Done::ok())
}
