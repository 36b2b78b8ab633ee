//! Links that open the Mini Program.

use async_trait::async_trait;
use domain::ids::MiniProgramLinkId;
use domain::wechat::mini_program::MiniProgramLink;
use ports::log::EventLog;
use ports::wechat::mini_program::{LinkFilter, LinkReads, LinkRepository, LinksStore, LinksTransaction};
use ports::{Page, PageQuery, StoreError};

use super::{MemoryStore, Transaction, duplicate, newest_first};

#[async_trait]
impl LinksStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn LinksTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl LinksTransaction for Transaction {
    fn links(&mut self) -> &mut dyn LinkRepository {
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
impl LinkRepository for Transaction {
    async fn add(&mut self, link: &MiniProgramLink) -> Result<(), StoreError> {
        self.change(|state| {
            let known = state.mini_program.links.insert(link.id, link.clone());
            known.map_or(Ok(()), |_| Err(duplicate("mini_program_links.id")))
        })
    }
}

#[async_trait]
impl LinkReads for MemoryStore {
    async fn find(&self, account: &str, id: MiniProgramLinkId) -> Result<Option<MiniProgramLink>, StoreError> {
        let state = self.read();
        let found = state.mini().links.get(&id);
        Ok(found.filter(|link| link.account == account).cloned())
    }

    async fn list(
        &self,
        account: &str,
        filter: LinkFilter,
        page: PageQuery,
    ) -> Result<Page<MiniProgramLink>, StoreError> {
        let state = self.read();
        let links = state.mini().links.values();
        let links = links
            .filter(|link| link.account == account)
            .filter(|link| filter.kind.is_none_or(|kind| link.kind == kind));
        Ok(newest_first(links, page, |link| link.id.uuid()).map(Clone::clone))
    }
}
