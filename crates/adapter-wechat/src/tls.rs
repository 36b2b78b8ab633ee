//! The process-wide cryptography of TLS connections.

/// Installs ring as the provider of rustls unless there is one; the HTTP client panics without.
pub(crate) fn install() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing a race against another caller leaves a provider in place all the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
