//! What the first path of the product asks of WeChat: scene codes and tags.

use std::time::Duration;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::events::QrLifetime;

use super::WechatFailure;

/// A scene code that WeChat made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedQrCode {
    /// WeChat's ticket.
    pub ticket: String,
    /// The address inside the code.
    pub url: String,
    /// Where WeChat serves the image.
    pub image_url: String,
    /// Seconds until it stops working; `None` for a permanent one.
    pub expires_in: Option<Duration>,
}

/// WeChat's API for scene codes and tags. Every call is bounded in time.
#[async_trait]
pub trait WechatApi: Send + Sync {
    /// Asks for a scene code.
    async fn create_qr_code(
        &self,
        account: &str,
        scene: &str,
        lifetime: QrLifetime,
    ) -> Result<IssuedQrCode, WechatFailure>;

    /// Gives a follower tag; giving it again changes nothing.
    async fn tag_follower(&self, person: &PersonRef, tag: i64) -> Result<(), WechatFailure>;
}
