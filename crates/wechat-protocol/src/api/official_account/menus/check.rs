//! The rules of a menu.

use std::{collections::BTreeSet, fmt};

use thiserror::Error;

use super::{Button, ButtonAction};
use crate::api::{OutOfBounds, bounds};

/// Longest name of a button at the top, in bytes.
pub const MAX_TOP_NAME_BYTES: u64 = 16;
/// Longest name of a button below another, in bytes.
pub const MAX_SUB_NAME_BYTES: u64 = 60;
/// Longest `key`, in bytes.
pub const MAX_KEY_BYTES: u64 = 128;
/// Longest `url`, in bytes.
pub const MAX_URL_BYTES: u64 = 1024;
/// Most web hosts that a menu for some people may lead to.
pub const MAX_CONDITIONAL_HOSTS: u64 = 3;

/// Everything that is wrong with a menu, in the order of its buttons.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct MenuFaults(pub Vec<MenuFault>);

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{place}: {rule}")]
pub struct MenuFault {
    /// Where.
    pub place: ButtonPlace,
    /// What.
    pub rule: MenuRule,
}

/// A place in a menu; buttons are counted from 0 and shown from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonPlace {
    /// The menu as a whole.
    Menu,
    /// A button at the top.
    Top(usize),
    /// A button below one at the top: that one, and this one.
    Sub(usize, usize),
}

impl fmt::Display for ButtonPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Menu => formatter.write_str("menu"),
            Self::Top(top) => write!(formatter, "button {}", top + 1),
            Self::Sub(top, sub) => write!(formatter, "button {}.{}", top + 1, sub + 1),
        }
    }
}

/// A rule that a menu breaks.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MenuRule {
    /// A length or a count: the field, what is counted, what is allowed, what was given.
    #[error(transparent)]
    OutOfBounds(#[from] OutOfBounds),
    /// A button below another has buttons itself.
    #[error("a button below another cannot have buttons")]
    TooDeep,
    /// The address is not one of the web.
    #[error("the address must begin with http:// or https://")]
    NotAWebAddress,
    /// The menu for some people says nothing of them (65319).
    #[error("the rule must name a tag or a platform")]
    NoRule,
}

struct Checking {
    faults: Vec<MenuFault>,
}

impl Checking {
    fn note<E: Into<MenuRule>>(&mut self, place: ButtonPlace, result: Result<(), E>) {
        if let Err(rule) = result {
            self.faults.push(MenuFault {
                place,
                rule: rule.into(),
            });
        }
    }

    fn top(&mut self, at: usize, button: &Button) {
        let place = ButtonPlace::Top(at);
        self.note(place, bounds::bytes("name", &button.name, 1..=MAX_TOP_NAME_BYTES));
        match &button.action {
            ButtonAction::SubMenu(buttons) => {
                self.note(place, bounds::items("sub_button", buttons, 1..=5));
                for (below, button) in buttons.iter().enumerate() {
                    self.sub(ButtonPlace::Sub(at, below), button);
                }
            }
            action => self.action(place, action),
        }
    }

    fn sub(&mut self, place: ButtonPlace, button: &Button) {
        self.note(place, bounds::bytes("name", &button.name, 1..=MAX_SUB_NAME_BYTES));
        match &button.action {
            ButtonAction::SubMenu(_) => self.note(place, Err(MenuRule::TooDeep)),
            action => self.action(place, action),
        }
    }

    fn action(&mut self, place: ButtonPlace, action: &ButtonAction) {
        for (name, value) in action.members() {
            let most = match name {
                "key" => MAX_KEY_BYTES,
                "url" => MAX_URL_BYTES,
                _ => u64::MAX,
            };
            self.note(place, bounds::bytes(name, value, 1..=most));
            if name == "url" && !value.is_empty() && host(value).is_none() {
                self.note(place, Err(MenuRule::NotAWebAddress));
            }
        }
    }
}

/// Checks a menu for everybody.
pub(super) fn check(buttons: &[Button]) -> Result<(), MenuFaults> {
    finish(collect(buttons))
}

/// Checks a menu for some people.
pub(super) fn check_conditional(buttons: &[Button], has_rule: bool) -> Result<(), MenuFaults> {
    let mut faults = collect(buttons);
    let hosts: Vec<&str> = hosts(buttons).into_iter().collect();
    let mut checking = Checking { faults: Vec::new() };
    checking.note(
        ButtonPlace::Menu,
        bounds::items("domains", &hosts, 0..=MAX_CONDITIONAL_HOSTS),
    );
    if !has_rule {
        checking.note(ButtonPlace::Menu, Err(MenuRule::NoRule));
    }
    faults.extend(checking.faults);
    finish(faults)
}

fn collect(buttons: &[Button]) -> Vec<MenuFault> {
    let mut checking = Checking { faults: Vec::new() };
    checking.note(ButtonPlace::Menu, bounds::items("button", buttons, 1..=3));
    for (at, button) in buttons.iter().enumerate() {
        checking.top(at, button);
    }
    checking.faults
}

fn finish(faults: Vec<MenuFault>) -> Result<(), MenuFaults> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(MenuFaults(faults))
    }
}

fn hosts(buttons: &[Button]) -> BTreeSet<&str> {
    let below = buttons.iter().flat_map(|button| match &button.action {
        ButtonAction::SubMenu(buttons) => buttons.as_slice(),
        _ => std::slice::from_ref(button),
    });
    below
        .filter_map(|button| match &button.action {
            ButtonAction::View { url } => host(url),
            _ => None,
        })
        .collect()
}

/// The host of a web address; none for anything else.
fn host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    (!host.is_empty() && !url.contains(char::is_whitespace)).then_some(host)
}
