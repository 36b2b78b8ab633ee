//! [`MassApi`] over typed calls.

use async_trait::async_trait;
use domain::wechat::Comments;
use domain::wechat::mass::Looked;
use ports::wechat::mass::{MassApi, MassPayload, MassRecipients, MassSpeed, MassTaken, PreviewPayload, PreviewPerson};
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::official_account::mass as api;

use crate::client::WechatClient;
use crate::failure::refused;

/// WeChat tells the speed in this many messages.
const SPEED_UNIT: u32 = 10_000;

#[async_trait]
impl MassApi for WechatClient {
    async fn send(
        &self,
        account: &str,
        recipients: &MassRecipients,
        payload: &MassPayload,
        client_msg_id: &str,
    ) -> Result<MassTaken, WechatFailure> {
        let (message, with_reprints) = message(payload)?;
        let sent = match recipients {
            MassRecipients::Everybody | MassRecipients::Tag(_) => {
                let audience = match recipients {
                    MassRecipients::Tag(tag) => api::MassAudience::Tag(*tag),
                    _ => api::MassAudience::Everybody,
                };
                let call = api::SendMass::new(audience, message);
                let call = if with_reprints { call.with_reprints() } else { call };
                let call = call.identified(client_msg_id).map_err(unsound)?;
                self.call(account, &call).await?
            }
            MassRecipients::People(people) => {
                let call = api::SendMassTo::new(people.clone(), message).map_err(unsound)?;
                let call = if with_reprints { call.with_reprints() } else { call };
                let call = call.identified(client_msg_id).map_err(unsound)?;
                self.call(account, &call).await?
            }
        };
        Ok(MassTaken {
            msg_id: sent.msg_id,
            msg_data_id: sent.msg_data_id,
        })
    }

    async fn preview(
        &self,
        account: &str,
        person: &PreviewPerson,
        payload: &PreviewPayload,
    ) -> Result<u64, WechatFailure> {
        let to = match person {
            PreviewPerson::OpenId(id) => api::PreviewTo::OpenId(id.clone()),
            PreviewPerson::WechatName(name) => api::PreviewTo::WechatName(name.clone()),
        };
        let content = match payload.clone() {
            PreviewPayload::Text(content) => api::PreviewContent::Text { content },
            PreviewPayload::Image(media_id) => api::PreviewContent::Image { media_id },
            PreviewPayload::Voice(media_id) => api::PreviewContent::Voice { media_id },
            PreviewPayload::Video(media_id) => api::PreviewContent::MpVideo { media_id },
            PreviewPayload::Articles(media_id) => api::PreviewContent::MpNews { media_id },
        };
        let sent = self.order(account, &api::PreviewMass::new(to, content)).await?;
        let number = sent.message_id().and_then(|id| id.parse().ok());
        Ok(number.unwrap_or_default())
    }

    async fn withdraw(&self, account: &str, msg_id: u64, article: Option<u32>) -> Result<(), WechatFailure> {
        let call = match article {
            Some(article) => api::DeleteMass::article(msg_id, article).map_err(unsound)?,
            None => api::DeleteMass::all(msg_id),
        };
        self.order(account, &call).await.map(drop)
    }

    async fn look(&self, account: &str, msg_id: u64) -> Result<Looked, WechatFailure> {
        let status = self.call(account, &api::GetMassStatus::new(msg_id)).await?;
        Ok(match status.msg_status {
            api::MassState::SendSuccess => Looked::Sent,
            api::MassState::SendFail => Looked::NotSent,
            api::MassState::Delete => Looked::Withdrawn,
            _ => Looked::UnderWay,
        })
    }

    async fn speed(&self, account: &str) -> Result<MassSpeed, WechatFailure> {
        let speed = self.call(account, &api::GetMassSpeed {}).await?;
        Ok(MassSpeed {
            level: speed.speed,
            per_minute: speed.real_speed.saturating_mul(SPEED_UNIT),
        })
    }

    async fn set_speed(&self, account: &str, level: u8) -> Result<(), WechatFailure> {
        let call = api::SetMassSpeed::new(level).map_err(unsound)?;
        self.order(account, &call).await.map(drop)
    }
}

/// The message, and whether reprints are sent all the same.
fn message(payload: &MassPayload) -> Result<(api::MassMessage, bool), WechatFailure> {
    let message = match payload.clone() {
        MassPayload::Text(content) => api::MassMessage::Text { content },
        MassPayload::Images {
            media_ids,
            recommend,
            comments,
        } => {
            let mut images = api::MassImages::new(media_ids).map_err(unsound)?;
            if let Some(words) = recommend {
                images = images.recommended(&words);
            }
            api::MassMessage::Images(match comments {
                Comments::Closed => images,
                Comments::Everybody => images.with_comments(false),
                Comments::Followers => images.with_comments(true),
            })
        }
        MassPayload::Voice(media_id) => api::MassMessage::Voice { media_id },
        MassPayload::Video {
            media_id,
            title,
            description,
        } => api::MassMessage::MpVideo {
            media_id,
            title,
            description,
        },
        MassPayload::Articles {
            media_id,
            send_reprints,
        } => return Ok((api::MassMessage::MpNews { media_id }, send_reprints)),
    };
    Ok((message, false))
}

fn unsound(error: impl std::fmt::Display) -> WechatFailure {
    refused(RefusalKind::Content, error.to_string())
}
