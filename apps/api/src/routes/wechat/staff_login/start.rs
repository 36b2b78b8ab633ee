//! `GET /v2/wecom/login/start`

use actix_web::HttpResponse;
use actix_web::http::header;
use application::wechat::wecom::staff_login::BeginStaffLoginCommand;
use ports::wechat::wecom::LoginWay;

use super::super::web::page::page;
use super::super::web::sign_in::LONGEST_ADDRESS;
use super::STAFF;
use crate::auth::{Access, Cookies, Keepsake};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;

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
        return Ok(page(&call, STAFF.bad_link, None));
    };
    let begun = call
        .work(move |app| async move { Ok::<_, ApiError>(app.staff.begin_login.run(command).await) })
        .await?;
    Ok(STAFF.begun(&call, cookies, begun))
}

fn command(call: &Call, cookies: Cookies) -> Result<BeginStaffLoginCommand, ApiError> {
    let ways = LoginWay::ALL.map(|way| (way.name(), way));
    let mut params = call.params();
    let account = params.text("account", 64);
    let way = params.choice("via", &ways);
    let return_to = params.text("returnTo", LONGEST_ADDRESS);
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
