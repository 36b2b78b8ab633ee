//! Remove a conditional menu.

use domain::ids::ConditionalMenuId;
use domain::wechat::menus::MenuBoard;

use super::error::MenuError;
use super::tools::{MenuCommand, MenuTools};

/// Removes a conditional menu from what is edited; WeChat loses it with the next publishing.
#[derive(Clone)]
pub struct RemoveConditional(pub MenuTools);

/// Which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveConditionalCommand {
    /// Whose.
    pub on: MenuCommand,
    /// Which.
    pub id: ConditionalMenuId,
}

impl RemoveConditional {
    /// Runs it.
    ///
    /// # Errors
    /// When it is unknown, the edition is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.remove_conditional_menu", skip_all)]
    pub async fn run(&self, command: RemoveConditionalCommand) -> Result<MenuBoard, MenuError> {
        let verb = |board: &mut MenuBoard, now| match board.remove_conditional(command.id, now) {
            None => Err(MenuError::Unknown(command.id)),
            removed => Ok(removed),
        };
        self.0.update(&command.on, None, &verb).await
    }
}
