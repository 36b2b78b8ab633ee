//! Take every menu from WeChat.

use std::sync::Arc;

use domain::time::Timestamp;
use domain::wechat::menus::MenuBoard;
use ports::wechat::menus::MenuApi;

use super::error::MenuError;
use super::tools::{MenuCommand, MenuTools, TURN};

/// Deletes the default menu and all conditional ones at WeChat; what is edited stays. Repeating it changes nothing.
#[derive(Clone)]
pub struct WithdrawMenus {
    /// Menus.
    pub tools: MenuTools,
    /// WeChat.
    pub wechat: Arc<dyn MenuApi>,
}

impl WithdrawMenus {
    /// Runs it.
    ///
    /// # Errors
    /// When menus are being published at this moment, WeChat does not do it, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.withdraw_menu", skip_all)]
    pub async fn run(&self, command: MenuCommand) -> Result<MenuBoard, MenuError> {
        let take = |board: &mut MenuBoard, now: Timestamp| {
            if board.take(now, now.plus(TURN)) {
                Ok(None)
            } else {
                Err(MenuError::Busy)
            }
        };
        self.tools.update(&command, None, &take).await?;
        let deleted = self.wechat.delete_all(&command.account).await;
        let is_deleted = deleted.is_ok();
        let conclude = |board: &mut MenuBoard, _| {
            Ok(if is_deleted {
                Some(board.withdrawn())
            } else {
                board.give_back();
                None
            })
        };
        let command = MenuCommand {
            expected_edition: None,
            ..command
        };
        let board = self.tools.update(&command, None, &conclude).await?;
        deleted?;
        Ok(board)
    }
}
