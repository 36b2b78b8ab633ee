//! Have WeChat make a scene QR code for an event.

use std::sync::Arc;

use domain::events::{Event, QrCode, QrLifetime, QrPurpose};
use domain::ids::{EventId, QrCodeId};
use domain::time::Timestamp;
use domain::validation::FieldFaults;
use ports::wechat::{IssuedQrCode, WechatApi};

use super::error::IssueQrCodeError;
use super::update::EventTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Asks WeChat for a scene code and keeps it. Repeated with the same id it answers the code that is there.
#[derive(Clone)]
pub struct IssueQrCode {
    /// Events.
    pub events: EventTools,
    /// WeChat.
    pub wechat: Arc<dyn WechatApi>,
    /// Our name of the account that makes the codes.
    pub account: String,
}

/// Which code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueQrCodeCommand {
    /// The id it gets.
    pub id: QrCodeId,
    /// The event.
    pub event: EventId,
    /// What a scan does.
    pub purpose: QrPurpose,
    /// How long it lives.
    pub lifetime: QrLifetime,
    /// Who and what.
    pub context: Context,
}

impl IssueQrCode {
    /// Runs it.
    ///
    /// # Errors
    /// When the event is unknown or gets no codes any more, WeChat does not make one, or the store fails.
    #[tracing::instrument(name = "use_case.events.issue_qr_code", skip_all, fields(event.id = %command.event))]
    pub async fn run(&self, command: IssueQrCodeCommand) -> Result<QrCode, IssueQrCodeError> {
        check_lifetime(command.lifetime)?;
        if let Some(code) = self.find(command.id).await? {
            return Ok(code);
        }
        let view = self.events.reads.find(command.event).await?;
        view.ok_or(IssueQrCodeError::Unknown(command.event))?
            .event
            .may_have_qr_codes()?;
        // The scene is made from the id: a repeat after a crash asks WeChat for the same scene.
        let scene = format!("ne-{}", command.id.uuid().simple());
        let issued = self
            .wechat
            .create_qr_code(&self.account, &scene, command.lifetime)
            .await?;
        let code = self.code(&command, scene, issued, self.events.clock.now());
        retry_on_contention(|| self.keep(&code, &command.context)).await?;
        Ok(code)
    }

    async fn find(&self, id: QrCodeId) -> Result<Option<QrCode>, IssueQrCodeError> {
        let mut tx = self.events.store.begin().await?;
        Ok(tx.events().find_qr_code(id).await?)
    }

    fn code(&self, command: &IssueQrCodeCommand, scene: String, issued: IssuedQrCode, now: Timestamp) -> QrCode {
        QrCode {
            id: command.id,
            event: command.event,
            account: self.account.clone(),
            purpose: command.purpose,
            scene,
            ticket: issued.ticket,
            url: issued.url,
            image_url: issued.image_url,
            expires_at: issued.expires_in.map(|life| now.plus(life)),
            created_at: now,
        }
    }

    async fn keep(&self, code: &QrCode, context: &Context) -> Result<(), IssueQrCodeError> {
        let mut tx = self.events.store.begin().await?;
        let found = tx.events().find_for_update(code.event).await?;
        let mut event: Event = found
            .filter(|event| event.stored().deleted_at.is_none())
            .ok_or(IssueQrCodeError::Unknown(code.event))?;
        let loaded_version = event.version();
        let happened = event.issue_qr_code(code, code.created_at)?;
        tx.events().add_qr_code(code).await?;
        tx.events().save(&event, loaded_version).await?;
        self.events
            .log(tx.as_mut(), &event, &happened, code.created_at, context)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Refuses a lifetime that WeChat does not offer.
///
/// # Errors
/// Under the field `expireSeconds`.
pub(crate) fn check_lifetime(lifetime: QrLifetime) -> Result<(), FieldFaults> {
    let mut faults = FieldFaults::default();
    if let QrLifetime::Temporary { seconds } = lifetime
        && !(QrLifetime::MIN_SECONDS..=QrLifetime::MAX_SECONDS).contains(&seconds)
    {
        faults.add(
            "expireSeconds",
            format!(
                "must be between {} and {}",
                QrLifetime::MIN_SECONDS,
                QrLifetime::MAX_SECONDS
            ),
        );
    }
    faults.check()
}
