//! `POST /v2/wecom/login/token`

use actix_web::http::header;
use application::identity::SignedIn;

use crate::answer::Answer;
use crate::auth::{Access, Cookies, Keepsake};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::{ApiError, Code};
use crate::http::{Call, Ignored};
use crate::routes::identity::LoginBody;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public, Unauthenticated)
}

/// Fetch the token of the sign-in as a member that just ended in this browser.
///
/// It is the token that `POST /v2/auth/login` gives. The cookie that stands for it lasts a minute, is read by nothing but
/// this endpoint, is not sent along by other sites, and is removed by the answer.
#[utoipa::path(
    post,
    path = "/v2/wecom/login/token",
    operation_id = "fetchStaffToken",
    tag = "identity",
    responses((
        status = 200,
        description = "Signed in.",
        body = Success<LoginBody>,
        headers(("Set-Cookie" = String, description = "Removes the cookies."))
    ))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<LoginBody>, ApiError> {
    let cookies = Cookies::of(call.state());
    let token = cookies.read(call.http(), Keepsake::StaffToken).ok_or_else(|| {
        ApiError::new(
            Code::Unauthenticated,
            "Nobody has just signed in here: GET /v2/wecom/login/start begins.",
        )
    })?;
    let session = call.app().authenticate.session(&token)?;
    Ok(Answer::ok(LoginBody::from(SignedIn { token, session }))
        .header(header::SET_COOKIE, &cookies.clear(Keepsake::StaffToken))
        .header(header::SET_COOKIE, &cookies.clear(Keepsake::StaffLogin)))
}
