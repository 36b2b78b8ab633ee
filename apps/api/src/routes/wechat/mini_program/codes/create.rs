//! `POST /v2/wechat/accounts/{account}/mini-program/codes`

use application::wechat::mini_program::MakeCodeCommand;
use domain::ids::MiniProgramCodeId;
use domain::wechat::mini_program::{CodeDraft, CodeKind, CodeLook, Rgb};
use serde::Deserialize;
use utoipa::ToSchema;

use super::MiniProgramCodeBody;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::routes::wechat::mini_program::account_name;
use crate::routes::wechat::mini_program::version::MiniProgramVersion;
use crate::wire::envelope::Success;

/// Which code.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct MiniProgramCodeRequest {
    /// Its kind.
    #[serde(default)]
    kind: MiniProgramCodeKind,
    /// The page, without a slash before it; empty for the start page of an unlimited code. The other kinds take a query
    /// with it.
    #[serde(default)]
    #[schema(example = "pages/event/index")]
    page: String,
    /// Unlimited codes: 1 to 32 characters of `A-Za-z0-9!#$&'()*+,/:;=?@-._~`.
    #[schema(example = "e=1")]
    scene: Option<String>,
    /// Unlimited codes, instead of a scene: up to 512 characters that a short scene of ours shall stand for.
    target: Option<String>,
    /// 280 to 1280 pixels; 430 unless given.
    #[schema(example = 430)]
    width: Option<u32>,
    /// The colour of the lines.
    #[schema(example = "#07C160")]
    line_color: Option<String>,
    /// Whether the background is transparent.
    #[serde(default)]
    transparent: bool,
    /// Which version opens.
    #[serde(default)]
    version: MiniProgramVersion,
    /// Unlimited codes: whether WeChat refuses a page that the published version has not.
    #[serde(default = "yes")]
    #[schema(example = true, default = true)]
    check_page: bool,
}

const fn yes() -> bool {
    true
}

/// Kinds of codes.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MiniProgramCodeKind {
    /// Round, for a page and a scene; any number of them.
    #[default]
    Unlimited,
    /// Round, for a path with its query; an account makes 100,000 in all, square ones included.
    Limited,
    /// Square, for a path with its query of at most 128 characters.
    Square,
}

impl From<MiniProgramCodeKind> for CodeKind {
    fn from(kind: MiniProgramCodeKind) -> Self {
        match kind {
            MiniProgramCodeKind::Unlimited => Self::Unlimited,
            MiniProgramCodeKind::Limited => Self::Limited,
            MiniProgramCodeKind::Square => Self::Square,
        }
    }
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        CodesExhausted,
        Upstream
    )
    .once()
}

/// Have WeChat make a Mini Program code.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/mini-program/codes",
    operation_id = "makeMiniProgramCode",
    tag = "mini-program",
    params(("account" = String, Path, description = "The account.", example = "mini")),
    request_body = MiniProgramCodeRequest,
    responses((status = 201, description = "The code.", body = Success<MiniProgramCodeBody>))
)]
async fn handle(call: Call, body: Submitted<MiniProgramCodeRequest>) -> Result<Rendered, ApiError> {
    let (account, context) = (account_name(&call), call.context());
    let draft = body.value.draft()?;
    once::create(&call, &body.bytes, move |app, id| async move {
        let command = MakeCodeCommand {
            id: MiniProgramCodeId::from_uuid(id),
            account,
            draft,
            context,
        };
        let code = app.mini_program.make_code.run(command).await?;
        Ok(Answer::created(MiniProgramCodeBody::from(code)))
    })
    .await
}

impl MiniProgramCodeRequest {
    fn draft(self) -> Result<CodeDraft, ApiError> {
        let line_color = match self.line_color.as_deref() {
            None => None,
            Some(text) => Some(
                Rgb::from_hex(text).ok_or_else(|| ApiError::invalid("lineColor", "must be a colour like #07C160"))?,
            ),
        };
        Ok(CodeDraft {
            kind: self.kind.into(),
            page: self.page,
            scene: self.scene,
            target: self.target,
            look: CodeLook {
                width: self.width.unwrap_or(CodeLook::DEFAULT_WIDTH),
                line_color,
                transparent: self.transparent,
            },
            version: self.version.into(),
            check_page: self.check_page,
        })
    }
}
