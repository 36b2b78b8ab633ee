//! `POST /v2/me/sign-out`

use actix_web::http::header;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::auth::{Access, Cookies, Keepsake};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

/// Nobody is signed in any more.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignedOut {
    /// Always true.
    #[schema(example = true)]
    signed_out: bool,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Person)
}

/// Sign out of this browser.
///
/// The browser forgets its cookies. A copy of the token that was handed to somebody as a bearer token works until it ends.
#[utoipa::path(
    post,
    path = "/v2/me/sign-out",
    operation_id = "signOut",
    tag = "identity",
    responses((
        status = 200,
        description = "Signed out.",
        body = Success<SignedOut>,
        headers(("Set-Cookie" = String, description = "Removes the cookies."))
    ))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<SignedOut>, ApiError> {
    let cookies = Cookies::of(call.state());
    // Without the browser's secret a page in its history that finished a sign-in cannot be used to sign in again.
    Ok(Answer::ok(SignedOut { signed_out: true })
        .header(header::SET_COOKIE, &cookies.clear(Keepsake::Person))
        .header(header::SET_COOKIE, &cookies.clear(Keepsake::Login)))
}
