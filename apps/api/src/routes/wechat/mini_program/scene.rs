//! `GET /v2/mini-program/scenes/{scene}`

use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

/// What a scene of a code means.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SceneBody {
    /// The page that the code opens.
    #[schema(example = "pages/event/index")]
    page: String,
    /// What the scene stands for.
    #[schema(example = "event/019ad3a5-7c4b-7000-8000-0000000000a1")]
    target: String,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public, NotFound)
}

/// Tell what the scene of a Mini Program code stands for.
#[utoipa::path(
    get,
    path = "/v2/mini-program/scenes/{scene}",
    operation_id = "resolveScene",
    tag = "mini-program",
    params(
        ("scene" = String, Path, description = "`options.scene`, decoded.", example = "00R5mJXv3qVbTg0000000A"),
        ("account" = Option<String>, Query, description = "The account; may be left out where there is only one Mini Program.")
    ),
    responses((status = 200, description = "Its meaning.", body = Success<SceneBody>))
)]
async fn handle(call: Call) -> Result<Answer<SceneBody>, ApiError> {
    let mut params = call.params();
    let account = params.text("account", 64);
    params.finish()?;
    let scene = call.http().match_info().get("scene").unwrap_or_default().to_owned();
    let found = call
        .work(move |app| async move { app.mini_program.read_codes.meaning(account.as_deref(), &scene).await })
        .await?;
    let meaning = found.ok_or_else(|| ApiError::not_found("scene"))?;
    Ok(Answer::ok(SceneBody {
        page: meaning.page,
        target: meaning.target,
    }))
}
