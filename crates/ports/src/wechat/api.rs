//! What the first path of the product asks of WeChat: scene codes, texts, template messages, tags.

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

/// A template message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateMessage {
    /// WeChat's template id.
    pub template_id: String,
    /// Template key → value.
    pub fields: Vec<(String, String)>,
    /// WeChat sends one of these once per person within 10 minutes; at most 32 characters.
    pub client_msg_id: String,
}

/// WeChat's API, as far as the product calls it. Every call is bounded in time.
#[async_trait]
pub trait WechatApi: Send + Sync {
    /// Asks for a scene code.
    async fn create_qr_code(
        &self,
        account: &str,
        scene: &str,
        lifetime: QrLifetime,
    ) -> Result<IssuedQrCode, WechatFailure>;

    /// Sends a customer-service text.
    async fn send_custom_text(&self, person: &PersonRef, text: &str) -> Result<(), WechatFailure>;

    /// Sends a template message; answers WeChat's message id.
    async fn send_template(
        &self,
        person: &PersonRef,
        message: &TemplateMessage,
    ) -> Result<Option<String>, WechatFailure>;

    /// Gives a follower tag; giving it again changes nothing.
    async fn tag_follower(&self, person: &PersonRef, tag: i64) -> Result<(), WechatFailure>;
}
