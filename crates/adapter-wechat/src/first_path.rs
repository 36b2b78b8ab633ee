//! [`WechatApi`]: what the first path of the product asks of WeChat.

use std::time::Duration;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::events::QrLifetime;
use ports::wechat::{IssuedQrCode, RefusalKind, WechatApi, WechatFailure};
use wechat_protocol::api::{BatchTaggingRequest, QrCreateRequest, show_qrcode_url};

use crate::client::WechatClient;
use crate::failure::refused;

#[async_trait]
impl WechatApi for WechatClient {
    async fn create_qr_code(
        &self,
        account: &str,
        scene: &str,
        lifetime: QrLifetime,
    ) -> Result<IssuedQrCode, WechatFailure> {
        let request = match lifetime {
            QrLifetime::Permanent => QrCreateRequest::permanent(scene),
            QrLifetime::Temporary { seconds } => QrCreateRequest::temporary(scene, seconds),
        }
        .map_err(|error| refused(RefusalKind::Content, error.to_string()))?;
        let made = self.call(account, &request).await?;
        Ok(IssuedQrCode {
            image_url: self.on_mp(&show_qrcode_url(&made.ticket)),
            expires_in: match lifetime {
                QrLifetime::Permanent => None,
                QrLifetime::Temporary { seconds } => {
                    Some(Duration::from_secs(made.expire_seconds.unwrap_or(u64::from(seconds))))
                }
            },
            ticket: made.ticket,
            url: made.url,
        })
    }

    async fn tag_follower(&self, person: &PersonRef, tag: i64) -> Result<(), WechatFailure> {
        let request = BatchTaggingRequest {
            openid_list: vec![person.open_id.clone()],
            tagid: tag,
        };
        self.order(&person.account, &request).await.map(drop)
    }
}
