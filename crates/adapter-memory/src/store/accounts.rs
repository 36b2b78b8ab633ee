//! Accounts, and what was last seen of them.

use async_trait::async_trait;
use domain::ids::AccountId;
use domain::time::Timestamp;
use domain::wechat::account::AccountName;
use ports::StoreError;
use ports::log::EventLog;
use ports::wechat::{
    AccountRepository, AccountSightings, AccountStore, AccountTransaction, Arrival, ConnectionTest, KeptAccount,
    MessageArrivals, Sightings,
};

use super::MemoryStore;
use super::state::duplicate;
use super::transaction::Transaction;

#[async_trait]
impl AccountStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn AccountTransaction>, StoreError> {
        let mut transaction = self.transaction().await;
        transaction.change(|state| {
            state.account_revision += 1;
            Ok(())
        })?;
        Ok(Box::new(transaction))
    }

    async fn list(&self) -> Result<Vec<KeptAccount>, StoreError> {
        let mut accounts: Vec<_> = self.read().accounts.values().cloned().collect();
        accounts.sort_by(|a, b| a.account.stored().name.cmp(&b.account.stored().name));
        Ok(accounts)
    }

    async fn revision(&self) -> Result<u64, StoreError> {
        Ok(self.read().account_revision)
    }
}

#[async_trait]
impl AccountTransaction for Transaction {
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl AccountRepository for Transaction {
    async fn find_for_update(&mut self, name: &AccountName) -> Result<Option<KeptAccount>, StoreError> {
        self.look(|state| {
            let found = state.accounts.values().find(|kept| kept.account.stored().name == *name);
            found.cloned()
        })
    }

    async fn add(&mut self, kept: &KeptAccount) -> Result<(), StoreError> {
        self.change(|state| {
            let wanted = kept.account.stored();
            for known in state.accounts.values().map(|known| known.account.stored()) {
                if known.name == wanted.name {
                    return Err(duplicate("uq_wechat_accounts_name"));
                }
                if known.details.identity() == wanted.details.identity() {
                    return Err(duplicate("uq_wechat_accounts_identity"));
                }
            }
            match state.accounts.insert(wanted.id, kept.clone()) {
                None => Ok(()),
                Some(_) => Err(duplicate("wechat_accounts.id")),
            }
        })
    }

    async fn save(&mut self, kept: &KeptAccount, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.accounts.get_mut(&kept.account.stored().id) {
            Some(known) if known.account.version() == expected_version => {
                *known = kept.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn remove(&mut self, id: AccountId, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.accounts.get(&id) {
            Some(known) if known.account.version() == expected_version => {
                state.accounts.remove(&id);
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }
}

#[async_trait]
impl MessageArrivals for MemoryStore {
    async fn latest(&self, account: &str) -> Result<Option<Arrival>, StoreError> {
        let state = self.read();
        let newest = state.messages.values().rev();
        let mut of_account = newest.filter(|row| row.message.incoming.person.account == account);
        Ok(of_account.next().map(|row| Arrival {
            received_at: row.message.received_at,
            create_time: row.message.incoming.create_time,
        }))
    }
}

#[async_trait]
impl AccountSightings for MemoryStore {
    async fn note_confirmed(&self, account: &str, at: Timestamp) -> Result<(), StoreError> {
        self.write(|state| {
            state.sightings.entry(account.to_owned()).or_default().confirmed_at = Some(at);
            Ok(())
        })
        .await
    }

    async fn note_test(&self, account: &str, test: &ConnectionTest) -> Result<(), StoreError> {
        self.write(|state| {
            state.sightings.entry(account.to_owned()).or_default().test = Some(test.clone());
            Ok(())
        })
        .await
    }

    async fn sightings(&self, account: &str) -> Result<Sightings, StoreError> {
        Ok(self.read().sightings.get(account).cloned().unwrap_or_default())
    }
}
