//! What menus need from outside.

use async_trait::async_trait;
use domain::wechat::menus::{Menu, MenuBoard, PublishedMenus, WantedConditional};

use super::WechatFailure;
use crate::jobs::Outbox;
use crate::log::EventLog;
use crate::store::StoreError;

/// Opens transactions about menus.
#[async_trait]
pub trait MenusStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn MenusTransaction>, StoreError>;

    /// The menus of an account, outside of any transaction.
    async fn find(&self, account: &str) -> Result<Option<MenuBoard>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait MenusTransaction: Send {
    /// Menus.
    fn menus(&mut self) -> &mut dyn MenuRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// The outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Menus inside a transaction.
#[async_trait]
pub trait MenuRepository: Send {
    /// The menus of an account, locked against other writers until the transaction ends.
    async fn find_for_update(&mut self, account: &str) -> Result<Option<MenuBoard>, StoreError>;

    /// Stores the first menus of an account. An account that has some MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, board: &MenuBoard) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, board: &MenuBoard, expected_version: u64) -> Result<(), StoreError>;
}

/// WeChat's menus. Every call is bounded in time.
#[async_trait]
pub trait MenuApi: Send + Sync {
    /// What WeChat has; conditional menus oldest first. An account without menus has none (46003 is no failure).
    async fn published(&self, account: &str) -> Result<PublishedMenus, WechatFailure>;

    /// Replaces the default menu. Repeating it changes nothing.
    async fn create(&self, account: &str, menu: &Menu) -> Result<(), WechatFailure>;

    /// Deletes the default menu and all conditional ones. Where there is none, it changes nothing.
    async fn delete_all(&self, account: &str) -> Result<(), WechatFailure>;

    /// Adds a conditional menu behind the others; answers WeChat's id of it.
    async fn add_conditional(&self, account: &str, menu: &WantedConditional) -> Result<String, WechatFailure>;

    /// Deletes a conditional menu. Where it is gone already, it changes nothing.
    async fn delete_conditional(&self, account: &str, menu_id: &str) -> Result<(), WechatFailure>;

    /// The menu that a person sees, named by open id or WeChat name (微信号).
    async fn try_match(&self, account: &str, user: &str) -> Result<Menu, WechatFailure>;
}
