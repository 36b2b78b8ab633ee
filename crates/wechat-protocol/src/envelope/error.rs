//! The one answer to every envelope that cannot be opened.

use std::fmt;

/// The envelope could not be opened.
///
/// It deliberately looks the same whichever check failed: an answer that told padding from account would let a stranger
/// probe the key. [`EnvelopeError::kind`] is for the operator's log and must not influence the answer.
#[derive(Clone)]
pub struct EnvelopeError {
    kind: FailureKind,
}

/// Which check failed, for logs only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// `Encrypt` is not base64.
    NotBase64,
    /// The ciphertext is empty or not a whole number of AES blocks.
    CiphertextLength,
    /// The padding is not PKCS#7 for blocks of 32. Most often: another key.
    Padding,
    /// The inner length does not fit. Most often: another key.
    MessageLength,
    /// The message is for another app id.
    ReceiveId,
}

impl EnvelopeError {
    pub(super) fn new(kind: FailureKind) -> Self {
        Self { kind }
    }

    /// Which check failed: write it to the log, never into an answer.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.kind
    }
}

impl fmt::Display for EnvelopeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the envelope could not be opened")
    }
}

impl fmt::Debug for EnvelopeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EnvelopeError")
    }
}

impl std::error::Error for EnvelopeError {}
