//! Have WeChat make a scene code for a channel.

use std::sync::Arc;

use domain::events::QrLifetime;
use domain::ids::QrCodeId;
use domain::time::Timestamp;
use domain::wechat::{SceneCode, ScenePrint, SceneTarget};
use ports::wechat::{IssuedQrCode, SceneCodeReads, WechatApi, WechatFailure};

use super::error::ChannelError;
use super::read_channels::CodeQuota;
use super::tools::{ChannelCommand, ChannelTools, locked};
use crate::events::check_lifetime;
use crate::retry::retry_on_contention;

/// The account has all the permanent codes it may have.
const TOO_MANY_CODES: i64 = 45_029;

/// Asks WeChat for a code and keeps it. Repeated with the same id it answers the code that is there.
#[derive(Clone)]
pub struct IssueChannelCode {
    /// Channels.
    pub channels: ChannelTools,
    /// Codes.
    pub codes: Arc<dyn SceneCodeReads>,
    /// WeChat.
    pub wechat: Arc<dyn WechatApi>,
}

/// Which code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueChannelCodeCommand {
    /// The id it gets.
    pub id: QrCodeId,
    /// The channel, and who and what.
    pub on: ChannelCommand,
    /// How long it lives; a temporary one is made anew before it ends, as long as its channel is there.
    pub lifetime: QrLifetime,
}

impl IssueChannelCode {
    /// Runs it.
    ///
    /// # Errors
    /// When the channel is unknown, the account has no permanent code left, WeChat does not make one, or the store
    /// fails.
    #[tracing::instrument(name = "use_case.wechat.issue_channel_code", skip_all, fields(channel.id = %command.on.channel))]
    pub async fn run(&self, command: IssueChannelCodeCommand) -> Result<SceneCode, ChannelError> {
        check_lifetime(command.lifetime)?;
        if let Some(code) = self.codes.find_code(command.id).await? {
            return Ok(code);
        }
        let (account, channel) = (&command.on.account, command.on.channel);
        let found = self.channels.reads.find(account, channel).await?;
        found.ok_or(ChannelError::Unknown(channel))?;
        self.check_quota(&command).await?;
        // The scene is made from the id: a repeat after a crash asks WeChat for the same scene.
        let scene = format!("ch-{}", command.id.uuid().simple());
        let issued = self.wechat.create_qr_code(account, &scene, command.lifetime).await;
        let issued = issued.map_err(used_up)?;
        let code = code(&command, scene, issued, self.channels.clock.now());
        retry_on_contention(|| self.keep(&code, &command.on)).await?;
        Ok(code)
    }

    async fn check_quota(&self, command: &IssueChannelCodeCommand) -> Result<(), ChannelError> {
        if command.lifetime != QrLifetime::Permanent {
            return Ok(());
        }
        let used = self.codes.permanent_codes(&command.on.account).await?;
        if used >= CodeQuota::LIMIT {
            return Err(ChannelError::CodesUsedUp {
                limit: CodeQuota::LIMIT,
            });
        }
        Ok(())
    }

    async fn keep(&self, code: &SceneCode, on: &ChannelCommand) -> Result<(), ChannelError> {
        let mut tx = self.channels.store.begin().await?;
        let mut channel = locked(tx.as_mut(), on).await?;
        let loaded_version = channel.stored().version;
        let happened = channel.issue_code(&code.scene, code.created_at);
        tx.channels().add_code(code).await?;
        tx.channels().save(&channel, loaded_version).await?;
        self.channels
            .log(tx.as_mut(), &channel, &happened, code.created_at, &on.context)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Others may have made codes for the account, so WeChat may know of more than we do.
fn used_up(failure: WechatFailure) -> ChannelError {
    match failure {
        WechatFailure::Refused {
            code: TOO_MANY_CODES, ..
        } => ChannelError::CodesUsedUp {
            limit: CodeQuota::LIMIT,
        },
        other => other.into(),
    }
}

fn code(command: &IssueChannelCodeCommand, scene: String, issued: IssuedQrCode, now: Timestamp) -> SceneCode {
    SceneCode {
        id: command.id,
        account: command.on.account.clone(),
        scene,
        target: SceneTarget::Channel(command.on.channel),
        lifetime: command.lifetime,
        print: print(issued, now),
        renewals: 0,
        created_at: now,
    }
}

pub(super) fn print(issued: IssuedQrCode, now: Timestamp) -> ScenePrint {
    ScenePrint {
        ticket: issued.ticket,
        url: issued.url,
        image_url: issued.image_url,
        expires_at: issued.expires_in.map(|life| now.plus(life)),
        made_at: now,
    }
}
