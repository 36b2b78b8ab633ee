//! Pages in WeChat's browser: signing in on them, and letting them speak with the WeChat client.

mod callback;
mod js_sdk_config;
pub(super) mod page;
mod start;
pub(super) mod words;

use application::wechat::web::WebAccountRefusal;

use crate::endpoint::Endpoint;
use crate::error::ApiError;

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
