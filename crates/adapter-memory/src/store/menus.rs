//! Menus.

use async_trait::async_trait;
use domain::wechat::menus::MenuBoard;
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::menus::{MenuRepository, MenusStore, MenusTransaction};

use super::MemoryStore;
use super::state::duplicate;
use super::transaction::Transaction;

#[async_trait]
impl MenusStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn MenusTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }

    async fn find(&self, account: &str) -> Result<Option<MenuBoard>, StoreError> {
        Ok(self.read().menus.get(account).cloned())
    }
}

#[async_trait]
impl MenusTransaction for Transaction {
    fn menus(&mut self) -> &mut dyn MenuRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl MenuRepository for Transaction {
    async fn find_for_update(&mut self, account: &str) -> Result<Option<MenuBoard>, StoreError> {
        self.look(|state| state.menus.get(account).cloned())
    }

    async fn add(&mut self, board: &MenuBoard) -> Result<(), StoreError> {
        self.change(
            |state| match state.menus.insert(board.stored().account.clone(), board.clone()) {
                Some(_) => Err(duplicate("wechat_menus.account")),
                None => Ok(()),
            },
        )
    }

    async fn save(&mut self, board: &MenuBoard, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.menus.get_mut(&board.stored().account) {
            Some(stored) if stored.version() == expected_version => {
                *stored = board.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }
}
