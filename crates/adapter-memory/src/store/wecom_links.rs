//! Operators with the members they are.

use async_trait::async_trait;
use domain::identity::{Operator, WecomLink, WecomUser};
use domain::ids::OperatorId;
use ports::identity::{OperatorReads, OperatorView, WecomLinkRepository, WecomLinksStore, WecomLinksTransaction};
use ports::log::EventLog;
use ports::{Page, PageQuery, StoreError, Total};

use super::MemoryStore;
use super::pages::page;
use super::state::{State, duplicate};
use super::transaction::Transaction;

impl State {
    fn operator_view(&self, operator: &Operator) -> OperatorView {
        OperatorView {
            operator: operator.clone(),
            link: self.wecom_links.get(&operator.id).cloned(),
        }
    }

    fn holder_of(&self, user: &WecomUser) -> Option<OperatorId> {
        let mut links = self.wecom_links.values();
        links
            .find(|link| link.user.as_ref() == Some(user))
            .map(|link| link.operator)
    }
}

#[async_trait]
impl OperatorReads for MemoryStore {
    async fn list(&self, query: PageQuery) -> Result<Page<OperatorView>, StoreError> {
        let state = self.read();
        let total = Total::counted(state.operators.len() as u64);
        let operators = state.operators.values();
        let part = page(
            operators,
            query,
            total,
            |operator| operator.id.uuid(),
            |operator, last| operator.id.uuid() > last,
        );
        Ok(part.map(|operator| state.operator_view(operator)))
    }

    async fn view(&self, id: OperatorId) -> Result<Option<OperatorView>, StoreError> {
        let state = self.read();
        Ok(state.operators.get(&id).map(|operator| state.operator_view(operator)))
    }

    async fn find_by_wecom(&self, user: &WecomUser) -> Result<Option<Operator>, StoreError> {
        let state = self.read();
        let holder = state.holder_of(user);
        Ok(holder.and_then(|id| state.operators.get(&id)).cloned())
    }
}

#[async_trait]
impl WecomLinksStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn WecomLinksTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl WecomLinksTransaction for Transaction {
    fn links(&mut self) -> &mut dyn WecomLinkRepository {
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
impl WecomLinkRepository for Transaction {
    async fn find_for_update(&mut self, operator: OperatorId) -> Result<Option<WecomLink>, StoreError> {
        self.look(|state| state.wecom_links.get(&operator).cloned())
    }

    async fn holder(&mut self, user: &WecomUser) -> Result<Option<OperatorId>, StoreError> {
        self.look(|state| state.holder_of(user))
    }

    async fn save(&mut self, link: &WecomLink, expected_version: Option<u64>) -> Result<(), StoreError> {
        self.change(|state| {
            let stored = state.wecom_links.get(&link.operator).map(|link| link.version);
            match (stored, expected_version) {
                (Some(_), None) => return Err(duplicate("operator_wecom_links.operator_id")),
                (stored, expected) if stored != expected => return Err(StoreError::VersionConflict),
                _ => {}
            }
            let holder = link.user.as_ref().and_then(|user| state.holder_of(user));
            if holder.is_some_and(|holder| holder != link.operator) {
                return Err(duplicate("operator_wecom_links.user_id"));
            }
            state.wecom_links.insert(link.operator, link.clone());
            Ok(())
        })
    }
}
