//! What the client of a Mini Program hands over: signed, encrypted, and believed only when both are right.

use std::fmt;

use domain::identity::PhoneNumber;
use domain::secret::Secret;
use domain::time::Timestamp;

/// Encrypted data with what opens it besides the session key. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedClientData {
    /// Base64.
    pub encrypted_data: String,
    /// Base64.
    pub iv: String,
}

impl fmt::Debug for SealedClientData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedClientData(…)")
    }
}

/// Raw data with its signature. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedRawData {
    /// The text exactly as the client gave it: written anew it has another signature.
    pub raw_data: String,
    /// Lower-case hex SHA-1 of the text and the session key.
    pub signature: String,
}

impl fmt::Debug for SignedRawData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignedRawData(…)")
    }
}

/// A person's profile. Since late 2022 WeChat hands over a placeholder for name and picture. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientProfile {
    /// The person in this Mini Program.
    pub open_id: Option<String>,
    /// The person at every account of the same Open Platform account.
    pub union_id: Option<String>,
    /// The name.
    pub nick_name: Option<String>,
    /// The address of the picture.
    pub avatar_url: Option<String>,
}

impl fmt::Debug for ClientProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientProfile(…)")
    }
}

/// The data could not be used. The same whatever is wrong with it; the usual cause is a session key that a later login
/// replaced, so the person has to log in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the client's data could not be opened: log in again")]
pub struct ClientDataFault;

/// Opens what a client hands over. MUST refuse data that was made for another app, is older than some minutes, or whose
/// signature is wrong, each in the same way; no input may panic.
pub trait ClientData: Send + Sync {
    /// The phone number in the data of the phone-number button.
    ///
    /// # Errors
    /// [`ClientDataFault`] for any fault.
    fn open_phone_number(
        &self,
        session_key: &Secret,
        app_id: &str,
        data: &SealedClientData,
        now: Timestamp,
    ) -> Result<PhoneNumber, ClientDataFault>;

    /// The profile in the data of `wx.getUserProfile`, whose raw data must bear its signature.
    ///
    /// # Errors
    /// [`ClientDataFault`] for any fault.
    fn open_profile(
        &self,
        session_key: &Secret,
        app_id: &str,
        raw: &SignedRawData,
        data: &SealedClientData,
        now: Timestamp,
    ) -> Result<ClientProfile, ClientDataFault>;
}
