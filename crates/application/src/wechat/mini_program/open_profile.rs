//! Take a profile that the client hands over: signed, encrypted, checked.

use std::sync::Arc;

use domain::identity::LearnedFrom;
use domain::ids::PersonId;
use ports::identity::PersonSession;
use ports::system::Clock;
use ports::wechat::mini_program::{ClientData, ClientProfile, SealedClientData, SignedRawData};

use super::known_person::{ClientError, KnownPeople};
use crate::context::Context;
use crate::identity::{LearnIdentity, LearnIdentityCommand, LearnIdentityError};

/// Opens profiles. They are not kept: since late 2022 they hold a placeholder for name and picture. What they may tell
/// is the union id.
#[derive(Clone)]
pub struct OpenProfile {
    pub(super) people: KnownPeople,
    pub(super) client_data: Arc<dyn ClientData>,
    pub(super) learn: LearnIdentity,
    pub(super) clock: Arc<dyn Clock>,
}

/// What a profile said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedProfile {
    /// Who it is, after a union id in it was learned.
    pub person: PersonId,
    /// The profile.
    pub profile: ClientProfile,
}

impl OpenProfile {
    /// Runs it.
    ///
    /// # Errors
    /// `LoginRequired` for any fault of the data, or when the store fails.
    #[tracing::instrument(name = "use_case.mini_program.open_profile", skip_all)]
    pub async fn run(
        &self,
        session: &PersonSession,
        raw: &SignedRawData,
        data: &SealedClientData,
        context: &Context,
    ) -> Result<OpenedProfile, ClientError> {
        let known = self.people.find(session).await?;
        let profile = self
            .client_data
            .open_profile(&known.key, &known.setup.app_id, raw, data, self.clock.now())
            .map_err(|_| ClientError::LoginRequired)?;
        let is_theirs = |open_id: &String| *open_id == known.identity.open_id;
        if !profile.open_id.as_ref().is_none_or(is_theirs) {
            return Err(ClientError::LoginRequired);
        }
        let command = LearnIdentityCommand {
            identity: known.identity,
            union_id: profile.union_id.clone(),
            learned_from: LearnedFrom::MiniProgramLogin,
        };
        let person = self.learn.run(command, context).await.map_err(|error| match error {
            LearnIdentityError::Store(error) => ClientError::Store(error),
            LearnIdentityError::Invalid(_) => ClientError::LoginRequired,
        })?;
        Ok(OpenedProfile { person, profile })
    }
}
