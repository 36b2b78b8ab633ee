//! `GET /v2/auth/me`

use application::identity::AuthenticateError;

use super::User;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::KnowOneself))
}

/// Tell whom the token speaks for.
#[utoipa::path(
    get,
    path = "/v2/auth/me",
    operation_id = "whoAmI",
    tag = "identity",
    responses((status = 200, description = "Who is signed in.", body = Success<User>))
)]
async fn handle(call: Call) -> Result<Answer<User>, ApiError> {
    let session = call.session()?;
    let operator = call
        .work(move |app| async move { app.authenticate.operator(&session).await })
        .await?;
    Ok(Answer::ok(User::from(&operator)))
}

impl From<AuthenticateError> for ApiError {
    fn from(error: AuthenticateError) -> Self {
        match error {
            AuthenticateError::Token(fault) => fault.into(),
            AuthenticateError::Store(error) => error.into(),
        }
    }
}
