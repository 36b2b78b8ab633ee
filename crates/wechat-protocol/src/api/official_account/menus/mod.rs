//! Menus: up to 3 buttons below the chat, each with up to 5 more. People see a change after 5 minutes at most, or at once
//! when they follow anew.
//!
//! Writing ([`Button`]) and reading ([`ReadButton`]) are two types: what is written is checked, and what is read may have
//! been made in WeChat's console with kinds of its own.

mod button;
mod calls;
mod check;
mod conditional;
mod read;

pub use button::{Button, ButtonAction};
pub use calls::{CreateMenu, CurrentMenu, DeleteMenus, GetCurrentMenu, GetMenus, MenuWithRule, Menus, ReadMenu};
pub use check::{ButtonPlace, MenuFault, MenuFaults, MenuRule};
pub use conditional::{AddConditionalMenu, DeleteConditionalMenu, MatchRule, MenuId, Platform, SeenMenu, TryMenu};
pub use read::ReadButton;

#[cfg(test)]
mod tests;
