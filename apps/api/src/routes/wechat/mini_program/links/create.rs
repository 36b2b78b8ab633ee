//! `POST /v2/wechat/accounts/{account}/mini-program/links`

use application::wechat::mini_program::MakeLinkCommand;
use domain::ids::MiniProgramLinkId;
use domain::wechat::mini_program::{LinkDraft, LinkKind, LinkLife};
use serde::Deserialize;
use utoipa::ToSchema;

use super::MiniProgramLinkBody;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::routes::wechat::mini_program::account_name;
use crate::routes::wechat::mini_program::version::MiniProgramVersion;
use crate::wire::Instant;
use crate::wire::envelope::Success;

/// Which link.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct MiniProgramLinkRequest {
    /// Its kind.
    kind: MiniProgramLinkKind,
    /// The page, without a slash before it and without query; empty for the start page.
    #[serde(default)]
    #[schema(example = "pages/event/index")]
    page: String,
    /// Raw `a=1&b=2`, at most 1024 characters.
    #[serde(default)]
    #[schema(example = "event=1")]
    query: String,
    /// Which version opens.
    #[serde(default)]
    version: MiniProgramVersion,
    /// How many days it works, 1 to 30; 30 unless given.
    #[schema(example = 30)]
    expire_days: Option<u32>,
    /// Instead, when it stops working: 1 minute to 30 days from now.
    expires_at: Option<Instant>,
}

/// Kinds of links.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MiniProgramLinkKind {
    /// `weixin://dl/business/?t=…`
    Scheme,
    /// `https://wxaurl.cn/…`
    Link,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream).once()
}

/// Have WeChat make a link that opens the Mini Program.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/mini-program/links",
    operation_id = "makeMiniProgramLink",
    tag = "mini-program",
    params(("account" = String, Path, description = "The account.", example = "mini")),
    request_body = MiniProgramLinkRequest,
    responses((status = 201, description = "The link.", body = Success<MiniProgramLinkBody>))
)]
async fn handle(call: Call, body: Submitted<MiniProgramLinkRequest>) -> Result<Rendered, ApiError> {
    let (account, context) = (account_name(&call), call.context());
    let draft = body.value.draft()?;
    once::create(&call, &body.bytes, move |app, id| async move {
        let command = MakeLinkCommand {
            id: MiniProgramLinkId::from_uuid(id),
            account,
            draft,
            context,
        };
        let link = app.mini_program.make_link.run(command).await?;
        Ok(Answer::created(MiniProgramLinkBody::from(link)))
    })
    .await
}

impl MiniProgramLinkRequest {
    fn draft(self) -> Result<LinkDraft, ApiError> {
        let life = match (self.expire_days, self.expires_at) {
            (Some(_), Some(_)) => return Err(ApiError::invalid("expiresAt", "goes without expireDays")),
            (None, Some(end)) => LinkLife::Until(end.0),
            (days, None) => LinkLife::Days(days.unwrap_or(LinkLife::MAX_DAYS)),
        };
        Ok(LinkDraft {
            kind: match self.kind {
                MiniProgramLinkKind::Scheme => LinkKind::Scheme,
                MiniProgramLinkKind::Link => LinkKind::Link,
            },
            page: self.page,
            query: self.query,
            version: self.version.into(),
            life,
        })
    }
}
