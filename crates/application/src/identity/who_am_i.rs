//! Tell who a token speaks for.

use std::sync::Arc;

use domain::identity::Operator;
use ports::StoreError;
use ports::identity::{OperatorStore, Session, SessionTokens, TokenFault};
use ports::system::Clock;

/// Reads tokens.
#[derive(Clone)]
pub struct Authenticate {
    /// Tokens.
    pub tokens: Arc<dyn SessionTokens>,
    /// Operators.
    pub operators: Arc<dyn OperatorStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// Nobody is known.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// The token is not accepted, or its operator is gone.
    #[error(transparent)]
    Token(#[from] TokenFault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Authenticate {
    /// Who a token speaks for. Costs no look-up: tokens are short-lived.
    ///
    /// # Errors
    /// When it is expired or not ours.
    pub fn session(&self, token: &str) -> Result<Session, TokenFault> {
        self.tokens.read(token, self.clock.now())
    }

    /// The operator of a session as stored now.
    ///
    /// # Errors
    /// When the operator is gone or the store fails.
    pub async fn operator(&self, session: &Session) -> Result<Operator, AuthenticateError> {
        self.operators
            .find(session.operator)
            .await?
            .ok_or(AuthenticateError::Token(TokenFault::Invalid))
    }
}
