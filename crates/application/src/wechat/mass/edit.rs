//! Change the draft of a mass message.

use domain::wechat::mass::{AudienceDraft, MassContent, MassMessage};
use ports::wechat::mass::PeopleChange;

use super::draft::checked;
use super::error::MassError;
use super::tools::{Done, MassCommand, MassTools};

/// Replaces the draft, list of people included.
#[derive(Clone)]
pub struct EditMass(pub(super) MassTools);

/// What it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditMassCommand {
    /// Which.
    pub on: MassCommand,
    /// What is sent, unchecked.
    pub content: MassContent,
    /// To whom, unchecked.
    pub audience: AudienceDraft,
}

impl EditMass {
    /// Runs it.
    ///
    /// # Errors
    /// When it is no draft any more, values are not acceptable, the version is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.edit_mass", skip_all)]
    pub async fn run(&self, command: EditMassCommand) -> Result<MassMessage, MassError> {
        let (content, audience, people) = checked(command.content, command.audience)?;
        let verb = |message: &mut MassMessage, now| {
            let happened = message.edit(content.clone(), audience, now)?;
            Ok(happened.map(|happened| Done {
                happened,
                people: PeopleChange::Replace(people.clone()),
                jobs: Vec::new(),
            }))
        };
        self.0.update(&command.on, &verb).await
    }
}
