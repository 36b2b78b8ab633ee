//! The newest session key of each person.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use ports::StoreError;
use ports::wechat::mini_program::{SessionKeys, StoredSessionKey};

use super::MemoryStore;

#[async_trait]
impl SessionKeys for MemoryStore {
    async fn keep(&self, key: &StoredSessionKey) -> Result<(), StoreError> {
        self.write(|state| {
            let keys = &mut state.mini_program.keys;
            let before = keys.get(&key.person);
            if before.is_none_or(|before| before.asked_at <= key.asked_at) {
                keys.insert(key.person.clone(), key.clone());
            }
            Ok(())
        })
        .await
    }

    async fn find(&self, person: &PersonRef) -> Result<Option<StoredSessionKey>, StoreError> {
        Ok(self.read().mini().keys.get(person).cloned())
    }

    async fn forget(&self, person: &PersonRef) -> Result<(), StoreError> {
        self.write(|state| {
            state.mini_program.keys.remove(person);
            Ok(())
        })
        .await
    }
}
