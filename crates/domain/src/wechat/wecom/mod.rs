//! WeCom (企业微信): what an application of a corporation sends, the corporation's directory, and the people outside whom
//! its members know.

pub mod contacts;
mod corp_sync;
pub mod directory;
pub mod message;

pub use corp_sync::{CorpSync, CorpSyncHappened, CorpSyncKind, CorpSyncPhase, StoredCorpSync, Walked};

/// How ids of members compare: WeCom takes no notice of the case of their letters.
#[must_use]
pub fn user_key(user_id: &str) -> String {
    user_id.to_ascii_lowercase()
}
