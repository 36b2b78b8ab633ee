//! `GET /v2/people`

use domain::attendance::PersonRef;
use domain::identity::UnionId;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::PersonBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers))
}

/// Who was found: one person or nobody.
#[derive(Serialize, ToSchema)]
struct FoundPeople {
    /// The person, if anybody.
    items: Vec<PersonBody>,
}

/// Find the person of a union id, or of an open id at an account.
#[utoipa::path(
    get,
    path = "/v2/people",
    operation_id = "findPeople",
    tag = "identity",
    params(
        ("unionId" = Option<String>, Query, description = "The union id; case matters. Alone.", example = "o6_bmasdasdsad6_2sgVt7hMZOPfL"),
        ("account" = Option<String>, Query, description = "Our name of the account. With `openId`.", example = "default"),
        ("openId" = Option<String>, Query, description = "The account's id of the person; case matters.")
    ),
    responses((status = 200, description = "Who was found.", body = Success<FoundPeople>))
)]
async fn handle(call: Call) -> Result<Answer<FoundPeople>, ApiError> {
    let mut params = call.params();
    let union_id = params.text("unionId", 128);
    let (account, open_id) = (params.text("account", 64), params.text("openId", 128));
    params.finish()?;
    let found = match (union_id, account, open_id) {
        (Some(union_id), None, None) => {
            let union_id = UnionId::new(&union_id).map_err(|fault| ApiError::invalid("unionId", fault.to_string()))?;
            call.work(move |app| async move { app.read_people.by_union(&union_id).await })
                .await?
        }
        (None, Some(account), Some(open_id)) => {
            let identity = PersonRef { account, open_id };
            call.work(move |app| async move { app.read_people.by_identity(&identity).await })
                .await?
        }
        _ => {
            let reason = "give either unionId, or account and openId";
            return Err(ApiError::invalid("unionId", reason));
        }
    };
    Ok(Answer::ok(FoundPeople {
        items: found.into_iter().map(PersonBody::from).collect(),
    }))
}
