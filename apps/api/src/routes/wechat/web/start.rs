//! `GET /v2/wechat/oauth/start`

use actix_web::HttpResponse;
use actix_web::http::header;
use application::wechat::web::{BeginLoginCommand, BeginLoginError, WebAccountRefusal};
use ports::wechat::WechatFailure;
use ports::wechat::login::LoginScope;

use super::page::page;
use super::words::{self, Words};
use crate::auth::{Access, Cookies, Keepsake};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;

/// Longest return address.
const LONGEST: usize = 2_048;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).bare()
}

/// Begin to sign in on a page in WeChat's browser.
///
/// Sends the browser to WeChat and gives it a cookie, without which nobody can come back for it within ten minutes. In the
/// end the browser is at `returnTo`, with the cookie of a person's session. What goes wrong is told on a page in Chinese or
/// English, with a status of 400, 404, 429, 502 or 503.
#[utoipa::path(
    get,
    path = "/v2/wechat/oauth/start",
    operation_id = "startWebLogin",
    tag = "wechat",
    params(
        ("account" = Option<String>, Query, description = "Our name of the official account; `default` unless given.", example = "default"),
        ("scope" = Option<String>, Query, description = "`base` (unless given): nobody is asked. `userinfo`: WeChat asks, and tells the union id.", example = "base"),
        ("returnTo" = Option<String>, Query, description = "A page below `PUBLIC_BASE_URL`, as a path or in full, at most 2048 bytes; `/` unless given.", example = "/e/spring"),
    ),
    responses((
        status = 303,
        description = "To WeChat.",
        headers(
            ("Location" = String, description = "WeChat's page."),
            ("Set-Cookie" = String, description = "Binds the sign-in to this browser.")
        )
    ))
)]
async fn handle(call: Call) -> Result<HttpResponse, ApiError> {
    let cookies = Cookies::of(call.state());
    let Ok(command) = command(&call, cookies) else {
        return Ok(page(&call, &words::BAD_LINK, None));
    };
    let begun = call
        .work(move |app| async move { Ok::<_, ApiError>(app.web.begin_login.run(command).await) })
        .await?;
    Ok(match begun {
        Ok(begun) => HttpResponse::SeeOther()
            .insert_header((header::LOCATION, begun.address))
            .insert_header((
                header::SET_COOKIE,
                cookies.set(Keepsake::Login, &begun.browser, begun.lasts),
            ))
            .finish(),
        Err(error) => refused(&call, &error),
    })
}

fn command(call: &Call, cookies: Cookies) -> Result<BeginLoginCommand, ApiError> {
    let scopes = LoginScope::ALL.map(|scope| (scope.name(), scope));
    let mut params = call.params();
    let account = params.text("account", 64);
    let scope = params.choice("scope", &scopes).unwrap_or(LoginScope::Base);
    let return_to = params.text("returnTo", LONGEST);
    params.finish()?;
    Ok(BeginLoginCommand {
        account,
        scope,
        return_to,
        browser: cookies.read(call.http(), Keepsake::Login),
        address: call.address(),
    })
}

fn refused(call: &Call, error: &BeginLoginError) -> HttpResponse {
    tracing::warn!(%error, "a sign-in was not begun");
    let mut response = page(call, words_of(error), None);
    if let BeginLoginError::TooMany { retry_after } = error {
        let seconds = retry_after.as_secs().max(1);
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    response
}

const fn words_of(error: &BeginLoginError) -> &'static Words {
    match error {
        BeginLoginError::NoAddress => &words::NOT_SET_UP,
        BeginLoginError::ReturnAddress => &words::BAD_LINK,
        BeginLoginError::TooMany { .. } => &words::TOO_MANY,
        BeginLoginError::Account(WebAccountRefusal::Unknown) => &words::NO_ACCOUNT,
        BeginLoginError::Wechat(WechatFailure::Refused { .. }) => &words::REFUSED,
        BeginLoginError::Wechat(_)
        | BeginLoginError::Account(WebAccountRefusal::Store(_))
        | BeginLoginError::Store(_) => &words::LATER,
    }
}
