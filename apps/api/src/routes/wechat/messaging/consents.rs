//! `GET /v2/wechat/accounts/{account}/followers/{openId}/consents`

use serde::Serialize;
use utoipa::ToSchema;

use super::person;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::Instant;
use crate::wire::envelope::Success;

/// What a person allows.
#[derive(Serialize, ToSchema)]
struct ConsentListBody {
    /// By template.
    items: Vec<ConsentBody>,
}

/// What a person allows under one template.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ConsentBody {
    /// WeChat's template id.
    #[schema(example = "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY")]
    template_id: String,
    /// Messages that may still be sent.
    #[schema(example = 2)]
    remaining: u32,
    /// When that last changed.
    updated_at: Instant,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound)
}

/// List which subscribe notifications a person allows.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/followers/{openId}/consents",
    operation_id = "listConsents",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account."), ("openId" = String, Path, description = "The person's open id at the account; case matters.")),
    responses((status = 200, description = "Everything the person ever allowed or refused.", body = Success<ConsentListBody>))
)]
async fn handle(call: Call) -> Result<Answer<ConsentListBody>, ApiError> {
    let person = person(&call).await?;
    let consents = call
        .work(move |app| async move { app.messaging.read_consents.of_person(&person).await })
        .await?;
    let items = consents.into_iter().map(|consent| ConsentBody {
        template_id: consent.template_id,
        remaining: consent.remaining,
        updated_at: consent.updated_at.into(),
    });
    Ok(Answer::ok(ConsentListBody { items: items.collect() }))
}
