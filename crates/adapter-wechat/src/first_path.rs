//! [`WechatApi`]: what the first path of the product asks of WeChat.

use std::time::Duration;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::events::QrLifetime;
use ports::wechat::{IssuedQrCode, RefusalKind, TemplateMessage, WechatApi, WechatFailure};
use wechat_protocol::api::{
    BatchTaggingRequest, CustomMessage, CustomSendRequest, QrCreateRequest, TemplateSendRequest, show_qrcode_url,
};

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

    async fn send_custom_text(&self, person: &PersonRef, text: &str) -> Result<(), WechatFailure> {
        let request = CustomSendRequest {
            touser: person.open_id.clone(),
            message: CustomMessage::Text {
                content: text.to_owned(),
            },
            kf_account: None,
        };
        self.order(&person.account, &request).await.map(drop)
    }

    async fn send_template(
        &self,
        person: &PersonRef,
        message: &TemplateMessage,
    ) -> Result<Option<String>, WechatFailure> {
        let fields = message.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let mut request = TemplateSendRequest::new(&person.open_id, &message.template_id, fields);
        request.client_msg_id = Some(message.client_msg_id.clone());
        let sent = self.order(&person.account, &request).await?;
        Ok(sent.message_id())
    }

    async fn tag_follower(&self, person: &PersonRef, tag: i64) -> Result<(), WechatFailure> {
        let request = BatchTaggingRequest {
            openid_list: vec![person.open_id.clone()],
            tagid: tag,
        };
        self.order(&person.account, &request).await.map(drop)
    }
}
