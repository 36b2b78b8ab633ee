//! `GET /v2/wecom/login/start`

use actix_web::HttpResponse;
use actix_web::http::header;
use application::wechat::wecom::WecomRefusal;
use application::wechat::wecom::staff_login::{BeginStaffLoginCommand, BeginStaffLoginError};
use ports::wechat::WechatFailure;
use ports::wechat::wecom::LoginWay;

use super::super::web::page::page;
use super::super::web::words::{self, Words};
use crate::auth::{Access, Cookies, Keepsake};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;

/// Longest return address.
const LONGEST: usize = 2_048;
/// What the WeCom client calls itself.
const CLIENT: &str = "wxwork";

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).bare()
}

/// Begin to sign in as a member of a WeCom corporation.
///
/// Sends the browser to WeCom and gives it a cookie, without which nobody can come back for it within ten minutes. In the
/// end the browser is at `returnTo`, whose page fetches the token with `POST /v2/wecom/login/token`. What goes wrong is
/// told on a page in Chinese or English, with a status of 400, 404, 429, 502 or 503. 300 sign-ins of one address are begun
/// within a minute.
#[utoipa::path(
    get,
    path = "/v2/wecom/login/start",
    operation_id = "startStaffLogin",
    tag = "identity",
    params(
        ("account" = Option<String>, Query, description = "Our name of the WeCom account; the only one unless given.", example = "staff"),
        ("via" = Option<String>, Query, description = "`wecom`: on a page inside the client. `qr`: with a code to scan. By the browser unless given.", example = "qr"),
        ("returnTo" = Option<String>, Query, description = "A page below `PUBLIC_BASE_URL`, as a path or in full, at most 2048 bytes; `/` unless given.", example = "/admin"),
    ),
    responses((
        status = 303,
        description = "To WeCom.",
        headers(
            ("Location" = String, description = "WeCom's page."),
            ("Set-Cookie" = String, description = "Binds the sign-in to this browser.")
        )
    ))
)]
async fn handle(call: Call) -> Result<HttpResponse, ApiError> {
    let cookies = Cookies::of(call.state());
    let Ok(command) = command(&call, cookies) else {
        return Ok(page(&call, &words::STAFF_BAD_LINK, None));
    };
    let begun = call
        .work(move |app| async move { Ok::<_, ApiError>(app.staff.begin_login.run(command).await) })
        .await?;
    Ok(match begun {
        Ok(begun) => HttpResponse::SeeOther()
            .insert_header((header::LOCATION, begun.address))
            .insert_header((
                header::SET_COOKIE,
                cookies.set(Keepsake::StaffLogin, &begun.browser, begun.lasts),
            ))
            .finish(),
        Err(error) => refused(&call, &error),
    })
}

fn command(call: &Call, cookies: Cookies) -> Result<BeginStaffLoginCommand, ApiError> {
    let ways = LoginWay::ALL.map(|way| (way.name(), way));
    let mut params = call.params();
    let account = params.text("account", 64);
    let way = params.choice("via", &ways);
    let return_to = params.text("returnTo", LONGEST);
    params.finish()?;
    let agent = call.header(header::USER_AGENT).unwrap_or_default();
    let usual = if agent.contains(CLIENT) {
        LoginWay::Inside
    } else {
        LoginWay::Code
    };
    Ok(BeginStaffLoginCommand {
        account,
        way: way.unwrap_or(usual),
        return_to,
        browser: cookies.read(call.http(), Keepsake::StaffLogin),
        address: call.address(),
    })
}

fn refused(call: &Call, error: &BeginStaffLoginError) -> HttpResponse {
    tracing::warn!(%error, "a sign-in of staff was not begun");
    let mut response = page(call, words_of(error), None);
    if let BeginStaffLoginError::TooMany { retry_after } = error {
        let seconds = retry_after.as_secs().max(1);
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    response
}

const fn words_of(error: &BeginStaffLoginError) -> &'static Words {
    match error {
        BeginStaffLoginError::NoAddress => &words::NOT_SET_UP,
        BeginStaffLoginError::ReturnAddress => &words::STAFF_BAD_LINK,
        BeginStaffLoginError::TooMany { .. } => &words::TOO_MANY,
        BeginStaffLoginError::Account(WecomRefusal::Unknown | WecomRefusal::WrongProduct) => &words::STAFF_NO_ACCOUNT,
        BeginStaffLoginError::Wechat(WechatFailure::Refused { .. }) => &words::STAFF_REFUSED,
        BeginStaffLoginError::Wechat(_)
        | BeginStaffLoginError::Account(WecomRefusal::Store(_))
        | BeginStaffLoginError::Store(_) => &words::LATER,
    }
}
