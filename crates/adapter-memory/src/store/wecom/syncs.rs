//! Synchronisations inside transactions.

use async_trait::async_trait;
use domain::wechat::wecom::{CorpSync, CorpSyncKind};
use ports::StoreError;
use ports::wechat::wecom::CorpSyncRepository;

use super::super::state::duplicate;
use super::super::transaction::Transaction;

#[async_trait]
impl CorpSyncRepository for Transaction {
    async fn find_for_update(&mut self, account: &str, kind: CorpSyncKind) -> Result<Option<CorpSync>, StoreError> {
        self.look(|state| state.corp.syncs.get(&(account.to_owned(), kind)).cloned())
    }

    async fn save(&mut self, sync: &CorpSync, expected_version: Option<u64>) -> Result<(), StoreError> {
        self.change(|state| {
            let key = (sync.stored().account.clone(), sync.stored().kind);
            let known = state.corp.syncs.get(&key).map(|known| known.stored().version);
            match (known, expected_version) {
                (Some(_), None) => return Err(duplicate("corp_syncs.account")),
                (known, expected) if known != expected => return Err(StoreError::VersionConflict),
                _ => {}
            }
            state.corp.syncs.insert(key, sync.clone());
            Ok(())
        })
    }
}
