//! An address that may carry a password.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// An address whose user, password and query are shown to nobody. `Debug` and `Display` print
/// the [redacted](Self::redacted) form.
#[derive(Clone)]
pub struct SecretUrl(SecretString);

impl SecretUrl {
    /// Wraps an address.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self(SecretString::from(url.into()))
    }

    /// The whole address, for the adapter that connects.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What stands before the first colon.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.expose().split(':').next().unwrap_or_default()
    }

    /// Scheme, host, port and path: enough to recognise a server, nothing to log in with.
    #[must_use]
    pub fn redacted(&self) -> String {
        if self.scheme() == "sqlite" {
            return self.expose().split('?').next().unwrap_or_default().to_owned();
        }
        Url::parse(self.expose()).map_or_else(
            |_| format!("{}://…", self.scheme()),
            |url| {
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                let host = url.host_str().unwrap_or_default();
                format!("{}://{host}{port}{}", url.scheme(), url.path())
            },
        )
    }
}

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SecretUrl").field(&self.redacted()).finish()
    }
}

impl fmt::Display for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}
