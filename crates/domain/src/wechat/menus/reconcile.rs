//! What must be done so that WeChat has what it shall have.

use super::compare::differences;
use super::conditional::{Audience, WantedConditional};
use super::stored::Wanted;
use super::tree::Menu;

/// What WeChat has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublishedMenus {
    /// The default menu.
    pub menu: Option<Menu>,
    /// The conditional ones, oldest first. Of several that fit a person the youngest is shown.
    pub conditional: Vec<PublishedConditional>,
}

/// A conditional menu that WeChat has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedConditional {
    /// WeChat's id of it.
    pub menu_id: String,
    /// Who sees it.
    pub audience: Audience,
    /// The menu.
    pub menu: Menu,
}

/// One call to WeChat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Replace the default menu.
    Create(Menu),
    /// Delete a conditional menu.
    DeleteConditional(String),
    /// Add a conditional menu behind those that are there.
    AddConditional(WantedConditional),
}

/// The calls that lead from what WeChat has to what it shall have, in their order. What is right already is left
/// alone, so that a publishing that broke off goes on where it stopped, and one that is done takes no calls.
///
/// A conditional menu cannot be edited and the youngest wins, so everything behind the first difference is deleted and
/// added anew. The default menu goes first: conditional ones need it (65303).
#[must_use]
pub fn steps(wanted: &Wanted, present: &PublishedMenus) -> Vec<Step> {
    let mut steps = Vec::new();
    let is_right = |menu: &Menu| differences(&wanted.menu, menu).is_empty();
    if !present.menu.as_ref().is_some_and(is_right) {
        steps.push(Step::Create(wanted.menu.clone()));
    }
    let pairs = wanted.conditional.iter().zip(&present.conditional);
    let right = pairs.take_while(|(wanted, present)| is_same(wanted, present)).count();
    let surplus = present.conditional.iter().skip(right);
    steps.extend(surplus.map(|one| Step::DeleteConditional(one.menu_id.clone())));
    let missing = wanted.conditional.iter().skip(right);
    steps.extend(missing.map(|one| Step::AddConditional(one.clone())));
    steps
}

fn is_same(wanted: &WantedConditional, present: &PublishedConditional) -> bool {
    wanted.audience == present.audience && differences(&wanted.menu, &present.menu).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wechat::menus::Button;

    fn menu(key: &str) -> Menu {
        Menu {
            buttons: vec![Button {
                name: "a".to_owned(),
                kind: Some("click".to_owned()),
                key: Some(key.to_owned()),
                ..Button::default()
            }],
        }
    }

    fn audience(tag: i64) -> Audience {
        Audience {
            tag_id: Some(tag),
            platform: None,
        }
    }

    fn wanted(conditional: &[i64]) -> Wanted {
        Wanted {
            edition: 1,
            menu: menu("default"),
            conditional: conditional
                .iter()
                .map(|tag| WantedConditional {
                    audience: audience(*tag),
                    menu: menu("conditional"),
                })
                .collect(),
        }
    }

    fn present(conditional: &[i64]) -> PublishedMenus {
        let wanted = wanted(conditional);
        PublishedMenus {
            menu: Some(wanted.menu),
            conditional: wanted
                .conditional
                .into_iter()
                .enumerate()
                .map(|(index, one)| PublishedConditional {
                    menu_id: format!("m{index}"),
                    audience: one.audience,
                    menu: one.menu,
                })
                .collect(),
        }
    }

    fn told(steps: &[Step]) -> Vec<String> {
        steps
            .iter()
            .map(|step| match step {
                Step::Create(_) => "create".to_owned(),
                Step::DeleteConditional(id) => format!("-{id}"),
                Step::AddConditional(one) => format!("+{}", one.audience.tag_id.unwrap_or_default()),
            })
            .collect()
    }

    #[test]
    fn what_is_right_takes_no_calls() {
        assert!(steps(&wanted(&[1, 2]), &present(&[1, 2])).is_empty());
    }

    #[test]
    fn everything_behind_the_first_difference_is_made_anew_in_order() {
        assert_eq!(
            told(&steps(&wanted(&[1, 3, 2]), &present(&[1, 2]))),
            ["-m1", "+3", "+2"]
        );
        assert_eq!(told(&steps(&wanted(&[1]), &present(&[1, 2]))), ["-m1"]);
        assert_eq!(told(&steps(&wanted(&[]), &PublishedMenus::default())), ["create"]);
        assert_eq!(
            told(&steps(&wanted(&[7]), &PublishedMenus::default())),
            ["create", "+7"]
        );
    }

    #[test]
    fn a_publishing_that_broke_off_anywhere_ends_in_the_same_state() {
        let wanted = wanted(&[1, 3, 2]);
        let mut now = present(&[1, 2, 9]);
        now.menu = None;
        let mut fresh = 100;
        // One call, then a crash, again and again.
        while let Some(step) = steps(&wanted, &now).into_iter().next() {
            match step {
                Step::Create(menu) => now.menu = Some(menu),
                Step::DeleteConditional(id) => now.conditional.retain(|one| one.menu_id != id),
                Step::AddConditional(one) => {
                    now.conditional.push(PublishedConditional {
                        menu_id: format!("m{fresh}"),
                        audience: one.audience,
                        menu: one.menu,
                    });
                    fresh += 1;
                }
            }
        }
        let tags: Vec<_> = now.conditional.iter().map(|one| one.audience.tag_id).collect();
        assert_eq!(tags, [Some(1), Some(3), Some(2)]);
        assert_eq!(fresh, 102, "two were added, the first was left alone");
    }
}
