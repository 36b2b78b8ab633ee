//! Session tokens: JSON Web Tokens signed with HMAC-SHA256 (RFC 7519, `HS256`).

use domain::identity::Role;
use domain::ids::OperatorId;
use domain::time::Timestamp;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use ports::identity::{Session, SessionTokens, TokenFault};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

const ISSUER: &str = "nextevent";

/// Signs and reads session tokens. Times in a token are whole seconds.
pub struct JwtSessions {
    signing: EncodingKey,
    /// The current secret first, then the one before it.
    reading: Vec<DecodingKey>,
    validation: Validation,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    sid: String,
    name: String,
    role: String,
    iat: i64,
    exp: i64,
}

impl JwtSessions {
    /// Signs with `secret`. Tokens signed with the `previous` one are still read, so that a secret can be changed
    /// without signing everybody out.
    #[must_use]
    pub fn new(secret: &SecretString, previous: Option<&SecretString>) -> Self {
        let bytes = |secret: &SecretString| secret.expose_secret().as_bytes().to_vec();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss", "sub"]);
        // Expiry is judged against the given instant, not against the library's clock.
        validation.validate_exp = false;
        validation.leeway = 0;
        Self {
            signing: EncodingKey::from_secret(&bytes(secret)),
            reading: [Some(secret), previous]
                .into_iter()
                .flatten()
                .map(|secret| DecodingKey::from_secret(&bytes(secret)))
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

impl SessionTokens for JwtSessions {
    fn issue(&self, session: &Session) -> String {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            sub: session.operator.to_string(),
            sid: session.id.clone(),
            name: session.username.clone(),
            role: session.role.name().to_owned(),
            iat: session.issued_at.unix_seconds(),
            exp: session.expires_at.unix_seconds(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signing)
            .expect("texts and numbers become JSON, and HMAC takes a key of any length")
    }

    fn read(&self, token: &str, now: Timestamp) -> Result<Session, TokenFault> {
        let session = self.claims(token).and_then(session).ok_or(TokenFault::Invalid)?;
        if session.expires_at <= now {
            return Err(TokenFault::Expired);
        }
        Ok(session)
    }
}

fn session(claims: Claims) -> Option<Session> {
    Some(Session {
        id: claims.sid,
        operator: claims.sub.parse::<OperatorId>().ok()?,
        username: claims.name,
        role: Role::from_name(&claims.role)?,
        issued_at: Timestamp::from_unix_seconds(claims.iat),
        expires_at: Timestamp::from_unix_seconds(claims.exp),
    })
}
