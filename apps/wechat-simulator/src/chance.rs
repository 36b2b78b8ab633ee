//! Everything random: identifiers in the shapes WeChat uses, and the dice for probable faults.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::clock::wall_millis;

const URL_SAFE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Message ids start above 2^53, so that a receiver that passes them through a float is found out.
const MESSAGE_ID_BASE: u64 = 10_000_000_000_000_000;

/// The source of identifiers; deterministic when it is seeded.
#[derive(Debug)]
pub struct Chance {
    rng: StdRng,
    seed: Option<u64>,
    next_message_id: u64,
}

impl Chance {
    /// With a seed every identifier is reproducible. Without one, message ids grow with time, so that a restarted
    /// simulator never repeats an id that its callback has already recorded.
    #[must_use]
    pub fn new(seed: Option<u64>) -> Self {
        match seed {
            Some(seed) => Self {
                rng: StdRng::seed_from_u64(seed),
                seed: Some(seed),
                next_message_id: MESSAGE_ID_BASE,
            },
            None => Self {
                rng: rand::make_rng(),
                seed: None,
                next_message_id: MESSAGE_ID_BASE + u64::try_from(wall_millis()).unwrap_or_default() * 4096,
            },
        }
    }

    /// Continues after a saved state: no message id and, with a seed, no other identifier is given out again.
    pub fn continue_after(&mut self, message_id: u64) {
        self.next_message_id = self.next_message_id.max(message_id.saturating_add(1));
        if let Some(seed) = self.seed {
            self.rng = StdRng::seed_from_u64(seed ^ self.next_message_id);
        }
    }

    /// The next id that will be given out.
    #[must_use]
    pub fn next_message_id(&self) -> u64 {
        self.next_message_id
    }

    /// A unique 64-bit id for a message or a send.
    pub fn message_id(&mut self) -> u64 {
        let id = self.next_message_id;
        self.next_message_id += self.rng.random_range(1..32);
        id
    }

    /// 28 characters beginning with `o`, as the open ids of official accounts are.
    pub fn open_id(&mut self) -> String {
        format!("o{}", self.text(URL_SAFE, 27))
    }

    /// An access token; real ones have a number, an underscore and well over a hundred characters.
    pub fn access_token(&mut self) -> String {
        format!("88_{}", self.text(URL_SAFE, 150))
    }

    /// The ticket of a scene code.
    pub fn ticket(&mut self) -> String {
        format!("gQ{}==", self.text(URL_SAFE, 92))
    }

    /// The address inside the picture of a scene code.
    pub fn code_url(&mut self) -> String {
        format!("http://weixin.qq.com/q/02{}", self.text(URL_SAFE, 20))
    }

    /// The nonce of a callback.
    pub fn nonce(&mut self) -> String {
        self.rng.random_range(100_000_000..2_000_000_000_u32).to_string()
    }

    /// The request id at the end of every `errmsg`.
    pub fn rid(&mut self) -> String {
        let part: [u32; 3] = self.rng.random();
        format!("{:08x}-{:08x}-{:08x}", part[0], part[1], part[2])
    }

    /// A template id, a media id, a web authorisation code or another opaque name of this many characters.
    pub fn name(&mut self, length: usize) -> String {
        self.text(URL_SAFE, length)
    }

    /// Letters and digits.
    pub fn letters(&mut self, length: usize) -> String {
        self.text(ALPHANUMERIC, length)
    }

    /// Hexadecimal digits, for app ids and secrets.
    pub fn hex(&mut self, length: usize) -> String {
        self.text(b"0123456789abcdef", length)
    }

    /// The 43 characters of an `EncodingAESKey`.
    pub fn aes_key(&mut self) -> String {
        self.text(ALPHANUMERIC, 43)
    }

    /// The 16 random bytes in front of an encrypted message.
    pub fn salt(&mut self) -> [u8; 16] {
        let text = self.text(ALPHANUMERIC, 16);
        let mut salt = [0; 16];
        salt.copy_from_slice(text.as_bytes());
        salt
    }

    /// Sixteen random bytes: a session key, or the start of a cipher.
    pub fn sixteen(&mut self) -> [u8; 16] {
        self.rng.random()
    }

    /// True with the given probability (0 to 1).
    pub fn happens(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability.clamp(0.0, 1.0))
    }

    fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length)
            .map(|_| char::from(alphabet[self.rng.random_range(0..alphabet.len())]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_identifiers() {
        let (mut one, mut other) = (Chance::new(Some(7)), Chance::new(Some(7)));
        assert_eq!(one.open_id(), other.open_id());
        assert_eq!(one.ticket(), other.ticket());
        assert_eq!(one.message_id(), other.message_id());
    }

    #[test]
    fn message_ids_are_unique_and_do_not_fit_a_float() {
        let mut chance = Chance::new(None);
        let (one, two) = (chance.message_id(), chance.message_id());
        assert!(one > 1 << 53 && two > one);
    }
}
