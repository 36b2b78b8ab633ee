//! `POST /v2/wechat/accounts/{account}/conditional-menus`

use actix_web::http::header;
use application::wechat::menus::{AddConditionalCommand, MenuError};
use domain::ids::ConditionalMenuId;

use super::conditional_body::{ConditionalMenuBody, ConditionalSubmission};
use super::{command, tagged};
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, LimitReached)
        .once()
        .versioned()
}

/// Add a conditional menu behind the others: it wins over them. WeChat gets it with the next publishing.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/conditional-menus",
    operation_id = "addConditionalMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = ConditionalSubmission,
    responses((
        status = 201, description = "The menu.", body = Success<ConditionalMenuBody>,
        headers(("ETag", description = "The version of all menus."), ("Location", description = "Its path."))
    ))
)]
async fn handle(call: Call, body: Submitted<ConditionalSubmission>) -> Result<Rendered, ApiError> {
    let (on, draft) = (command(&call).await?, body.value.into_draft());
    once::create(&call, &body.bytes, move |app, id| async move {
        let path = format!("/v2/wechat/accounts/{}/conditional-menus/{id}", on.account);
        let id = ConditionalMenuId::from_uuid(id);
        let draft = draft?;
        let board = app
            .menus
            .add_conditional
            .run(AddConditionalCommand { on, id, draft })
            .await?;
        let menu = board.conditional(id).ok_or(MenuError::Unknown(id))?;
        let answer = Answer::created(ConditionalMenuBody::from(menu));
        Ok(tagged(answer, Some(&board)).header(header::LOCATION, &path))
    })
    .await
}
