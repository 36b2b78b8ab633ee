//! The current key and, while a change is under way, the one before it.

use super::{
    cipher::{decrypt, encrypt},
    error::EnvelopeError,
    key::EncodingAesKey,
};

/// The keys a callback accepts. WeChat goes on using the old key for a while after a change in the console, and the
/// reply must use whichever key the message came with.
#[derive(Clone, Debug)]
pub struct KeyRing {
    /// The key shown in the console.
    pub current: EncodingAesKey,
    /// The key it replaced, as long as messages may still come with it.
    pub previous: Option<EncodingAesKey>,
}

/// Which key of the ring opened a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySlot {
    /// The key shown in the console.
    Current,
    /// The key it replaced.
    Previous,
}

/// An opened envelope.
#[derive(Clone)]
pub struct Opened {
    /// The message's bytes: an XML or JSON body.
    pub message: Vec<u8>,
    /// The key that opened it; seal the reply with [`KeyRing::encrypt`] and this slot.
    pub slot: KeySlot,
}

impl KeyRing {
    /// A ring of one key.
    #[must_use]
    pub fn new(current: EncodingAesKey) -> Self {
        Self {
            current,
            previous: None,
        }
    }

    /// Opens the text of an `Encrypt` field with the current key, then with the previous one.
    ///
    /// # Errors
    /// When neither opens it; the error's kind is the current key's.
    pub fn decrypt(&self, encrypt_base64: &str, receive_id: &str) -> Result<Opened, EnvelopeError> {
        let failure = match decrypt(&self.current, encrypt_base64, receive_id) {
            Ok(message) => {
                return Ok(Opened {
                    message,
                    slot: KeySlot::Current,
                });
            }
            Err(failure) => failure,
        };
        let previous = self.previous.as_ref().ok_or_else(|| failure.clone())?;
        decrypt(previous, encrypt_base64, receive_id)
            .map(|message| Opened {
                message,
                slot: KeySlot::Previous,
            })
            .map_err(|_| failure)
    }

    /// Seals a reply with the key in `slot`, see [`encrypt`].
    ///
    /// # Panics
    /// As [`encrypt`].
    #[must_use]
    pub fn encrypt(&self, slot: KeySlot, random: [u8; 16], message: &[u8], receive_id: &str) -> String {
        encrypt(self.key(slot), random, message, receive_id)
    }

    /// The key in `slot`; the current one when there is no previous.
    #[must_use]
    pub fn key(&self, slot: KeySlot) -> &EncodingAesKey {
        match slot {
            KeySlot::Current => &self.current,
            KeySlot::Previous => self.previous.as_ref().unwrap_or(&self.current),
        }
    }
}

impl std::fmt::Debug for Opened {
    /// Without the message: it names a person.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Opened")
            .field("slot", &self.slot)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(letter: &str) -> EncodingAesKey {
        EncodingAesKey::parse(&letter.repeat(43)).unwrap()
    }

    #[test]
    fn each_message_is_answered_with_the_key_it_came_with() {
        let ring = KeyRing {
            current: key("n"),
            previous: Some(key("o")),
        };
        for (sender, slot) in [(key("n"), KeySlot::Current), (key("o"), KeySlot::Previous)] {
            let opened = ring.decrypt(&encrypt(&sender, [0; 16], b"hi", "wx"), "wx").unwrap();
            assert_eq!((opened.message.as_slice(), opened.slot), (&b"hi"[..], slot));
            let reply = ring.encrypt(opened.slot, [9; 16], b"yo", "wx");
            assert_eq!(decrypt(&sender, &reply, "wx").unwrap(), b"yo");
        }
    }

    #[test]
    fn a_key_outside_the_ring_opens_nothing() {
        let stranger = encrypt(&key("s"), [0; 16], b"hi", "wx");
        assert!(KeyRing::new(key("n")).decrypt(&stranger, "wx").is_err());
        let ring = KeyRing {
            current: key("n"),
            previous: Some(key("o")),
        };
        assert!(ring.decrypt(&stranger, "wx").is_err());
    }
}
