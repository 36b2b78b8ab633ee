//! Mini Program codes (小程序码).

mod create;
mod image;
mod list;
mod read;
mod total;

use domain::wechat::mini_program::{MiniProgramCode, Rgb};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::endpoint::Endpoint;
use crate::wire::Instant;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        list::endpoint(),
        create::endpoint(),
        total::endpoint(),
        read::endpoint(),
        image::endpoint(),
    ]
}

/// A Mini Program code that WeChat made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MiniProgramCodeBody {
    /// Its id.
    id: Uuid,
    /// `unlimited`, `limited` or `square`.
    #[schema(example = "unlimited")]
    kind: &'static str,
    /// The page it opens, with its query where the kind takes one.
    #[schema(example = "pages/event/index")]
    page: String,
    /// What the page gets as `options.scene`; of an unlimited code.
    #[schema(example = "00R5mJXv3qVbTg0000000A")]
    scene: Option<String>,
    /// What the scene stands for.
    #[schema(example = "event/019ad3a5-7c4b-7000-8000-0000000000a1")]
    target: Option<String>,
    /// Pixels.
    #[schema(example = 430)]
    width: u32,
    /// The colour of the lines; black unless given.
    #[schema(example = "#07C160")]
    line_color: Option<String>,
    /// Whether the background is transparent.
    #[schema(example = false)]
    transparent: bool,
    /// Which version opens: `release`, `trial` or `develop`.
    #[schema(example = "release")]
    version: &'static str,
    /// Where its picture is.
    #[schema(example = "/v2/wechat/accounts/mini/mini-program/codes/019ad3a5-7c4b-7000-8000-0000000000a1/image")]
    image_path: String,
    /// When it was made.
    created_at: Instant,
}

impl From<MiniProgramCode> for MiniProgramCodeBody {
    fn from(code: MiniProgramCode) -> Self {
        Self {
            id: code.id.uuid(),
            kind: code.kind.name(),
            image_path: format!(
                "/v2/wechat/accounts/{}/mini-program/codes/{}/image",
                code.account, code.id
            ),
            page: code.page,
            scene: code.scene,
            target: code.target,
            width: code.look.width,
            line_color: code.look.line_color.map(Rgb::to_hex),
            transparent: code.look.transparent,
            version: code.version.name(),
            created_at: code.created_at.into(),
        }
    }
}
