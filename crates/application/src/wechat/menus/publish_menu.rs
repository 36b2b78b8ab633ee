//! Ask for the menus to be published.

use std::sync::Arc;

use domain::wechat::menus::MenuBoard;
use ports::jobs::RelaySignal;

use super::error::MenuError;
use super::publishing::PublishMenu;
use super::tools::{MenuCommand, MenuTools};

/// Asks for what is edited, default and conditional menus together, to be published. A job does it.
#[derive(Clone)]
pub struct PublishMenus {
    /// Menus.
    pub tools: MenuTools,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
}

impl PublishMenus {
    /// Runs it.
    ///
    /// # Errors
    /// When WeChat would refuse the menus, the edition is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.publish_menu", skip_all)]
    pub async fn run(&self, command: MenuCommand) -> Result<MenuBoard, MenuError> {
        let job = PublishMenu {
            account: command.account.clone(),
        };
        let job = command
            .context
            .job(&job, self.tools.clock.now(), self.tools.ids.as_ref());
        let verb = |board: &mut MenuBoard, _| board.request_publishing().map(Some).map_err(MenuError::Unsound);
        let board = self.tools.update(&command, Some(&job), &verb).await?;
        self.signal.wake();
        Ok(board)
    }
}
