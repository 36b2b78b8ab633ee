//! `GET /v2/wechat/oauth/start`

use actix_web::HttpResponse;
use application::wechat::web::BeginLoginCommand;
use ports::wechat::login::LoginScope;

use super::PEOPLE;
use super::page::page;
use super::sign_in::LONGEST_ADDRESS;
use crate::auth::{Access, Cookies, Keepsake};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;

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
        return Ok(page(&call, PEOPLE.bad_link, None));
    };
    let begun = call
        .work(move |app| async move { Ok::<_, ApiError>(app.web.begin_login.run(command).await) })
        .await?;
    Ok(PEOPLE.begun(&call, cookies, begun))
}

fn command(call: &Call, cookies: Cookies) -> Result<BeginLoginCommand, ApiError> {
    let scopes = LoginScope::ALL.map(|scope| (scope.name(), scope));
    let mut params = call.params();
    let account = params.text("account", 64);
    let scope = params.choice("scope", &scopes).unwrap_or(LoginScope::Base);
    let return_to = params.text("returnTo", LONGEST_ADDRESS);
    params.finish()?;
    Ok(BeginLoginCommand {
        account,
        scope,
        return_to,
        browser: cookies.read(call.http(), Keepsake::Login),
        address: call.address(),
    })
}
