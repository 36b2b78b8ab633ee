//! `GET /v2/wechat/oauth/callback`

use actix_web::HttpResponse;
use actix_web::http::header;
use application::wechat::web::{FinishLoginCommand, LoginFinished, LoginUnfinished, Unfinished};
use ports::wechat::WechatFailure;

use super::page::{again, page};
use super::words::{self, Words};
use crate::auth::{Access, Cookies, Keepsake};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;

/// Longest parameter that is read.
const LONGEST: usize = 1_024;

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
    let mut params = call.params();
    let command = FinishLoginCommand {
        state: params.text("state", LONGEST).unwrap_or_default(),
        code: params.text("code", LONGEST),
        browser: cookies.read(call.http(), Keepsake::Login),
    };
    if params.finish().is_err() {
        return Ok(page(&call, &words::UNKNOWN, None));
    }
    let context = call.context();
    let finished = call
        .work(move |app| async move { Ok::<_, ApiError>(app.web.finish_login.run(command, &context).await) })
        .await?;
    Ok(match finished {
        Ok(finished) => signed_in(&call, cookies, &finished),
        Err(unfinished) => refused(&call, &unfinished),
    })
}

fn signed_in(call: &Call, cookies: Cookies, finished: &LoginFinished) -> HttpResponse {
    let lasts = finished.session.expires_at.since(call.stamp().time);
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, finished.return_to.as_str()))
        .insert_header((
            header::SET_COOKIE,
            cookies.set(Keepsake::Person, &finished.token, lasts),
        ))
        // The address of this page holds a code.
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .finish()
}

fn refused(call: &Call, unfinished: &LoginUnfinished) -> HttpResponse {
    let why = &unfinished.why;
    match why {
        Unfinished::Wechat(_) | Unfinished::Store(_) => tracing::warn!(error = %why, "a sign-in was not finished"),
        _ => tracing::info!(reason = %why, "a sign-in was not finished"),
    }
    page(call, words_of(why), unfinished.begun.as_ref().map(again))
}

const fn words_of(why: &Unfinished) -> &'static Words {
    match why {
        Unfinished::Unknown => &words::UNKNOWN,
        Unfinished::Declined => &words::DECLINED,
        Unfinished::Snapshot => &words::SNAPSHOT,
        Unfinished::CodeInvalid => &words::CODE_INVALID,
        Unfinished::Running => &words::RUNNING,
        Unfinished::Wechat(WechatFailure::Refused { .. }) => &words::REFUSED,
        Unfinished::Wechat(_) | Unfinished::Store(_) => &words::LATER,
    }
}
