//! Stored operators.

use async_trait::async_trait;
use domain::identity::{Operator, Username};
use domain::ids::OperatorId;
use ports::StoreError;
use ports::identity::OperatorStore;

use super::MemoryStore;
use super::state::duplicate;

#[async_trait]
impl OperatorStore for MemoryStore {
    async fn find_by_username(&self, username: &Username) -> Result<Option<Operator>, StoreError> {
        let state = self.read();
        let found = state.operators.values().find(|operator| operator.username == *username);
        Ok(found.cloned())
    }

    async fn find(&self, id: OperatorId) -> Result<Option<Operator>, StoreError> {
        Ok(self.read().operators.get(&id).cloned())
    }

    async fn add(&self, operator: &Operator) -> Result<(), StoreError> {
        self.write(|state| {
            if state
                .operators
                .values()
                .any(|known| known.username == operator.username)
            {
                return Err(duplicate("operators.username"));
            }
            if state.operators.insert(operator.id, operator.clone()).is_some() {
                return Err(duplicate("operators.id"));
            }
            Ok(())
        })
        .await
    }

    async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.read().operators.is_empty())
    }
}
