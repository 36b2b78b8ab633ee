//! Sealing and opening one envelope.

use aes::{
    Aes256,
    cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use subtle::{Choice, ConstantTimeEq, ConstantTimeLess};

use super::{
    error::{EnvelopeError, FailureKind},
    key::EncodingAesKey,
};

const AES_BLOCK: usize = 16;
const PADDING_BLOCK: usize = 32;
/// 16 random bytes and the 4 bytes of the length.
const HEADER: usize = 20;

/// Seals a message for `receive_id` (the app id) and returns the text of the `Encrypt` field: standard base64, padded.
///
/// `random` must be fresh for every message, since the IV never changes.
///
/// # Panics
/// When the message is longer than `u32::MAX` bytes, which the format cannot express.
#[must_use]
pub fn encrypt(key: &EncodingAesKey, random: [u8; 16], message: &[u8], receive_id: &str) -> String {
    let length = u32::try_from(message.len()).expect("the format holds messages up to 4 GiB");
    let unpadded = HEADER + message.len() + receive_id.len();
    let mut buffer = Vec::with_capacity(unpadded + PADDING_BLOCK);
    buffer.extend_from_slice(&random);
    buffer.extend_from_slice(&length.to_be_bytes());
    buffer.extend_from_slice(message);
    buffer.extend_from_slice(receive_id.as_bytes());
    let padding = padding_for(unpadded);
    buffer.resize(unpadded + usize::from(padding), padding);
    let (blocks, _) = Array::slice_as_chunks_mut(&mut buffer);
    cbc::Encryptor::<&Aes256>::inner_iv_init(&key.cipher, &key.iv.into()).encrypt_blocks(blocks);
    STANDARD.encode(buffer)
}

/// Opens the text of an `Encrypt` field and returns the message, provided it is for `receive_id`.
///
/// # Errors
/// One opaque [`EnvelopeError`] whatever is wrong; no input panics.
pub fn decrypt(key: &EncodingAesKey, encrypt_base64: &str, receive_id: &str) -> Result<Vec<u8>, EnvelopeError> {
    open(key, encrypt_base64, receive_id).map_err(EnvelopeError::new)
}

fn open(key: &EncodingAesKey, encrypt_base64: &str, receive_id: &str) -> Result<Vec<u8>, FailureKind> {
    let mut buffer = STANDARD.decode(encrypt_base64).map_err(|_| FailureKind::NotBase64)?;
    if buffer.is_empty() || !buffer.len().is_multiple_of(AES_BLOCK) {
        return Err(FailureKind::CiphertextLength);
    }
    let (blocks, _) = Array::slice_as_chunks_mut(&mut buffer);
    cbc::Decryptor::<&Aes256>::inner_iv_init(&key.cipher, &key.iv.into()).decrypt_blocks(blocks);
    let unpadded = without_padding(&buffer).ok_or(FailureKind::Padding)?;
    let message_end = message_end(unpadded).ok_or(FailureKind::MessageLength)?;
    if !bool::from(unpadded[message_end..].ct_eq(receive_id.as_bytes())) {
        return Err(FailureKind::ReceiveId);
    }
    buffer.truncate(message_end);
    buffer.drain(..HEADER);
    Ok(buffer)
}

/// 1..=32: a message that already fills its blocks gets a whole block more.
fn padding_for(unpadded: usize) -> u8 {
    u8::try_from(PADDING_BLOCK - unpadded % PADDING_BLOCK).expect("a padding is 1..=32")
}

/// Looks at all of the last 32 bytes whatever their values, so that its time says nothing about them.
fn without_padding(buffer: &[u8]) -> Option<&[u8]> {
    let padding = *buffer.last()?;
    let mut fits = !padding.ct_eq(&0) & padding.ct_lt(&33);
    for (from_end, byte) in (0u8..32).zip(buffer.iter().rev()) {
        let is_message = !from_end.ct_lt(&padding);
        fits &= is_message | byte.ct_eq(&padding);
    }
    fits &= Choice::from(u8::from(usize::from(padding) <= buffer.len()));
    bool::from(fits).then(|| &buffer[..buffer.len() - usize::from(padding)])
}

fn message_end(unpadded: &[u8]) -> Option<usize> {
    let length = unpadded.get(16..HEADER)?.try_into().ok().map(u32::from_be_bytes)?;
    let end = HEADER.checked_add(usize::try_from(length).ok()?)?;
    (end <= unpadded.len()).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &str = "wx0123456789abcdef";

    fn key() -> EncodingAesKey {
        EncodingAesKey::parse("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG").unwrap()
    }

    /// Encrypts bytes as they are, well formed or not.
    fn seal_raw(mut bytes: Vec<u8>) -> String {
        let (blocks, _) = Array::slice_as_chunks_mut(&mut bytes);
        cbc::Encryptor::<&Aes256>::inner_iv_init(&key().cipher, &key().iv.into()).encrypt_blocks(blocks);
        STANDARD.encode(bytes)
    }

    fn failure(encrypt: &str) -> FailureKind {
        decrypt(&key(), encrypt, APP).unwrap_err().kind()
    }

    fn padded(last: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; 20 - 1];
        bytes.push(64 - 38 - u8::try_from(last.len()).unwrap());
        bytes.resize(64 - 18 - last.len(), b'x');
        bytes.extend_from_slice(APP.as_bytes());
        bytes.extend_from_slice(last);
        bytes
    }

    #[test]
    fn every_message_length_comes_back() {
        for length in 0..100 {
            let message = vec![7; length];
            assert_eq!(
                decrypt(&key(), &encrypt(&key(), [1; 16], &message, APP), APP).unwrap(),
                message
            );
        }
    }

    #[test]
    fn another_account_or_another_key_cannot_open_it() {
        let sealed = encrypt(&key(), [1; 16], b"hello", APP);
        assert_eq!(
            decrypt(&key(), &sealed, "wx_other").unwrap_err().kind(),
            FailureKind::ReceiveId
        );
        assert_eq!(decrypt(&key(), &sealed, "").unwrap_err().kind(), FailureKind::ReceiveId);
        let other = EncodingAesKey::parse(&"b".repeat(43)).unwrap();
        assert!(decrypt(&other, &sealed, APP).is_err());
    }

    #[test]
    fn a_hand_made_envelope_opens_so_the_broken_ones_below_fail_for_their_reason() {
        assert_eq!(decrypt(&key(), &seal_raw(padded(&[3, 3, 3])), APP).unwrap(), [b'x'; 23]);
    }

    #[test]
    fn bad_padding_is_refused() {
        for last in [&[0][..], &[33], &[255], &[2, 3, 3], &[9]] {
            assert_eq!(failure(&seal_raw(padded(last))), FailureKind::Padding, "{last:?}");
        }
        assert_eq!(failure(&seal_raw(vec![17; 16])), FailureKind::Padding);
        let consistent_but_too_long = [&[0; 19][..], &[9], b"nine long", APP.as_bytes(), &[33; 33]].concat();
        assert_eq!(failure(&seal_raw(consistent_but_too_long)), FailureKind::Padding);
        assert_eq!(failure(&seal_raw(vec![16; 16])), FailureKind::MessageLength);
    }

    #[test]
    fn a_length_that_does_not_fit_is_refused() {
        for length in [45u32, 0x7fff_ffff, u32::MAX] {
            let mut bytes = padded(&[1]);
            bytes[16..20].copy_from_slice(&length.to_be_bytes());
            assert_eq!(failure(&seal_raw(bytes)), FailureKind::MessageLength, "{length}");
        }
        let mut short = padded(&[1]);
        short[19] -= 1;
        assert_eq!(failure(&seal_raw(short)), FailureKind::ReceiveId);
    }

    #[test]
    fn what_is_not_whole_blocks_of_base64_is_refused() {
        assert_eq!(failure(""), FailureKind::CiphertextLength);
        assert_eq!(failure("c2hvcnQ="), FailureKind::CiphertextLength);
        assert_eq!(failure("***"), FailureKind::NotBase64);
    }

    #[test]
    fn failures_look_alike() {
        let errors = ["", "***", &seal_raw(padded(&[0]))].map(|sealed| decrypt(&key(), sealed, APP).unwrap_err());
        for error in &errors {
            assert_eq!(
                format!("{error} {error:?}"),
                "the envelope could not be opened EnvelopeError"
            );
        }
    }
}
