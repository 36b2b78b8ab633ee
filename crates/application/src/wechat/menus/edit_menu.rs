//! Edit the default menu.

use domain::wechat::menus::{Menu, MenuBoard};

use super::error::MenuError;
use super::tools::{MenuCommand, MenuTools, keepable};

/// Replaces the draft of the default menu. It may break WeChat's limits; publishing it may not.
#[derive(Clone)]
pub struct EditMenu(pub MenuTools);

/// What it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditMenuCommand {
    /// Whose.
    pub on: MenuCommand,
    /// The menu.
    pub menu: Menu,
}

impl EditMenu {
    /// Runs it.
    ///
    /// # Errors
    /// When the menu is beyond reason, the edition is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.edit_menu", skip_all)]
    pub async fn run(&self, command: EditMenuCommand) -> Result<MenuBoard, MenuError> {
        keepable(&command.menu)?;
        let verb = |board: &mut MenuBoard, now| Ok(board.edit(command.menu.clone(), now));
        self.0.update(&command.on, None, &verb).await
    }
}
