//! The process-wide cryptography of TLS connections.

/// Installs ring as the provider of rustls. Call it before the first TLS client is built;
/// further calls change nothing.
///
/// The HTTP client is built without a provider of its own, and panics when none is installed.
pub fn install() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing a race against another caller leaves the same provider in place.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_provider_can_be_installed_twice() {
        super::install();
        super::install();
        assert!(rustls::crypto::CryptoProvider::get_default().is_some());
    }
}
