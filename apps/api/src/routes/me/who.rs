//! `GET /v2/me`

use application::identity::KnowPersonError;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer::Answer;
use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::Instant;
use crate::wire::envelope::Success;

/// Somebody who signed in through WeChat. Open ids are not told.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Me {
    /// The person, by now: somebody who turned out to be known before has the id they had then.
    id: Uuid,
    /// The account through which they came.
    #[schema(example = "default")]
    account: String,
    /// When the session began.
    signed_in_at: Instant,
    /// When it ends.
    expires_at: Instant,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Person)
}

/// Tell who is signed in through WeChat.
#[utoipa::path(
    get,
    path = "/v2/me",
    operation_id = "getMe",
    tag = "identity",
    responses((status = 200, description = "Who is signed in.", body = Success<Me>))
)]
async fn handle(call: Call) -> Result<Answer<Me>, ApiError> {
    let session = call.person()?;
    let wanted = session.clone();
    let person = call
        .work(move |app| async move { app.know_person.person(&wanted).await })
        .await?;
    Ok(Answer::ok(Me {
        id: person.uuid(),
        account: session.account,
        signed_in_at: session.issued_at.into(),
        expires_at: session.expires_at.into(),
    }))
}

impl From<KnowPersonError> for ApiError {
    fn from(error: KnowPersonError) -> Self {
        match error {
            KnowPersonError::Token(fault) => fault.into(),
            KnowPersonError::Store(error) => error.into(),
        }
    }
}
