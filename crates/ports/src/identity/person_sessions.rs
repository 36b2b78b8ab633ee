//! The sessions of people who come through WeChat, whichever way: a web page, a mini program.

use domain::ids::PersonId;
use domain::time::Timestamp;

use super::TokenFault;

/// Who of the public is signed in. Its token goes to clients, so it holds no open id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSession {
    /// Names this session.
    pub id: String,
    /// Who; perhaps merged into somebody else since.
    pub person: PersonId,
    /// Our name of the account they came through.
    pub account: String,
    /// When the token was made.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Makes and reads signed tokens of people. An operator's token MUST NOT be read as one of these, nor the other way
/// round.
pub trait PersonSessions: Send + Sync {
    /// A token that says so.
    fn issue(&self, session: &PersonSession) -> String;

    /// Who a token speaks for at `now`.
    ///
    /// # Errors
    /// When it is expired or not ours; other algorithms than ours, `none` above all, MUST be refused.
    fn read(&self, token: &str, now: Timestamp) -> Result<PersonSession, TokenFault>;
}
