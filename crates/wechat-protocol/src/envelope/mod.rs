//! The encrypted envelope of safe and compatible mode.
//!
//! `base64(AES-256-CBC(random(16) ‖ length(u32 big-endian) ‖ message ‖ receive id ‖ padding))` with the first half of
//! the key as IV and PKCS#7 padding to blocks of 32 bytes (official page "Message encryption and decryption").
//!
//! Nothing in the envelope proves its origin: verify the message signature first.
//!
//! ```
//! use wechat_protocol::envelope::{EncodingAesKey, decrypt, encrypt};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let key = EncodingAesKey::parse("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")?;
//! let sealed = encrypt(&key, *b"0123456789abcdef", "你好".as_bytes(), "wx0123456789abcdef");
//! assert_eq!(decrypt(&key, &sealed, "wx0123456789abcdef")?, "你好".as_bytes());
//! assert!(decrypt(&key, &sealed, "wx_another_account").is_err());
//! # Ok(())
//! # }
//! ```

mod cipher;
mod error;
mod key;
mod key_ring;
mod outer_body;
mod reply;

pub use cipher::{decrypt, encrypt};
pub use error::{EnvelopeError, FailureKind};
pub use key::{EncodingAesKey, KeyError};
pub use key_ring::{KeyRing, KeySlot, Opened};
pub use outer_body::OuterBody;
pub use reply::EncryptedReply;

pub use crate::document::BodyFormat;
