//! `GET /v2/wechat/js-sdk-config`

use application::wechat::web::{PageTicket, SignPageCommand, SignPageError};
use serde::Serialize;
use utoipa::ToSchema;
use wechat_protocol::jssdk::JsSdkConfig;

use crate::answer::Answer;
use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::{ApiError, Code};
use crate::http::Call;
use crate::wire::envelope::Success;

/// Longest address of a page.
const LONGEST: usize = 2_048;

/// What `wx.config` takes; the page adds `jsApiList`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JsSdkConfigBody {
    /// The account's app id.
    #[schema(example = "wx5823bf96d3bd56c7")]
    app_id: String,
    /// Unix seconds.
    #[schema(example = 1_795_000_000_i64)]
    timestamp: i64,
    /// What was signed besides.
    #[schema(example = "019ad3a57c4b70008000000000000001")]
    nonce_str: String,
    /// 40 hex digits.
    #[schema(example = "0f9de62fce790f9a083d5c99e95740ceb90c27ed")]
    signature: String,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public, NotFound, RateLimited, Upstream)
}

/// Let a page speak with the WeChat client.
///
/// `url` is `location.href` of the page as the browser has it, percent-encoded as a parameter; what follows a `#` does not
/// matter. Only pages below `PUBLIC_BASE_URL` and of hosts in `WECHAT_JS_DOMAINS` are signed; WeChat takes them when the
/// host is a JS-safe domain of the account, too. 3,000 calls of one address within a minute are answered.
#[utoipa::path(
    get,
    path = "/v2/wechat/js-sdk-config",
    operation_id = "getJsSdkConfig",
    tag = "wechat",
    params(
        ("url" = String, Query, description = "The page, at most 2048 characters.", example = "https://events.example.com/e/spring?from=singlemessage"),
        ("account" = Option<String>, Query, description = "Our name of the official account or WeCom application; `default` unless given.", example = "default"),
    ),
    responses((status = 200, description = "For `wx.config`.", body = Success<JsSdkConfigBody>))
)]
async fn handle(call: Call) -> Result<Answer<JsSdkConfigBody>, ApiError> {
    let mut params = call.params();
    let (url, account) = (params.text("url", LONGEST), params.text("account", 64));
    params.finish()?;
    let command = SignPageCommand {
        account,
        url: url.ok_or_else(|| ApiError::invalid("url", "is required"))?,
        address: call.address(),
    };
    let ticket = call
        .work(move |app| async move { app.web.sign_page.run(command).await })
        .await?;
    Ok(Answer::ok(signed(&ticket)))
}

fn signed(page: &PageTicket) -> JsSdkConfigBody {
    let ticket = &page.ticket.value;
    let config = JsSdkConfig::sign(&page.app_id, ticket, &page.nonce, page.at.unix_seconds(), &page.url);
    JsSdkConfigBody {
        app_id: config.app_id,
        timestamp: config.timestamp,
        nonce_str: config.nonce_str,
        signature: config.signature,
    }
}

impl From<SignPageError> for ApiError {
    fn from(error: SignPageError) -> Self {
        match error {
            SignPageError::ForeignPage => Self::invalid("url", "must be a page of this site or of a configured host"),
            SignPageError::TooMany { retry_after } => {
                Self::new(Code::RateLimited, "Too many pages.").retry_after(retry_after)
            }
            SignPageError::Account(error) => error.into(),
            SignPageError::Wechat(error) => error.into(),
        }
    }
}
