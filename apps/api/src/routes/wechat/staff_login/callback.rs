//! `GET /v2/wecom/login/callback`

use std::time::Duration;

use actix_web::HttpResponse;

use super::super::web::page::page;
use super::super::web::sign_in::signed_in;
use super::STAFF;
use crate::auth::{Access, Cookies, Keepsake};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;

/// How long the page has to fetch the token.
const HAND_OVER: Duration = Duration::from_mins(1);

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).bare()
}

/// Where WeCom sends the browsers of staff back to.
///
/// The sign-in is used up: a repeated call is told that it is over. What goes wrong is told on a page in Chinese or
/// English, with a status of 400, 403, 502 or 503; 403 for outsiders, and for members whom no administrator linked to an
/// operator.
#[utoipa::path(
    get,
    path = "/v2/wecom/login/callback",
    operation_id = "finishStaffLogin",
    tag = "identity",
    params(
        ("state" = Option<String>, Query, description = "Ours, as it was given to WeCom.", example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("code" = Option<String>, Query, description = "WeCom's; there is none when the member declined.", example = "CODE"),
    ),
    responses((
        status = 303,
        description = "Signed in, on to the page that was wanted.",
        headers(
            ("Location" = String, description = "A page of ours."),
            ("Set-Cookie" = String, description = "Lets the page fetch the token within a minute; opens nothing else.")
        )
    ))
)]
async fn handle(call: Call) -> Result<HttpResponse, ApiError> {
    let cookies = Cookies::of(call.state());
    let Some(command) = STAFF.came_back(&call, cookies) else {
        return Ok(page(&call, STAFF.unknown, None));
    };
    let finished = call
        .work(move |app| async move { Ok::<_, ApiError>(app.staff.finish_login.run(command).await) })
        .await?;
    Ok(match finished {
        Ok(finished) => signed_in(
            &finished.return_to,
            cookies.set(Keepsake::StaffToken, &finished.token, HAND_OVER),
        ),
        Err(unfinished) => STAFF.unfinished(&call, &unfinished),
    })
}
