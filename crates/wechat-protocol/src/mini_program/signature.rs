//! Signatures with a session key.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::session_key::SessionKey;
use crate::hex;

/// Whether `signature` is the lower-case hex SHA-1 of `raw_data` and the session key's text, compared in constant time.
///
/// `raw_data` is the client's text exactly as it came: JSON written anew has another signature.
#[must_use]
pub fn verify_raw_data(key: &SessionKey, raw_data: &str, signature: &str) -> bool {
    let digest = Sha1::new()
        .chain_update(raw_data)
        .chain_update(&key.text)
        .finalize()
        .into();
    hex::sha1_digits(&digest).as_slice().ct_eq(signature.as_bytes()).into()
}

/// The `signature` of calls in the name of a logged-in person (`sig_method=hmac_sha256`): lower-case hex HMAC-SHA256 over
/// the call's body, keyed with the session key's base64 text itself.
#[must_use]
pub fn user_signature(key: &SessionKey, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.text.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(body);
    hex::text(&mac.finalize().into_bytes())
}

/// The `signature` of `/wxa/checksession` and `/wxa/resetusersessionkey`, which sign the empty string.
#[must_use]
pub fn check_session_signature(key: &SessionKey) -> String {
    user_signature(key, b"")
}

/// The `encrypted_msg_hash` of `/wxa/business/checkencryptedmsg`: lower-case hex SHA-256 of `encryptedData` as the client
/// sent it.
#[must_use]
pub fn encrypted_data_hash(encrypted_data: &str) -> String {
    hex::text(&Sha256::digest(encrypted_data.as_bytes()))
}
