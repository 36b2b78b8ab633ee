//! The Mini Program (小程序): what its client hands over, verified and decrypted with the session key of a login.
//!
//! ```
//! use wechat_protocol::mini_program::{SessionKey, Watermark, WatermarkCheck, decrypt_data};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let key = SessionKey::parse("tiihtNczf5v6AKRyjwEUhQ==")?;
//! let check = WatermarkCheck { app_id: "wx4f4bc4dec97d474b", now: 1_477_314_200, max_age_seconds: 300 };
//! let refused = decrypt_data::<serde_json::Value>(&key, "bm90IHNlYWxlZA==", "r7BXXKkLb8qrSNn05n0qiA==", &check);
//! // Most often a stale session key: ask the client to log in again.
//! assert!(refused.is_err());
//! # Ok(())
//! # }
//! ```

mod cipher;
mod data;
mod session_key;
mod signature;

pub use cipher::{DataError, ENCRYPTED_DATA_MAX_BYTES, WatermarkCheck, decrypt_data};
pub use data::{GroupShare, PhoneNumber, RunData, StepInfo, UserInfo, Watermark};
pub use session_key::{SessionKey, SessionKeyError};
pub use signature::{check_session_signature, encrypted_data_hash, user_signature, verify_raw_data};
