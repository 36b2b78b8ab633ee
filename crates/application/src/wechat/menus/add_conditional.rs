//! Add a conditional menu.

use domain::ids::ConditionalMenuId;
use domain::text::single_line;
use domain::validation::FieldFaults;
use domain::wechat::menus::{Audience, ConditionalMenu, Menu, MenuBoard};

use super::error::MenuError;
use super::tools::{MenuCommand, MenuTools, keepable};

/// Adds a conditional menu behind the others: it wins over them. Repeated with the same id it changes nothing.
#[derive(Clone)]
pub struct AddConditional(pub MenuTools);

/// A conditional menu, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionalDraft {
    /// At most 100 characters on one line; may be empty.
    pub name: String,
    /// Who sees it.
    pub audience: Audience,
    /// The menu; may break WeChat's limits.
    pub menu: Menu,
}

/// What to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddConditionalCommand {
    /// Whose.
    pub on: MenuCommand,
    /// The id it gets.
    pub id: ConditionalMenuId,
    /// The menu.
    pub draft: ConditionalDraft,
}

impl ConditionalDraft {
    pub(super) fn checked(self, id: ConditionalMenuId) -> Result<ConditionalMenu, MenuError> {
        keepable(&self.menu)?;
        let mut faults = FieldFaults::default();
        let name = faults.keep("name", single_line(&self.name, 0..=ConditionalMenu::MAX_NAME));
        if self
            .audience
            .tag_id
            .is_some_and(|tag| !(0..=i64::from(i32::MAX)).contains(&tag))
        {
            faults.add("audience.tagId", "must be between 0 and 2147483647");
        }
        faults.check()?;
        Ok(ConditionalMenu {
            id,
            name: name.unwrap_or_default(),
            audience: self.audience,
            menu: self.menu,
        })
    }
}

impl AddConditional {
    /// Runs it.
    ///
    /// # Errors
    /// When values are not acceptable, there are too many, the edition is stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.add_conditional_menu", skip_all)]
    pub async fn run(&self, command: AddConditionalCommand) -> Result<MenuBoard, MenuError> {
        let menu = command.draft.checked(command.id)?;
        let limit = ConditionalMenu::MOST_PER_ACCOUNT;
        let verb = |board: &mut MenuBoard, now| {
            if board.conditional(menu.id).is_none() && board.stored().conditional.len() >= limit {
                return Err(MenuError::TooMany { limit });
            }
            Ok(board.add_conditional(menu.clone(), now))
        };
        self.0.update(&command.on, None, &verb).await
    }
}
