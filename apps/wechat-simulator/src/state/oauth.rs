//! Web authorisation (网页授权): codes and the tokens of people.

use serde::{Deserialize, Serialize};

use super::bounded::Bounded;

/// Seconds a code lives.
pub const CODE_SECONDS: i64 = 300;
/// Seconds a person's token lives.
pub const TOKEN_SECONDS: i64 = 7200;
/// Seconds a refresh token lives: 30 days.
pub const REFRESH_SECONDS: i64 = 30 * 86_400;

/// What a person agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The person.
    pub open_id: String,
    /// `snsapi_base` or `snsapi_userinfo`.
    pub scope: String,
    /// Whether this is the virtual user of a snapshot page (快照页).
    pub is_snapshot: bool,
}

/// A grant with an end.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lease {
    /// What was granted.
    pub grant: Grant,
    /// Unix seconds, simulated time.
    pub expires_at: i64,
    /// Whether it was used; codes work once.
    pub used: bool,
}

/// Who holds the browser in which pages of the account are opened, and what they decide.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Decision {
    /// The person.
    pub open_id: String,
    /// Whether they agree to `snsapi_userinfo`.
    #[serde(default = "yes")]
    pub allow: bool,
    /// Whether the page is opened as a snapshot.
    #[serde(default)]
    pub snapshot: bool,
}

fn yes() -> bool {
    true
}

/// All codes and tokens.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OAuth {
    /// Codes.
    pub codes: Bounded<Lease>,
    /// Tokens of people.
    pub tokens: Bounded<Lease>,
    /// Refresh tokens.
    pub refresh_tokens: Bounded<Lease>,
    /// What is decided without asking; without it a page asks.
    pub decision: Option<Decision>,
}

impl OAuth {
    /// A person withdrew the consent: their tokens end at once.
    pub fn revoke(&mut self, open_id: &str) {
        let leases = self.tokens.values_mut().chain(self.refresh_tokens.values_mut());
        for lease in leases.filter(|lease| lease.grant.open_id == open_id) {
            lease.expires_at = 0;
        }
    }
}
