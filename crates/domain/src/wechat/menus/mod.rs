//! Menus (自定义菜单) of an official account: the default one and conditional ones (个性化菜单), as they are edited, checked,
//! published and compared.
//!
//! Limits and requirements: WeChat, 自定义菜单 › 创建接口 and 个性化菜单接口.

mod board;
mod check;
mod compare;
mod conditional;
mod reconcile;
mod stored;
mod tree;

pub use board::{BoardHappened, MenuBoard};
pub use check::{MenuFault, check_all, check_menu};
pub use compare::{Difference, board_differences, differences};
pub use conditional::{Audience, ConditionalMenu, Platform, WantedConditional};
pub use reconcile::{PublishedConditional, PublishedMenus, Step, steps};
pub use stored::{Publication, PublishFailure, Published, StoredBoard, Wanted};
pub use tree::{Button, ButtonKind, Menu};
