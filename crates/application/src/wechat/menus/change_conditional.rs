//! Edit a conditional menu.

use domain::ids::ConditionalMenuId;
use domain::wechat::menus::MenuBoard;

use super::add_conditional::ConditionalDraft;
use super::error::MenuError;
use super::tools::{MenuCommand, MenuTools};

/// Replaces the draft of a conditional menu; its place among the others stays.
#[derive(Clone)]
pub struct ChangeConditional(pub MenuTools);

/// What it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeConditionalCommand {
    /// Whose.
    pub on: MenuCommand,
    /// Which.
    pub id: ConditionalMenuId,
    /// The menu.
    pub draft: ConditionalDraft,
}

impl ChangeConditional {
    /// Runs it.
    ///
    /// # Errors
    /// When it is unknown, values are not acceptable, the edition is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.change_conditional_menu", skip_all)]
    pub async fn run(&self, command: ChangeConditionalCommand) -> Result<MenuBoard, MenuError> {
        let menu = command.draft.checked(command.id)?;
        let verb = |board: &mut MenuBoard, now| {
            if board.conditional(menu.id).is_none() {
                return Err(MenuError::Unknown(menu.id));
            }
            Ok(board.change_conditional(menu.clone(), now))
        };
        self.0.update(&command.on, None, &verb).await
    }
}
