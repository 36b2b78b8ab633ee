//! Session keys under seal.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::secret::Secret;
use domain::time::Timestamp;
use ports::StoreError;
use ports::system::SecretSealer;
use ports::wechat::mini_program::{SessionKeys, StoredSessionKey};

/// Keeps session keys and never shows them.
#[derive(Clone)]
pub(super) struct SealedKeys {
    pub(super) keys: Arc<dyn SessionKeys>,
    pub(super) sealer: Arc<dyn SecretSealer>,
}

impl SealedKeys {
    /// Keeps a key that WeChat was asked for at `asked_at`, unless a newer one is there.
    pub(super) async fn keep(&self, person: &PersonRef, key: &Secret, asked_at: Timestamp) -> Result<(), StoreError> {
        let stored = StoredSessionKey {
            person: person.clone(),
            sealed: self.sealer.seal(&purpose(person), key),
            asked_at,
        };
        self.keys.keep(&stored).await
    }

    /// The key of a person. One that cannot be opened any more is none: the person logs in again.
    pub(super) async fn open(&self, person: &PersonRef) -> Result<Option<Secret>, StoreError> {
        let Some(stored) = self.keys.find(person).await? else {
            return Ok(None);
        };
        match self.sealer.open(&purpose(person), &stored.sealed) {
            Ok(key) => Ok(Some(key)),
            Err(error) => {
                tracing::warn!(error = %error, account = %person.account, "a session key is lost");
                Ok(None)
            }
        }
    }
}

fn purpose(person: &PersonRef) -> String {
    format!("mini_program/{}/session_key/{}", person.account, person.open_id)
}
