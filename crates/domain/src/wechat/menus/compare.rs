//! Where two menus differ.

use super::conditional::{Audience, ConditionalMenu};
use super::reconcile::{PublishedConditional, PublishedMenus};
use super::tree::{Button, Menu};

/// One place where two menus differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where: `buttons[1].subButtons[0].url`.
    pub at: String,
    /// What the first menu has there; `None` for nothing.
    pub ours: Option<String>,
    /// What the second menu has there; `None` for nothing.
    pub theirs: Option<String>,
}

/// Where two menus differ, from left to right. Empty texts count as nothing, as they do for WeChat.
#[must_use]
pub fn differences(ours: &Menu, theirs: &Menu) -> Vec<Difference> {
    let mut found = Vec::new();
    compare_level("buttons", &ours.buttons, &theirs.buttons, &mut found);
    found
}

/// Where an account's menus differ from what WeChat has. Conditional menus are compared by their place: later ones win.
#[must_use]
pub fn board_differences(menu: &Menu, conditional: &[ConditionalMenu], published: &PublishedMenus) -> Vec<Difference> {
    let nothing = Menu::default();
    let mut found = differences(menu, published.menu.as_ref().unwrap_or(&nothing));
    for index in 0..conditional.len().max(published.conditional.len()) {
        let place = format!("conditionalMenus[{index}]");
        match (conditional.get(index), published.conditional.get(index)) {
            (Some(ours), Some(theirs)) => compare_conditional(&place, ours, theirs, &mut found),
            (ours, theirs) => found.push(Difference {
                at: place,
                ours: ours.map(|ours| ours.audience.to_string()),
                theirs: theirs.map(|theirs| theirs.audience.to_string()),
            }),
        }
    }
    found
}

fn compare_conditional(
    place: &str,
    ours: &ConditionalMenu,
    theirs: &PublishedConditional,
    found: &mut Vec<Difference>,
) {
    if ours.audience != theirs.audience {
        let told = |audience: Audience| Some(audience.to_string());
        found.push(Difference {
            at: format!("{place}.audience"),
            ours: told(ours.audience),
            theirs: told(theirs.audience),
        });
    }
    let inside = differences(&ours.menu, &theirs.menu);
    found.extend(inside.into_iter().map(|one| Difference {
        at: format!("{place}.{}", one.at),
        ..one
    }));
}

fn compare_level(place: &str, ours: &[Button], theirs: &[Button], found: &mut Vec<Difference>) {
    for index in 0..ours.len().max(theirs.len()) {
        let place = format!("{place}[{index}]");
        match (ours.get(index), theirs.get(index)) {
            (Some(ours), Some(theirs)) => compare_button(&place, ours, theirs, found),
            (ours, theirs) => found.push(Difference {
                at: place,
                ours: ours.map(|button| button.name.clone()),
                theirs: theirs.map(|button| button.name.clone()),
            }),
        }
    }
}

fn compare_button(place: &str, ours: &Button, theirs: &Button, found: &mut Vec<Difference>) {
    let head = |button: &Button| [("name", Some(button.name.clone())), ("type", button.kind.clone())];
    let rest = |button: &Button| button.fields().map(|(field, value)| (field, value.map(str::to_owned)));
    let texts = |button: &Button| head(button).into_iter().chain(rest(button)).collect::<Vec<_>>();
    for ((field, ours), (_, theirs)) in texts(ours).into_iter().zip(texts(theirs)) {
        let (ours, theirs) = (stated(ours), stated(theirs));
        if ours != theirs {
            found.push(Difference {
                at: format!("{place}.{field}"),
                ours,
                theirs,
            });
        }
    }
    compare_level(
        &format!("{place}.subButtons"),
        &ours.sub_buttons,
        &theirs.sub_buttons,
        found,
    );
}

fn stated(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn button(name: &str, url: &str) -> Button {
        Button {
            name: name.to_owned(),
            kind: Some("view".to_owned()),
            url: Some(url.to_owned()),
            ..Button::default()
        }
    }

    #[test]
    fn equal_menus_do_not_differ() {
        let menu = Menu {
            buttons: vec![button("a", "https://example.com")],
        };
        let mut padded = menu.clone();
        padded.buttons[0].key = Some(String::new());
        assert!(differences(&menu, &padded).is_empty());
    }

    #[test]
    fn each_difference_is_named_with_its_place() {
        let ours = Menu {
            buttons: vec![button("a", "https://example.com/1"), button("b", "https://example.com")],
        };
        let mut theirs = Menu {
            buttons: vec![button("a", "https://example.com/2")],
        };
        theirs.buttons[0].sub_buttons.push(button("c", "https://example.com"));
        let places: Vec<_> = differences(&ours, &theirs).into_iter().map(|one| one.at).collect();
        assert_eq!(places, ["buttons[0].url", "buttons[0].subButtons[0]", "buttons[1]"]);
    }
}
