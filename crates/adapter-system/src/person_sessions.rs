//! Session tokens of people who come through WeChat: JSON Web Tokens signed with HMAC-SHA256 (RFC 7519, `HS256`).
//!
//! The key is derived from the configured secret for these tokens alone, so that none of them can pass for an
//! operator's, whatever a claim says.

use domain::ids::PersonId;
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use ports::identity::{PersonSession, PersonSessions, TokenFault};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

const ISSUER: &str = "nextevent";
const AUDIENCE: &str = "person";
const KEY_LABEL: &[u8] = b"nextevent person session key v1";

/// Signs and reads tokens of people. Times in a token are whole seconds.
pub struct JwtPersonSessions {
    signing: EncodingKey,
    /// The current secret first, then the one before it.
    reading: Vec<DecodingKey>,
    validation: Validation,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    acc: String,
    iat: i64,
    exp: i64,
}

impl JwtPersonSessions {
    /// Signs with a key derived from `secret`. Tokens of the `previous` secret are still read.
    #[must_use]
    pub fn new(secret: &SecretString, previous: Option<&SecretString>) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Expiry is judged against the given instant, not against the library's clock.
        validation.validate_exp = false;
        validation.leeway = 0;
        let secrets = [Some(secret), previous];
        Self {
            signing: EncodingKey::from_secret(&derived(secret)),
            reading: secrets
                .into_iter()
                .flatten()
                .map(|secret| DecodingKey::from_secret(&derived(secret)))
                .collect(),
            validation,
        }
    }

    fn claims(&self, token: &str) -> Option<Claims> {
        for key in &self.reading {
            match jsonwebtoken::decode::<Claims>(token, key, &self.validation) {
                Ok(token) => return Some(token.claims),
                Err(error) if matches!(error.kind(), ErrorKind::InvalidSignature) => {}
                Err(_) => return None,
            }
        }
        None
    }
}

impl PersonSessions for JwtPersonSessions {
    fn issue(&self, session: &PersonSession) -> String {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: session.person.to_string(),
            sid: session.id.clone(),
            acc: session.account.clone(),
            iat: session.issued_at.unix_seconds(),
            exp: session.expires_at.unix_seconds(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signing)
            .expect("texts and numbers become JSON, and HMAC takes a key of any length")
    }

    fn read(&self, token: &str, now: Timestamp) -> Result<PersonSession, TokenFault> {
        let session = self.claims(token).and_then(session).ok_or(TokenFault::Invalid)?;
        if session.expires_at <= now {
            return Err(TokenFault::Expired);
        }
        Ok(session)
    }
}

fn session(claims: Claims) -> Option<PersonSession> {
    Some(PersonSession {
        id: claims.sid,
        person: claims.sub.parse::<PersonId>().ok()?,
        account: claims.acc,
        issued_at: Timestamp::from_unix_seconds(claims.iat),
        expires_at: Timestamp::from_unix_seconds(claims.exp),
    })
}

fn derived(secret: &SecretString) -> [u8; 32] {
    let mut derivation =
        Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).expect("HMAC takes a key of any length");
    derivation.update(KEY_LABEL);
    derivation.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::identity::Role;
    use domain::ids::OperatorId;
    use ports::identity::{Session, SessionTokens};
    use uuid::Uuid;

    use super::*;
    use crate::JwtSessions;

    const SECRET: &str = "a secret of the tests, long enough for all";

    fn now() -> Timestamp {
        Timestamp::from_unix_seconds(1_800_000_000)
    }

    fn a_session() -> PersonSession {
        PersonSession {
            id: "s-1".to_owned(),
            person: PersonId::from_uuid(Uuid::from_u128(1)),
            account: "mini".to_owned(),
            issued_at: now(),
            expires_at: now().plus(Duration::from_mins(1)),
        }
    }

    #[test]
    fn a_token_says_what_it_was_made_for_until_it_ends() {
        let sessions = JwtPersonSessions::new(&SECRET.into(), None);
        let token = sessions.issue(&a_session());
        assert_eq!(sessions.read(&token, now()), Ok(a_session()));
        assert_eq!(sessions.read(&token, a_session().expires_at), Err(TokenFault::Expired));
        assert_eq!(sessions.read(&token[1..], now()), Err(TokenFault::Invalid));
        let other = JwtPersonSessions::new(&"another secret of the same length or so".into(), None);
        assert_eq!(other.read(&token, now()), Err(TokenFault::Invalid));
        let changed = JwtPersonSessions::new(&"a new secret, as long as the old one was".into(), Some(&SECRET.into()));
        assert_eq!(changed.read(&token, now()), Ok(a_session()));
    }

    #[test]
    fn a_persons_token_is_no_operators_token_nor_the_other_way_round() {
        let people = JwtPersonSessions::new(&SECRET.into(), None);
        let operators = JwtSessions::new(&SECRET.into(), None);
        let operator = operators.issue(&Session {
            id: "s-2".to_owned(),
            operator: OperatorId::from_uuid(Uuid::from_u128(1)),
            username: "admin".to_owned(),
            role: Role::Administrator,
            issued_at: now(),
            expires_at: now().plus(Duration::from_mins(1)),
        });
        assert_eq!(people.read(&operator, now()), Err(TokenFault::Invalid));
        assert_eq!(
            operators.read(&people.issue(&a_session()), now()),
            Err(TokenFault::Invalid)
        );
    }
}
