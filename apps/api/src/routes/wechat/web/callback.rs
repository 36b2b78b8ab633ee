//! `GET /v2/wechat/oauth/callback`

use actix_web::HttpResponse;

use super::PEOPLE;
use super::page::page;
use super::sign_in::signed_in;
use crate::auth::{Access, Cookies, Keepsake};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).bare()
}

/// Where WeChat sends the browser back to.
///
/// A repeated call within ten minutes answers as the first: WeChat's browser opens this page twice now and then. What goes
/// wrong is told on a page in Chinese or English, with a status of 400, 403, 502 or 503.
#[utoipa::path(
    get,
    path = "/v2/wechat/oauth/callback",
    operation_id = "finishWebLogin",
    tag = "wechat",
    params(
        ("state" = Option<String>, Query, description = "Ours, as it was given to WeChat.", example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("code" = Option<String>, Query, description = "WeChat's; there is none when the person declined.", example = "061Ab2"),
    ),
    responses((
        status = 303,
        description = "Signed in, on to the page that was wanted.",
        headers(
            ("Location" = String, description = "A page of ours."),
            ("Set-Cookie" = String, description = "The person's session.")
        )
    ))
)]
async fn handle(call: Call) -> Result<HttpResponse, ApiError> {
    let cookies = Cookies::of(call.state());
    let Some(command) = PEOPLE.came_back(&call, cookies) else {
        return Ok(page(&call, PEOPLE.unknown, None));
    };
    let context = call.context();
    let finished = call
        .work(move |app| async move { Ok::<_, ApiError>(app.web.finish_login.run(command, &context).await) })
        .await?;
    Ok(match finished {
        Ok(finished) => {
            let lasts = finished.session.expires_at.since(call.stamp().time);
            signed_in(
                &finished.return_to,
                cookies.set(Keepsake::Person, &finished.token, lasts),
            )
        }
        Err(unfinished) => PEOPLE.unfinished(&call, &unfinished),
    })
}
