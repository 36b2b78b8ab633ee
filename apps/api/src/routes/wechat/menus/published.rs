//! `GET /v2/wechat/accounts/{account}/menu/published`

use domain::wechat::menus::{PublishedConditional, PublishedMenus};
use serde::Serialize;
use utoipa::ToSchema;

use super::button::{ButtonBody, buttons_of};
use super::conditional_body::AudienceBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::Object;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream)
}

/// What WeChat has.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PublishedBody {
    /// The entries of the default menu; `null` where there is none.
    #[schema(value_type = Option<Vec<ButtonBody>>)]
    buttons: Option<Vec<Object<ButtonBody>>>,
    /// Conditional menus, oldest first: the youngest that fits a person is shown.
    conditional_menus: Vec<PublishedConditionalBody>,
}

/// A conditional menu that WeChat has.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PublishedConditionalBody {
    /// WeChat's id of it.
    #[schema(example = "208396993")]
    menu_id: String,
    /// Who sees it.
    audience: AudienceBody,
    /// Its entries.
    #[schema(value_type = Vec<ButtonBody>)]
    buttons: Vec<Object<ButtonBody>>,
}

impl From<PublishedMenus> for PublishedBody {
    fn from(published: PublishedMenus) -> Self {
        let conditional = published.conditional.into_iter();
        Self {
            buttons: published.menu.as_ref().map(buttons_of),
            conditional_menus: conditional.map(PublishedConditionalBody::from).collect(),
        }
    }
}

impl From<PublishedConditional> for PublishedConditionalBody {
    fn from(one: PublishedConditional) -> Self {
        Self {
            buttons: buttons_of(&one.menu),
            menu_id: one.menu_id,
            audience: one.audience.into(),
        }
    }
}

/// Look at what WeChat has at this moment.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/menu/published",
    operation_id = "getPublishedMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "What WeChat has.", body = Success<PublishedBody>))
)]
async fn handle(call: Call) -> Result<Answer<PublishedBody>, ApiError> {
    let account = super::account(&call).await?;
    let published = call
        .work(move |app| async move { app.menus.read.published(&account).await })
        .await?;
    Ok(Answer::ok(PublishedBody::from(published)))
}
