//! `POST /v2/wechat/accounts/{account}/content-checks`

use std::sync::Arc;

use application::wechat::mini_program::{CheckMediaCommand, CheckTextCommand, ContentCheckError};
use application::{Context, UseCases};
use domain::attendance::PersonRef;
use domain::ids::ContentCheckId;
use domain::wechat::mini_program::{CheckedKind, ContentCheck, ContentScene, MediaOrder};
use serde::Deserialize;
use utoipa::ToSchema;

use super::ContentCheckBody;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::routes::wechat::mini_program::account_name;
use crate::wire::envelope::Success;

/// What is to be checked.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ContentCheckRequest {
    /// What it is.
    kind: ContentKind,
    /// Who wrote or uploaded it; must have visited the Mini Program within the last two hours.
    #[schema(example = "oABCD-example-0000000000001")]
    open_id: String,
    /// Where it is to appear.
    scene: ContentPlace,
    /// The text, 1 to 2500 characters.
    #[schema(example = "期待这次活动！")]
    content: Option<String>,
    /// Its title.
    title: Option<String>,
    /// The writer's nickname.
    nickname: Option<String>,
    /// Where WeChat fetches the medium: open to everybody, at most 10 MB.
    #[schema(example = "https://files.example.com/1.png")]
    media_url: Option<String>,
    /// What it belongs to, at most 128 characters.
    #[schema(example = "survey_answer/019ad3a5-7c4b-7000-8000-0000000000a1")]
    subject: Option<String>,
}

/// What is checked.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ContentKind {
    /// A text.
    Text,
    /// A picture.
    Image,
    /// A recording.
    Audio,
}

/// Where content is to appear.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ContentPlace {
    /// A profile.
    Profile,
    /// A comment, an answer.
    Comment,
    /// A forum.
    Forum,
    /// A social log.
    SocialLog,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).once()
}

/// Have WeChat check what somebody wrote or uploaded.
///
/// A text is concluded in the answer. A picture or a recording waits, for at most 30 minutes. What WeChat cannot check is
/// `review`: a person has to look.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/content-checks",
    operation_id = "checkContent",
    tag = "mini-program",
    params(("account" = String, Path, description = "The account.", example = "mini")),
    request_body = ContentCheckRequest,
    responses((status = 201, description = "The check.", body = Success<ContentCheckBody>))
)]
async fn handle(call: Call, body: Submitted<ContentCheckRequest>) -> Result<Rendered, ApiError> {
    let (account, context, request) = (account_name(&call), call.context(), body.value);
    once::create(&call, &body.bytes, move |app, id| async move {
        let check = run(&app, ContentCheckId::from_uuid(id), account, request, context).await?;
        Ok(Answer::created(ContentCheckBody::from(check)))
    })
    .await
}

async fn run(
    app: &Arc<UseCases>,
    id: ContentCheckId,
    account: String,
    request: ContentCheckRequest,
    context: Context,
) -> Result<ContentCheck, ContentCheckError> {
    let person = PersonRef {
        account,
        open_id: request.open_id,
    };
    let scene = request.scene.into();
    let kind = match request.kind {
        ContentKind::Text => {
            let command = CheckTextCommand {
                id,
                person,
                scene,
                content: request.content.unwrap_or_default(),
                title: request.title,
                nickname: request.nickname,
                subject: request.subject,
                context,
            };
            return app.mini_program.check_text.run(command).await;
        }
        ContentKind::Image => CheckedKind::Image,
        ContentKind::Audio => CheckedKind::Audio,
    };
    let order = MediaOrder {
        person,
        kind,
        scene,
        subject: request.subject,
        url: request.media_url.unwrap_or_default(),
    };
    let command = CheckMediaCommand { id, order, context };
    app.mini_program.check_media.run(command).await
}

impl From<ContentPlace> for ContentScene {
    fn from(scene: ContentPlace) -> Self {
        match scene {
            ContentPlace::Profile => Self::Profile,
            ContentPlace::Comment => Self::Comment,
            ContentPlace::Forum => Self::Forum,
            ContentPlace::SocialLog => Self::SocialLog,
        }
    }
}
