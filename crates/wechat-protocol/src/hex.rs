//! Lower-case hexadecimal, the only spelling WeChat uses for digests.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The 40 ASCII digits of a SHA-1 digest.
pub(crate) fn sha1_digits(digest: &[u8; 20]) -> [u8; 40] {
    let mut digits = [0; 40];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(digest) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 0x0f)];
    }
    digits
}

/// Digits of bytes of any number.
pub(crate) fn text(bytes: &[u8]) -> String {
    let digits = bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 0x0f)]]);
    digits.map(char::from).collect()
}

/// The same digits as text.
pub(crate) fn sha1_text(digest: &[u8; 20]) -> String {
    sha1_digits(digest).iter().copied().map(char::from).collect()
}
