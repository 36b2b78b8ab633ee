//! `POST /v2/auth/login`

use application::identity::{SignInCommand, SignInError, SignedIn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::User;
use crate::answer::Answer;
use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::{ApiError, Code};
use crate::http::{Call, Submitted};
use crate::wire::Instant;
use crate::wire::envelope::Success;

/// Who wants in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoginRequest {
    /// The name; case does not matter.
    #[schema(example = "admin")]
    username: String,
    /// The password.
    #[schema(example = "correct horse battery staple", format = Password)]
    password: String,
}

/// The way in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoginBody {
    /// To be sent as `Authorization: Bearer …`.
    token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// When the token ends.
    expires_at: Instant,
    /// Whom it speaks for.
    user: User,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public, InvalidCredentials, RateLimited)
}

/// Sign in.
///
/// Ten wrong passwords of one name, or a hundred of all names, from one address within a minute are answered with 429.
#[utoipa::path(
    post,
    path = "/v2/auth/login",
    operation_id = "login",
    tag = "identity",
    request_body = LoginRequest,
    responses((status = 200, description = "Signed in.", body = Success<LoginBody>))
)]
async fn handle(call: Call, body: Submitted<LoginRequest>) -> Result<Answer<LoginBody>, ApiError> {
    let LoginRequest { username, password } = body.value;
    let command = SignInCommand {
        username,
        password,
        address: call.address(),
    };
    let signed_in = call
        .work(move |app| async move { app.sign_in.run(command).await })
        .await?;
    Ok(Answer::ok(LoginBody::from(signed_in)))
}

impl From<SignedIn> for LoginBody {
    fn from(SignedIn { token, session }: SignedIn) -> Self {
        Self {
            token,
            token_type: "Bearer",
            expires_at: session.expires_at.into(),
            user: User::new(session.operator.uuid(), &session.username, session.role),
        }
    }
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::WrongCredentials => Self::new(Code::InvalidCredentials, "Username or password is wrong."),
            SignInError::TooMany { retry_after } => {
                Self::new(Code::RateLimited, "Too many attempts.").retry_after(retry_after)
            }
            SignInError::Store(error) => error.into(),
        }
    }
}
