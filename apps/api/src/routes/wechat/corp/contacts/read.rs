//! `GET /v2/wechat/accounts/{account}/wecom/external-contacts/{externalUserId}`

use application::wechat::wecom::CorpError;
use domain::attendance::PersonRef;

use super::ExternalContactDetailsBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::corp::{account_name, wecom_id};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound)
}

/// Look at an external contact, and who they are as a person.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/external-contacts/{externalUserId}",
    operation_id = "getExternalContact",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "corp"),
        ("externalUserId" = String, Path, description = "WeCom's id of them; case matters.")
    ),
    responses((status = 200, description = "The contact.", body = Success<ExternalContactDetailsBody>))
)]
async fn handle(call: Call) -> Result<Answer<ExternalContactDetailsBody>, ApiError> {
    let (account, open_id) = (account_name(&call), wecom_id(&call, "externalUserId", 128)?);
    let body = call
        .work(move |app| async move {
            let contact = app.corp.contacts.find(&account, &open_id).await?;
            let known = app.read_people.by_identity(&PersonRef { account, open_id }).await?;
            let person = known.map(|known| known.person.id());
            Ok::<_, CorpError>(ExternalContactDetailsBody::new(&contact, person))
        })
        .await?;
    Ok(Answer::ok(body))
}
