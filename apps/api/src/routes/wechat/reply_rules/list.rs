//! `GET /v2/wechat/accounts/{account}/reply-rules`

use application::wechat::rules::RuleFilter;

use super::body::RuleBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

const TRIGGERS: [&str; 7] = [
    "subscribe",
    "scan",
    "menuKey",
    "textExact",
    "textContains",
    "textPattern",
    "default",
];

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).paged()
}

/// List an account's reply rules in the order in which they are asked.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/reply-rules",
    operation_id = "listReplyRules",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("trigger" = Option<String>, Query, description = "Only with a trigger of this type.", example = "textContains"),
        ("enabled" = Option<bool>, Query, description = "Only those switched on, or off."),
        ("eventId" = Option<uuid::Uuid>, Query, description = "Only those that belong to this event.")
    ),
    responses((status = 200, description = "Rules, the one that goes first at the top.", body = Success<PageBody<RuleBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<RuleBody>>, ApiError> {
    let account = super::account(&call).await?;
    let mut params = call.params();
    let filter = RuleFilter {
        trigger: params.choice("trigger", &TRIGGERS.map(|name| (name, name.to_owned()))),
        enabled: params.choice("enabled", &[("true", true), ("false", false)]),
        event: params.id("eventId"),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.reply_rules.read.list(&account, &filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, |rule| RuleBody::from(&rule))))
}
