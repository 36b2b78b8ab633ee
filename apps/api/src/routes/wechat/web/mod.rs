//! Pages in WeChat's browser: signing in on them, and letting them speak with the WeChat client.

mod callback;
mod js_sdk_config;
pub(super) mod page;
pub(super) mod sign_in;
mod start;
pub(super) mod words;

use application::wechat::web::WebAccountRefusal;

use self::sign_in::SignIn;
use crate::auth::Keepsake;
use crate::endpoint::Endpoint;
use crate::error::ApiError;

/// The sign-ins of people.
const PEOPLE: SignIn = SignIn {
    keepsake: Keepsake::Login,
    again: page::again,
    bad_link: &words::BAD_LINK,
    no_account: &words::NO_ACCOUNT,
    unknown: &words::UNKNOWN,
    code_invalid: &words::CODE_INVALID,
    refused: &words::REFUSED,
};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![start::endpoint(), callback::endpoint(), js_sdk_config::endpoint()]
}

impl From<WebAccountRefusal> for ApiError {
    fn from(error: WebAccountRefusal) -> Self {
        match error {
            WebAccountRefusal::Unknown => Self::not_found("account"),
            WebAccountRefusal::Store(error) => error.into(),
        }
    }
}
