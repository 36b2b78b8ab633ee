//! Tell who a person's token speaks for.

use std::sync::Arc;

use domain::ids::PersonId;
use ports::StoreError;
use ports::identity::{PeopleReads, PersonSession, PersonSessions, TokenFault};
use ports::system::Clock;

/// Reads the tokens of people who signed in through WeChat.
#[derive(Clone)]
pub struct KnowPerson {
    /// Tokens.
    pub sessions: Arc<dyn PersonSessions>,
    /// People.
    pub people: Arc<dyn PeopleReads>,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// Nobody is known.
#[derive(Debug, thiserror::Error)]
pub enum KnowPersonError {
    /// The person of the token is gone.
    #[error(transparent)]
    Token(#[from] TokenFault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl KnowPerson {
    /// What a token says. Costs no look-up.
    ///
    /// # Errors
    /// When it is expired or not ours.
    pub fn session(&self, token: &str) -> Result<PersonSession, TokenFault> {
        self.sessions.read(token, self.clock.now())
    }

    /// Who the person of a session is by now: they may have turned out to be somebody known before.
    ///
    /// # Errors
    /// When they are gone or the store fails.
    #[tracing::instrument(name = "use_case.identity.know_person", skip_all)]
    pub async fn person(&self, session: &PersonSession) -> Result<PersonId, KnowPersonError> {
        let view = self.people.find(session.person).await?;
        let view = view.ok_or(KnowPersonError::Token(TokenFault::Invalid))?;
        Ok(view.person.id())
    }
}
