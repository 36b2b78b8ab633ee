//! Links that open the Mini Program from outside WeChat (URL Scheme, URL Link).

mod create;
mod list;
mod read;
mod state;

use domain::wechat::mini_program::MiniProgramLink;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::endpoint::Endpoint;
use crate::wire::Instant;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        list::endpoint(),
        create::endpoint(),
        read::endpoint(),
        state::endpoint(),
    ]
}

/// A link that WeChat made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MiniProgramLinkBody {
    /// Its id.
    id: Uuid,
    /// `scheme` or `link`.
    #[schema(example = "link")]
    kind: &'static str,
    /// The page; empty for the start page.
    #[schema(example = "pages/event/index")]
    page: String,
    /// Its query.
    #[schema(example = "event=1")]
    query: String,
    /// Which version opens: `release`, `trial` or `develop`.
    #[schema(example = "release")]
    version: &'static str,
    /// What to give to people.
    #[schema(example = "https://wxaurl.cn/sFmTNXUIq3t")]
    url: String,
    /// When it stops working.
    expires_at: Instant,
    /// When it was made.
    created_at: Instant,
}

impl From<MiniProgramLink> for MiniProgramLinkBody {
    fn from(link: MiniProgramLink) -> Self {
        Self {
            id: link.id.uuid(),
            kind: link.kind.name(),
            page: link.page,
            query: link.query,
            version: link.version.name(),
            url: link.url,
            expires_at: link.expires_at.into(),
            created_at: link.created_at.into(),
        }
    }
}
