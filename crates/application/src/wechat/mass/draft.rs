//! Draft a mass message.

use domain::ids::MassMessageId;
use domain::validation::FieldFaults;
use domain::wechat::mass::{AudienceDraft, MassAudience, MassContent, MassMessage};
use ports::StoreError;

use super::error::MassError;
use super::tools::MassTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Stores a draft. Nothing is sent. Repeated with the same id it changes nothing.
#[derive(Clone)]
pub struct DraftMass(pub(super) MassTools);

/// What to draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftMassCommand {
    /// The id it gets.
    pub id: MassMessageId,
    /// Our name of the account.
    pub account: String,
    /// What is sent, unchecked.
    pub content: MassContent,
    /// To whom, unchecked.
    pub audience: AudienceDraft,
    /// Who and what.
    pub context: Context,
}

impl DraftMass {
    /// Runs it.
    ///
    /// # Errors
    /// When values are not acceptable or the store fails.
    #[tracing::instrument(name = "use_case.wechat.draft_mass", skip_all)]
    pub async fn run(&self, command: DraftMassCommand) -> Result<MassMessage, MassError> {
        let (content, audience, people) = checked(command.content, command.audience)?;
        let tools = &self.0;
        let now = tools.clock.now();
        let (message, happened) = MassMessage::draft(command.id, &command.account, content, audience, now);
        let log = [tools.entry(&message, &happened, &command.context, now)];
        match retry_on_contention(|| tools.store.add(&message, &people, &log)).await {
            Ok(()) => Ok(message),
            Err(StoreError::Duplicate(_)) => tools.find(&command.account, command.id).await,
            Err(error) => Err(error.into()),
        }
    }
}

/// What is sent and to whom, with every fault of both.
pub(super) fn checked(
    content: MassContent,
    audience: AudienceDraft,
) -> Result<(MassContent, MassAudience, Vec<String>), FieldFaults> {
    match (content.checked(), audience.checked()) {
        (Ok(content), Ok((audience, people))) => Ok((content, audience, people)),
        (Err(mut faults), Err(others)) => {
            faults.extend(others);
            Err(faults)
        }
        (Err(faults), Ok(_)) | (Ok(_), Err(faults)) => Err(faults),
    }
}
