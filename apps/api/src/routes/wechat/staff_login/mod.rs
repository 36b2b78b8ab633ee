//! Staff sign in as members of a WeCom corporation (扫码登录).

mod callback;
mod start;
mod token;

use ports::wechat::login::BegunLogin;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![start::endpoint(), callback::endpoint(), token::endpoint()]
}

/// The address that begins the same sign-in again.
fn again(login: &BegunLogin) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("account", &login.account)
        .append_pair("returnTo", &login.return_to)
        .finish();
    format!("/v2/wecom/login/start?{query}")
}
