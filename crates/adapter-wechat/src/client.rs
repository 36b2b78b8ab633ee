//! The port's calls, each a typed request to its API.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::events::QrLifetime;
use ports::system::Clock;
use ports::wechat::{AccessTokenStore, IssuedQrCode, RefusalKind, TemplateMessage, WechatApi, WechatFailure};
use wechat_protocol::api::{
    BatchTaggingRequest, CustomMessage, CustomSendRequest, MP_HOST, QrCreateRequest, QrCreateResponse,
    TemplateSendRequest, show_qrcode_url,
};

use crate::account::Account;
use crate::acknowledged::Acknowledged;
use crate::api::Api;
use crate::building::Building;
use crate::failure::refused;
use crate::settings::{SetupError, WechatSettings};
use crate::transport::base_url;

/// WeChat's API over HTTP, for any number of accounts.
///
/// One per process: the rate limits, the breakers and the single flight of token fetches are its own.
pub struct WechatClient {
    accounts: BTreeMap<String, Account>,
    mp_base_url: String,
}

impl WechatClient {
    /// Builds the client. Nothing is sent before the first call.
    ///
    /// # Errors
    /// When an address is not usable, two accounts contradict each other, or the HTTP client cannot be built.
    pub fn new(
        settings: WechatSettings,
        store: Arc<dyn AccessTokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SetupError> {
        let mp_base_url = base_url("mp_base_url", &settings.mp_base_url)?;
        let accounts = Building::new(settings, store, clock)?.accounts()?;
        Ok(Self { accounts, mp_base_url })
    }

    /// Whether WeChat can be reached and takes an account's credentials.
    ///
    /// # Errors
    /// Why not.
    pub async fn check_access(&self, account: &str) -> Result<(), WechatFailure> {
        self.account(account)?.check_access().await
    }

    fn account(&self, name: &str) -> Result<&Account, WechatFailure> {
        self.accounts.get(name).ok_or_else(|| {
            refused(
                RefusalKind::Configuration,
                "no WeChat account of this name is configured",
            )
        })
    }

    fn image_url(&self, ticket: &str) -> String {
        let url = show_qrcode_url(ticket);
        match url.strip_prefix(MP_HOST) {
            Some(path) => format!("{}{path}", self.mp_base_url),
            None => url,
        }
    }
}

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
        let made: QrCreateResponse = self.account(account)?.call(Api::CreateQrCode, &request).await?;
        Ok(IssuedQrCode {
            image_url: self.image_url(&made.ticket),
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
        let _: Acknowledged = self.account(&person.account)?.call(Api::SendCustom, &request).await?;
        Ok(())
    }

    async fn send_template(
        &self,
        person: &PersonRef,
        message: &TemplateMessage,
    ) -> Result<Option<String>, WechatFailure> {
        let fields = message.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let mut request = TemplateSendRequest::new(&person.open_id, &message.template_id, fields);
        request.client_msg_id = Some(message.client_msg_id.clone());
        let sent: Acknowledged = self.account(&person.account)?.call(Api::SendTemplate, &request).await?;
        Ok(sent.message_id())
    }

    async fn tag_follower(&self, person: &PersonRef, tag: i64) -> Result<(), WechatFailure> {
        let request = BatchTaggingRequest {
            openid_list: vec![person.open_id.clone()],
            tagid: tag,
        };
        let _: Acknowledged = self.account(&person.account)?.call(Api::TagFollowers, &request).await?;
        Ok(())
    }
}
