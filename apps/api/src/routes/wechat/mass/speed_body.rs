//! The speed of mass messages as answers show it.

use ports::wechat::mass::MassSpeed;
use serde::Serialize;
use utoipa::ToSchema;

/// How fast WeChat sends an account's mass messages.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MassSpeedBody {
    /// From 0, the fastest, to 4.
    #[schema(example = 0)]
    speed: u8,
    /// In messages a minute; 0 where WeChat does not tell.
    #[schema(example = 800_000)]
    per_minute: u32,
}

impl From<MassSpeed> for MassSpeedBody {
    fn from(speed: MassSpeed) -> Self {
        Self {
            speed: speed.level,
            per_minute: speed.per_minute,
        }
    }
}
