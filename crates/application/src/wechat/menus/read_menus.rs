//! Look at menus: what is edited, what WeChat has, and where they differ.

use std::sync::Arc;

use domain::wechat::menus::{Difference, Menu, MenuBoard, PublishedMenus, board_differences};
use ports::StoreError;
use ports::wechat::menus::{MenuApi, MenusStore};

use super::error::MenuError;

/// Everything that is read about menus.
#[derive(Clone)]
pub struct ReadMenus {
    /// What is edited.
    pub store: Arc<dyn MenusStore>,
    /// What WeChat has.
    pub wechat: Arc<dyn MenuApi>,
}

/// What is edited beside what WeChat has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuComparison {
    /// The edition compared.
    pub edition: u64,
    /// Where they differ; nowhere when they are the same.
    pub differences: Vec<Difference>,
}

impl ReadMenus {
    /// The menus being edited; `None` before the first edit.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, account: &str) -> Result<Option<MenuBoard>, StoreError> {
        self.store.find(account).await
    }

    /// What WeChat has at this moment.
    ///
    /// # Errors
    /// When WeChat does not tell.
    pub async fn published(&self, account: &str) -> Result<PublishedMenus, MenuError> {
        Ok(self.wechat.published(account).await?)
    }

    /// Where what is edited differs from what WeChat has at this moment.
    ///
    /// # Errors
    /// When WeChat does not tell, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.compare_menus", skip_all)]
    pub async fn comparison(&self, account: &str) -> Result<MenuComparison, MenuError> {
        let board = self.store.find(account).await?;
        let published = self.wechat.published(account).await?;
        let none = (Menu::default(), Vec::new(), 0);
        let (menu, conditional, edition) = board.map_or(none, |board| {
            let stored = board.stored();
            (stored.menu.clone(), stored.conditional.clone(), stored.edition)
        });
        Ok(MenuComparison {
            edition,
            differences: board_differences(&menu, &conditional, &published),
        })
    }

    /// The menu that a person sees, named by open id or WeChat name.
    ///
    /// # Errors
    /// When WeChat does not tell.
    pub async fn try_match(&self, account: &str, user: &str) -> Result<Menu, MenuError> {
        Ok(self.wechat.try_match(account, user).await?)
    }
}
