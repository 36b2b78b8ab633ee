//! `GET /v2/mini-program/session`

use ports::identity::PersonSession;
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

/// A person's session.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonSessionBody {
    /// Who it is, as they are known now.
    person_id: Uuid,
    /// The account they came through.
    #[schema(example = "mini")]
    account: String,
    /// When the token ends.
    expires_at: Instant,
}

impl From<PersonSession> for PersonSessionBody {
    fn from(session: PersonSession) -> Self {
        Self {
            person_id: session.person.uuid(),
            account: session.account,
            expires_at: session.expires_at.into(),
        }
    }
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Person, LoginRequired, Upstream)
}

/// Ask WeChat whether the session still holds; `LOGIN_REQUIRED` when it does not.
#[utoipa::path(
    get,
    path = "/v2/mini-program/session",
    operation_id = "checkMiniProgramSession",
    tag = "mini-program",
    responses((status = 200, description = "It holds.", body = Success<PersonSessionBody>))
)]
async fn handle(call: Call) -> Result<Answer<PersonSessionBody>, ApiError> {
    let session = call.person()?;
    let session = call
        .work(move |app| async move { app.mini_program.check_session.run(session).await })
        .await?;
    Ok(Answer::ok(session.into()))
}
