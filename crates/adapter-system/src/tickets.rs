//! Signed ticket codes.
//!
//! A code is `NE1-` and 48 characters of Crockford's base 32 over 30 bytes: the 16 of the attendee's id, 10 of
//! HMAC-SHA256 over a label and the id, and 4 of CRC-32 over all before. The checksum tells a misread code from a
//! forged one; 80 bits of signature are beyond guessing at a gate.

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use domain::ids::AttendeeId;
use hmac::{Hmac, KeyInit as _, Mac as _};
use ports::attendance::{TicketFault, Tickets};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use uuid::Uuid;

const PREFIX: &str = "NE1-";
const KEY_LABEL: &[u8] = b"nextevent ticket key v1";
const CODE_LABEL: &[u8] = b"nextevent ticket v1";
const ID: usize = 16;
const SIGNATURE: usize = 10;
const CHECKSUM: usize = 4;

/// <https://www.crockford.com/base32.html>: letters that look like digits are read as these.
static CROCKFORD: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    specification.translate.from.push_str("abcdefghjkmnpqrstvwxyzoOiIlL");
    specification.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    specification
        .encoding()
        .expect("32 different symbols and translations to them")
});

/// Makes and reads ticket codes under a key derived from a secret.
pub struct SignedTickets {
    /// Keyed and labelled, ready for an id.
    signer: Hmac<Sha256>,
}

impl SignedTickets {
    /// Codes under `secret`, which may serve other purposes, too: the key is derived for tickets alone.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        let mut derivation = keyed(secret.expose_secret().as_bytes());
        derivation.update(KEY_LABEL);
        let mut signer = keyed(&derivation.finalize().into_bytes());
        signer.update(CODE_LABEL);
        Self { signer }
    }

    fn signature_of(&self, id: &[u8]) -> Hmac<Sha256> {
        let mut signature = self.signer.clone();
        signature.update(id);
        signature
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}

impl Tickets for SignedTickets {
    fn code_for(&self, attendee: AttendeeId) -> String {
        let mut bytes = Vec::with_capacity(ID + SIGNATURE + CHECKSUM);
        bytes.extend_from_slice(attendee.uuid().as_bytes());
        let signature = self.signature_of(&bytes).finalize().into_bytes();
        bytes.extend_from_slice(&signature[..SIGNATURE]);
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
        format!("{PREFIX}{}", CROCKFORD.encode(&bytes))
    }

    fn read(&self, code: &str) -> Result<AttendeeId, TicketFault> {
        let bytes = decode(code.trim()).ok_or(TicketFault::Unreadable)?;
        let (signed, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(TicketFault::Unreadable)?;
        let (id, signature) = signed.split_first_chunk::<ID>().ok_or(TicketFault::Unreadable)?;
        if signature.len() != SIGNATURE || crc32fast::hash(signed) != u32::from_be_bytes(*checksum) {
            return Err(TicketFault::Unreadable);
        }
        // Compares in constant time.
        self.signature_of(id)
            .verify_truncated_left(signature)
            .map_err(|_| TicketFault::Forged)?;
        Ok(AttendeeId::from_uuid(Uuid::from_bytes(*id)))
    }
}

fn decode(code: &str) -> Option<Vec<u8>> {
    let (prefix, body) = code.split_at_checked(PREFIX.len())?;
    let is_ours = prefix.chars().map(plain).eq(PREFIX.chars());
    // Far longer codes are not worth decoding.
    let is_short = body.len() <= 64;
    CROCKFORD.decode(body.as_bytes()).ok().filter(|_| is_ours && is_short)
}

/// A character of the prefix as it was meant.
const fn plain(character: char) -> char {
    match character {
        'i' | 'I' | 'l' | 'L' => '1',
        other => other.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    fn tickets(secret: &str) -> SignedTickets {
        SignedTickets::new(&SecretString::from(secret))
    }

    fn attendee(number: u128) -> AttendeeId {
        AttendeeId::from_uuid(Uuid::from_u128(0x019a_f2a1_0000_7000_8000_0000_0000_0000 + number))
    }

    #[test]
    fn a_code_leads_back_to_its_attendee() {
        let tickets = tickets("secret");
        for number in 0..1_000 {
            let code = tickets.code_for(attendee(number));
            assert_eq!(tickets.read(&code), Ok(attendee(number)));
        }
    }

    #[test]
    fn a_code_is_the_same_every_time_and_never_changes_its_form() {
        // A printed ticket must be read by every later version.
        let code = tickets("secret").code_for(attendee(1));
        assert_eq!(code, "NE1-06DF588001R010000000000006W1VAAJ8MS3FBT6WKXPJG8W");
    }

    #[test]
    fn a_code_has_52_printable_characters() {
        let code = tickets("secret").code_for(attendee(1));
        assert_eq!(code.len(), 52);
        let body = code.strip_prefix("NE1-").unwrap();
        assert!(body.chars().all(|character| ALPHABET.contains(character)), "{code}");
    }

    #[test]
    fn case_look_alikes_and_surrounding_space_do_not_matter() {
        let tickets = tickets("secret");
        for number in 0..50 {
            let code = tickets.code_for(attendee(number));
            let look_alike = code.replace('0', "O").replace('1', "l");
            for typed in [
                code.to_lowercase(),
                format!(" \t{code}\r\n\u{3000}"),
                look_alike.clone(),
                look_alike.to_lowercase(),
                code.replace('1', "I").replace('0', "o"),
            ] {
                assert_eq!(tickets.read(&typed), Ok(attendee(number)), "{typed}");
            }
        }
    }

    #[test]
    fn any_single_wrong_character_is_unreadable() {
        let tickets = tickets("secret");
        let code = tickets.code_for(attendee(7));
        for position in 0..code.len() {
            for wrong in ALPHABET.chars().chain("U-!é".chars()) {
                let right = code[position..].chars().next().unwrap();
                if wrong == right {
                    continue;
                }
                let typed = format!("{}{wrong}{}", &code[..position], &code[position + 1..]);
                assert_eq!(tickets.read(&typed), Err(TicketFault::Unreadable), "{typed}");
            }
        }
    }

    #[test]
    fn lost_doubled_and_swapped_characters_are_unreadable() {
        let tickets = tickets("secret");
        let code = tickets.code_for(attendee(7));
        for position in 0..code.len() {
            let (head, tail) = code.split_at(position);
            let lost = format!("{head}{}", &tail[1..]);
            let doubled = format!("{head}{}{tail}", &tail[..1]);
            assert_eq!(tickets.read(&lost), Err(TicketFault::Unreadable), "{lost}");
            assert_eq!(tickets.read(&doubled), Err(TicketFault::Unreadable), "{doubled}");
            if tail.len() > 1 && tail[..1] != tail[1..2] {
                let swapped = format!("{head}{}{}{}", &tail[1..2], &tail[..1], &tail[2..]);
                assert_eq!(tickets.read(&swapped), Err(TicketFault::Unreadable), "{swapped}");
            }
        }
    }

    #[test]
    fn rubbish_is_unreadable() {
        for code in [
            "",
            "NE1-",
            "NE1",
            "é",
            "NE1-🍵",
            "https://example.com/t",
            &"NE1-0".repeat(50_000),
        ] {
            assert_eq!(tickets("secret").read(code), Err(TicketFault::Unreadable));
        }
    }

    #[test]
    fn a_code_of_another_secret_is_forged() {
        let code = tickets("another secret").code_for(attendee(1));
        assert_eq!(tickets("secret").read(&code), Err(TicketFault::Forged));
    }

    #[test]
    fn a_changed_id_or_signature_under_a_fitting_checksum_is_forged() {
        let tickets = tickets("secret");
        let genuine = decode(&tickets.code_for(attendee(1))).unwrap();
        for bit in 0..(ID + SIGNATURE) * 8 {
            let mut bytes = genuine[..ID + SIGNATURE].to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
            let code = format!("{PREFIX}{}", CROCKFORD.encode(&bytes));
            assert_eq!(tickets.read(&code), Err(TicketFault::Forged), "bit {bit}");
        }
    }

    #[test]
    fn a_shorter_code_with_a_fitting_checksum_is_unreadable() {
        let tickets = tickets("secret");
        let genuine = decode(&tickets.code_for(attendee(1))).unwrap();
        for length in [0, 1, ID, ID + 5] {
            let mut bytes = genuine[..length].to_vec();
            bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
            let code = format!("{PREFIX}{}", CROCKFORD.encode(&bytes));
            assert_eq!(tickets.read(&code), Err(TicketFault::Unreadable), "{length} bytes");
        }
    }
}
