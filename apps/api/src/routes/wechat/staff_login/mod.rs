//! Staff sign in as members of a WeCom corporation (扫码登录).

mod callback;
mod start;
mod token;

use ports::wechat::login::BegunLogin;

use super::web::sign_in::SignIn;
use super::web::words;
use crate::auth::Keepsake;
use crate::endpoint::Endpoint;

/// The sign-ins of staff.
const STAFF: SignIn = SignIn {
    keepsake: Keepsake::StaffLogin,
    again,
    bad_link: &words::STAFF_BAD_LINK,
    no_account: &words::STAFF_NO_ACCOUNT,
    unknown: &words::STAFF_UNKNOWN,
    code_invalid: &words::STAFF_CODE_INVALID,
    refused: &words::STAFF_REFUSED,
};

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
