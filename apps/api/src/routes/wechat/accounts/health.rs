//! `GET /v2/wechat/accounts/{account}/health`

use application::wechat::accounts::AccountHealth;
use domain::time::Timestamp;
use ports::wechat::{ApiCalls, Arrival, CallError, CheckKind};
use serde::Serialize;
use utoipa::ToSchema;

use super::test_body::TestBody;
use super::{AccountBody, name, public_base};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::Instant;
use crate::wire::envelope::Success;

/// How well the connection with an account is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HealthBody {
    /// The account.
    account: AccountBody,
    /// What reached us.
    webhook: WebhookHealth,
    /// When the access token in use ends; `null` when there is none.
    token_expires_at: Option<Instant>,
    /// Calls of the last hour, by API; some seconds old.
    apis: Vec<ApiHealthBody>,
    /// The newest errors, newest first; at most 20 of each API.
    errors: Vec<CallErrorBody>,
    /// Seconds our clock is ahead of WeChat's, by the last test; `null` when unknown.
    #[schema(example = 0)]
    clock_ahead_seconds: Option<i64>,
    /// Customer-service messages left on the day of the last test; `null` when unknown.
    #[schema(example = 499_999)]
    quota_left: Option<i64>,
    /// Whether WeChat reached us in the last test; `null` when it did not look.
    #[schema(example = true)]
    callback_reachable: Option<bool>,
    /// The last test of the connection; `null` when there was none.
    last_test: Option<TestBody>,
}

/// Calls to one API of WeChat within the last hour.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiHealthBody {
    /// The API's path.
    #[schema(example = "/cgi-bin/message/custom/send")]
    api: String,
    /// HTTP exchanges.
    #[schema(example = 120)]
    calls: u64,
    /// WeChat said no.
    #[schema(example = 3)]
    refused: u64,
    /// No connection, no answer, or an unreadable one.
    #[schema(example = 1)]
    failed: u64,
    /// Refused and failed ones among all, in parts of a thousand.
    #[schema(example = 33)]
    errors_per_mille: u64,
    /// How long one took on average, in milliseconds.
    #[schema(example = 84)]
    average_milliseconds: u64,
}

/// A call that did not do what was asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallErrorBody {
    /// The API's path.
    #[schema(example = "/cgi-bin/message/custom/send")]
    api: String,
    /// When.
    at: Instant,
    /// WeChat's `errcode`, where it answered.
    #[schema(example = 45015)]
    code: Option<i64>,
    /// What it means.
    #[schema(example = "response out of time limit")]
    note: String,
    /// WeChat's id of the request, for its support.
    rid: Option<String>,
}

/// What reached the webhook of an account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WebhookHealth {
    /// When WeChat last asked whether the address is ours, and was told so; `null` for never.
    address_confirmed_at: Option<Instant>,
    /// When the newest message arrived; `null` for none.
    last_message_at: Option<Instant>,
    /// How old the newest message was on arrival, in seconds; WeChat tells whole ones.
    #[schema(example = 1)]
    last_message_delay_seconds: Option<i64>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Look at how well the connection with a WeChat account is. Nothing is asked of WeChat: clock, quota and reachability are
/// those of the last test.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/health",
    operation_id = "getWechatAccountHealth",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "tea-shop")),
    responses((status = 200, description = "What is known.", body = Success<HealthBody>))
)]
async fn handle(call: Call) -> Result<Answer<HealthBody>, ApiError> {
    let account = name(&call);
    let health = call
        .work(move |app| async move { app.read_account_health.find(&account).await })
        .await?;
    Ok(Answer::ok(HealthBody::of(health, public_base(&call).as_deref())))
}

impl HealthBody {
    fn of(health: AccountHealth, base: Option<&str>) -> Self {
        let (product, sightings) = (health.account.product, health.sightings);
        let found = |kind| sightings.test.as_ref().and_then(|test| test.of(kind));
        Self {
            account: AccountBody::of(health.account, base),
            webhook: WebhookHealth::of(sightings.confirmed_at, health.last_message),
            token_expires_at: health.token_expires_at.map(Into::into),
            apis: health.calls.into_iter().map(ApiHealthBody::from).collect(),
            errors: health.errors.into_iter().map(CallErrorBody::from).collect(),
            clock_ahead_seconds: found(CheckKind::Clock).and_then(|check| check.number),
            quota_left: found(CheckKind::Quota).and_then(|check| check.number),
            callback_reachable: found(CheckKind::Callback).map(|check| check.ok),
            last_test: sightings.test.clone().map(|test| TestBody::of(product, test)),
        }
    }
}

impl WebhookHealth {
    fn of(confirmed_at: Option<Timestamp>, last: Option<Arrival>) -> Self {
        Self {
            address_confirmed_at: confirmed_at.map(Into::into),
            last_message_at: last.map(|last| last.received_at.into()),
            last_message_delay_seconds: last.map(|last| (last.received_at.unix_seconds() - last.create_time).max(0)),
        }
    }
}

impl From<ApiCalls> for ApiHealthBody {
    fn from(ApiCalls { api, counts }: ApiCalls) -> Self {
        let errors = counts.refused + counts.failed;
        Self {
            api,
            calls: counts.calls,
            refused: counts.refused,
            failed: counts.failed,
            errors_per_mille: errors * 1_000 / counts.calls.max(1),
            average_milliseconds: counts.latency_micros / counts.calls.max(1) / 1_000,
        }
    }
}

impl From<CallError> for CallErrorBody {
    fn from(error: CallError) -> Self {
        Self {
            api: error.api,
            at: error.at.into(),
            code: error.code,
            note: error.note,
            rid: error.rid,
        }
    }
}
