//! Menus of an official account: edited here, published by a job that makes WeChat's what it shall be.

mod add_conditional;
mod change_conditional;
mod edit_menu;
mod error;
mod publish_menu;
mod publishing;
mod read_menus;
mod remove_conditional;
mod tools;
mod withdraw_menu;

use std::sync::Arc;

pub use add_conditional::{AddConditional, AddConditionalCommand, ConditionalDraft};
pub use change_conditional::{ChangeConditional, ChangeConditionalCommand};
pub use edit_menu::{EditMenu, EditMenuCommand};
pub use error::MenuError;
pub use publish_menu::PublishMenus;
pub use publishing::{PublishMenu, Publishing};
pub use read_menus::{MenuComparison, ReadMenus};
pub use remove_conditional::{RemoveConditional, RemoveConditionalCommand};
pub use tools::{MenuCommand, MenuTools};
pub use withdraw_menu::WithdrawMenus;

use crate::jobs::RelayBell;
use crate::use_cases::Adapters;

/// Everything about menus.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct MenuUseCases {
    pub edit: EditMenu,
    pub add_conditional: AddConditional,
    pub change_conditional: ChangeConditional,
    pub remove_conditional: RemoveConditional,
    pub publish: PublishMenus,
    pub withdraw: WithdrawMenus,
    pub read: ReadMenus,
}

impl MenuUseCases {
    pub(crate) fn new(adapters: &Adapters, bell: &RelayBell) -> Self {
        let tools = MenuTools::new(adapters);
        Self {
            edit: EditMenu(tools.clone()),
            add_conditional: AddConditional(tools.clone()),
            change_conditional: ChangeConditional(tools.clone()),
            remove_conditional: RemoveConditional(tools.clone()),
            publish: PublishMenus {
                tools: tools.clone(),
                signal: Arc::new(bell.clone()),
            },
            withdraw: WithdrawMenus {
                tools,
                wechat: Arc::clone(&adapters.menu_api),
            },
            read: ReadMenus {
                store: Arc::clone(&adapters.menus),
                wechat: Arc::clone(&adapters.menu_api),
            },
        }
    }
}
