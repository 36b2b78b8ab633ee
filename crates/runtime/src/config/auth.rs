//! Sessions, tickets and the first administrator.

use std::time::Duration;

use secrecy::SecretString;

use super::reader::Reader;

/// Sessions, tickets and the first administrator.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    /// Signs sessions.
    pub jwt_secret: SecretString,
    /// How long a session lasts.
    pub session_lifetime: Duration,
    /// Signs ticket codes; when absent a key is derived from [`Self::jwt_secret`].
    pub ticket_secret: Option<SecretString>,
    /// Seals the credentials of WeChat accounts in the database.
    pub credentials_key: SecretString,
    /// The key before the last change, which opens what was sealed with it.
    pub credentials_previous_key: Option<SecretString>,
    /// Made at start when there is no administrator yet.
    pub first_administrator: Option<FirstAdministrator>,
}

/// The account that lets an operator in for the first time.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    /// The login name.
    pub username: String,
    /// The first password.
    pub password: SecretString,
}

impl AuthConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let hours: u64 = reader.number("JWT_EXPIRE_HOURS", 1..=168);
        Self {
            jwt_secret: reader.required_secret("JWT_SECRET"),
            session_lifetime: Duration::from_secs(hours * 3_600),
            ticket_secret: reader.secret("TICKET_SECRET"),
            credentials_key: reader.required_secret("CREDENTIALS_KEY"),
            credentials_previous_key: reader.secret("CREDENTIALS_PREVIOUS_KEY"),
            first_administrator: read_administrator(reader),
        }
    }
}

fn read_administrator(reader: &mut Reader) -> Option<FirstAdministrator> {
    const NAMES: [&str; 2] = ["ADMIN_USERNAME", "ADMIN_PASSWORD"];
    if !NAMES.iter().any(|name| reader.is_set(name)) {
        return None;
    }
    for name in NAMES {
        if !reader.is_set(name) {
            reader.fault(name, "is required: ADMIN_USERNAME and ADMIN_PASSWORD belong together");
        }
    }
    Some(FirstAdministrator {
        username: reader.required("ADMIN_USERNAME"),
        password: reader.required_secret("ADMIN_PASSWORD"),
    })
}
