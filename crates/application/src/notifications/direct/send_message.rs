//! Send a customer-service message to one person.

use domain::attendance::PersonRef;
use domain::notifications::{Channel, CustomMessage, Delivery, Notice, NoticeKind};
use domain::time::Timestamp;
use domain::validation::FieldFaults;
use ports::StoreError;
use uuid::Uuid;

use super::send_now::SendNow;
use crate::context::Context;
use crate::wechat::ReachablePerson;

/// Sends a customer-service message now, within the time that WeChat allows one.
#[derive(Clone)]
pub struct SendMessage {
    /// Sends it.
    pub now: SendNow,
    /// Whether the person can be reached.
    pub reachable: ReachablePerson,
}

/// What to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendMessageCommand {
    /// Names this message: sent again under the same id it reaches the person once.
    pub id: Uuid,
    /// To whom.
    pub person: PersonRef,
    /// What.
    pub message: CustomMessage,
    /// Who and what.
    pub context: Context,
}

/// A message cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum DirectError {
    /// Values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The person must act first: write, scan, tap the menu.
    #[error("the person did nothing of late that allows a message")]
    WindowClosed {
        /// When the person last did something.
        last_interaction_at: Option<Timestamp>,
    },
    /// Every message that the person's last act allows was sent; the person must act again.
    #[error("all messages of the window are used up")]
    WindowUsedUp {
        /// When the window closes.
        open_until: Timestamp,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SendMessage {
    /// Runs it; answers the delivery as it is afterwards.
    ///
    /// # Errors
    /// When the message is not acceptable, the person cannot be reached, or the store fails.
    #[tracing::instrument(name = "use_case.notifications.send_message", skip_all)]
    pub async fn run(&self, command: SendMessageCommand) -> Result<Delivery, DirectError> {
        command.message.check()?;
        let cause = format!("direct:{}", command.id);
        if let Some(sent) = self.now.deliveries.find_by_cause(&cause).await? {
            return Ok(sent);
        }
        self.check_window(&command.person).await?;
        let notice = Notice {
            cause,
            person: command.person,
            event: None,
            attendee: None,
            broadcast: None,
            kind: NoticeKind::Direct,
            channel: Channel::Custom(command.message),
        };
        Ok(self.now.run(notice, &command.context).await?)
    }

    async fn check_window(&self, person: &PersonRef) -> Result<(), DirectError> {
        let contact = self.reachable.contact(person).await?;
        match contact.window {
            None => Err(DirectError::WindowClosed {
                last_interaction_at: contact.last_interaction_at,
            }),
            Some(window) if window.remaining == 0 => Err(DirectError::WindowUsedUp {
                open_until: window.open_until,
            }),
            Some(_) => Ok(()),
        }
    }
}
