//! Tags in bodies and answers.

use ports::wechat::followers::{KnownTag, WechatTag};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::Instant;

/// A name for a tag.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NewTag {
    /// 1 to 30 characters.
    #[schema(example = "嘉宾")]
    pub(super) name: String,
}

/// A follower tag.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TagBody {
    /// WeChat's number; its own tags have those below 100 and cannot be changed.
    #[schema(example = 100)]
    id: i64,
    /// Its name.
    #[schema(example = "嘉宾")]
    name: String,
    /// How many people had it when WeChat was last asked.
    #[schema(example = 42)]
    followers: u64,
}

/// All tags.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TagsBody {
    /// The tags, by number.
    items: Vec<TagBody>,
    /// When WeChat was asked, for the tag that was read longest ago; `null` without tags.
    read_at: Option<Instant>,
}

impl From<WechatTag> for TagBody {
    fn from(tag: WechatTag) -> Self {
        Self {
            id: tag.id,
            name: tag.name,
            followers: tag.followers,
        }
    }
}

impl From<Vec<KnownTag>> for TagsBody {
    fn from(tags: Vec<KnownTag>) -> Self {
        Self {
            read_at: tags.iter().map(|known| known.read_at).min().map(Into::into),
            items: tags.into_iter().map(|known| known.tag.into()).collect(),
        }
    }
}
