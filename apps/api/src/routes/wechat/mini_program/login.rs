//! `POST /v2/mini-program/login`

use application::wechat::mini_program::{LogInCommand, LoggedIn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer::Answer;
use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::Instant;
use crate::wire::envelope::Success;

/// Who wants in.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct MiniProgramLoginRequest {
    /// The account; may be left out where there is only one Mini Program.
    #[schema(example = "mini")]
    account: Option<String>,
    /// The code of `wx.login`; works once.
    #[schema(example = "0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p")]
    code: String,
}

/// The way in for a person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonLoginBody {
    /// To be sent as `Authorization: Bearer …`.
    token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// When the token ends.
    expires_at: Instant,
    /// Whom it speaks for.
    person_id: Uuid,
    /// The account.
    #[schema(example = "mini")]
    account: String,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Public,
        LoginCodeInvalid,
        LoginBlocked,
        NotFound,
        RateLimited,
        Upstream
    )
}

/// Sign in with the code of `wx.login`.
///
/// A code works once: after any failure get a new one. Six hundred logins from one address within a minute are answered
/// with 429.
#[utoipa::path(
    post,
    path = "/v2/mini-program/login",
    operation_id = "loginToMiniProgram",
    tag = "mini-program",
    request_body = MiniProgramLoginRequest,
    responses((status = 200, description = "Signed in.", body = Success<PersonLoginBody>))
)]
async fn handle(call: Call, body: Submitted<MiniProgramLoginRequest>) -> Result<Answer<PersonLoginBody>, ApiError> {
    let MiniProgramLoginRequest { account, code } = body.value;
    let (address, context) = (call.address(), call.context());
    let command = LogInCommand { account, code, address };
    let LoggedIn { token, session } = call
        .work(move |app| async move { app.mini_program.log_in.run(command, &context).await })
        .await?;
    Ok(Answer::ok(PersonLoginBody {
        token,
        token_type: "Bearer",
        expires_at: session.expires_at.into(),
        person_id: session.person.uuid(),
        account: session.account,
    }))
}
