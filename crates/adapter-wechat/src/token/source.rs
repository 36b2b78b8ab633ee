//! Where a token comes from.

use std::time::Duration;

use async_trait::async_trait;
use ports::wechat::{AccessToken, WechatFailure};

/// For a wrong secret and its like: somebody has to act, seconds do not matter.
pub(super) const AFTER_REFUSAL: Duration = Duration::from_secs(5);

/// The one who gives out tokens or tickets of one kind.
#[async_trait]
pub(crate) trait Source: Send + Sync {
    /// The current one, or a new one where the current one nears its end. Forcing, where that
    /// [can be done](Self::can_force), gives a new one and ends the current one at once.
    async fn ask(&self, forced: bool) -> Result<AccessToken, WechatFailure>;

    /// Whether a new one can be forced.
    fn can_force(&self) -> bool {
        false
    }

    /// How long it is not asked again after a refusal for good.
    fn pause_after_refusal(&self) -> Duration {
        AFTER_REFUSAL
    }
}
