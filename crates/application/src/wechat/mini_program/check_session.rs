//! Ask WeChat whether a person's session key still holds.

use std::sync::Arc;

use ports::identity::PersonSession;
use ports::wechat::mini_program::MiniProgramApi;

use super::known_person::{ClientError, KnownPeople};

/// Checks sessions.
#[derive(Clone)]
pub struct CheckSession {
    pub(super) api: Arc<dyn MiniProgramApi>,
    pub(super) people: KnownPeople,
}

impl CheckSession {
    /// Runs it; answers the session with the person as they are known now.
    ///
    /// # Errors
    /// `LoginRequired` when the key does not hold any more, or when there is none.
    #[tracing::instrument(name = "use_case.mini_program.check_session", skip_all)]
    pub async fn run(&self, session: PersonSession) -> Result<PersonSession, ClientError> {
        let known = self.people.find(&session).await?;
        let holds = self.api.check_session(&known.identity, &known.key).await;
        if !holds.map_err(ClientError::Wechat)? {
            return Err(ClientError::LoginRequired);
        }
        Ok(PersonSession {
            person: known.view.person.id(),
            ..session
        })
    }
}
