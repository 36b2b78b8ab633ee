//! WeChat's limits of a menu, each fault with its place.

use std::collections::BTreeSet;

use super::conditional::ConditionalMenu;
use super::tree::{Button, ButtonKind, Menu};

/// Most entries, and most buttons under one.
const MOST_ENTRIES: usize = 3;
const MOST_SUB_BUTTONS: usize = 5;
/// Longest names in bytes of UTF-8.
const ENTRY_NAME_BYTES: usize = 16;
const SUB_NAME_BYTES: usize = 60;
/// Longest key and longest address in bytes.
const KEY_BYTES: usize = 128;
const URL_BYTES: usize = 1_024;
/// Most domains that all conditional menus together may lead to.
const MOST_DOMAINS: usize = 3;

/// Something in a menu that WeChat would refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuFault {
    /// Where: `buttons[0].subButtons[2].url`.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// Everything that WeChat would refuse in a menu; `at` is put before each place.
#[must_use]
pub fn check_menu(menu: &Menu, at: &str) -> Vec<MenuFault> {
    let mut faults = Faults::default();
    let place = format!("{at}buttons");
    match menu.buttons.len() {
        0 => faults.add(&place, "a menu needs at least one button"),
        1..=MOST_ENTRIES => {}
        count => faults.add(
            &place,
            format!("there are {count} entries; WeChat takes {MOST_ENTRIES}"),
        ),
    }
    for (index, entry) in menu.buttons.iter().enumerate() {
        let place = format!("{place}[{index}]");
        faults.name(&place, &entry.name, ENTRY_NAME_BYTES);
        if entry.sub_buttons.is_empty() {
            faults.action(&place, entry);
        } else {
            faults.group(&place, entry);
        }
    }
    faults.0
}

/// Everything that WeChat would refuse in a default menu with its conditional ones.
#[must_use]
pub fn check_all(menu: &Menu, conditional: &[ConditionalMenu]) -> Vec<MenuFault> {
    let mut faults = check_menu(menu, "");
    for (index, one) in conditional.iter().enumerate() {
        let place = format!("conditionalMenus[{index}]");
        if one.audience.is_everybody() {
            faults.push(MenuFault {
                at: format!("{place}.audience"),
                reason: "name a tag or a platform: a menu for everybody is the default one".to_owned(),
            });
        }
        faults.extend(check_menu(&one.menu, &format!("{place}.")));
    }
    let domains: BTreeSet<_> = conditional
        .iter()
        .flat_map(|one| one.menu.all_buttons())
        .filter_map(|button| domain_of(button.url.as_deref()?))
        .collect();
    if domains.len() > MOST_DOMAINS {
        let names: Vec<_> = domains.into_iter().collect();
        faults.push(MenuFault {
            at: "conditionalMenus".to_owned(),
            reason: format!(
                "all conditional menus together may lead to {MOST_DOMAINS} domains; these lead to {}",
                names.join(", ")
            ),
        });
    }
    faults
}

#[derive(Default)]
struct Faults(Vec<MenuFault>);

impl Faults {
    fn add(&mut self, at: &str, reason: impl Into<String>) {
        self.0.push(MenuFault {
            at: at.to_owned(),
            reason: reason.into(),
        });
    }

    fn name(&mut self, place: &str, name: &str, most: usize) {
        let at = format!("{place}.name");
        if name.trim().is_empty() {
            self.add(&at, "must not be empty");
        } else if name.len() > most {
            self.add(
                &at,
                format!(
                    "has {} bytes; WeChat takes {most} here (a Chinese character has 3)",
                    name.len()
                ),
            );
        }
    }

    fn group(&mut self, place: &str, entry: &Button) {
        if entry.kind.is_some() {
            self.add(&format!("{place}.type"), "an entry that opens others has no type");
        }
        for (field, _) in entry.fields().iter().filter(|(_, value)| value.is_some()) {
            self.add(
                &format!("{place}.{field}"),
                "an entry that opens others does nothing itself",
            );
        }
        let subs = format!("{place}.subButtons");
        if entry.sub_buttons.len() > MOST_SUB_BUTTONS {
            self.add(
                &subs,
                format!("there are {}; WeChat takes {MOST_SUB_BUTTONS}", entry.sub_buttons.len()),
            );
        }
        for (index, button) in entry.sub_buttons.iter().enumerate() {
            let place = format!("{subs}[{index}]");
            self.name(&place, &button.name, SUB_NAME_BYTES);
            if button.sub_buttons.is_empty() {
                self.action(&place, button);
            } else {
                self.add(&format!("{place}.subButtons"), "a menu has two levels");
            }
        }
    }

    fn action(&mut self, place: &str, button: &Button) {
        let Some(name) = button.kind.as_deref() else {
            self.add(
                &format!("{place}.type"),
                "a button needs a type, or buttons that it opens",
            );
            return;
        };
        let Some(kind) = ButtonKind::from_name(name) else {
            let known: Vec<_> = ButtonKind::NAMES.iter().map(|(_, name)| *name).collect();
            self.add(&format!("{place}.type"), format!("must be one of {}", known.join(", ")));
            return;
        };
        for (field, value) in button.fields() {
            let at = format!("{place}.{field}");
            match (kind.needs().contains(&field), value.map(str::trim)) {
                (true, None | Some("")) => self.add(&at, format!("a {name} button needs it")),
                (false, Some(_)) => self.add(&at, format!("a {name} button takes none")),
                (true, Some(value)) => self.value(&at, field, value),
                (false, None) => {}
            }
        }
    }

    fn value(&mut self, at: &str, field: &str, value: &str) {
        match field {
            "key" if value.len() > KEY_BYTES => {
                self.add(at, format!("has {} bytes; WeChat takes {KEY_BYTES}", value.len()));
            }
            "url" | "pagePath" if value.len() > URL_BYTES => {
                self.add(at, format!("has {} bytes; WeChat takes {URL_BYTES}", value.len()));
            }
            "url" if domain_of(value).is_none() || value.contains(char::is_whitespace) => {
                self.add(at, "must be an http or https address");
            }
            "appId" if !value.bytes().all(|byte| byte.is_ascii_alphanumeric()) || !value.starts_with("wx") => {
                self.add(at, "must be a mini program's app id (wx…)");
            }
            _ => {}
        }
    }
}

/// The domain of a web address, in lower case, without user and port.
fn domain_of(url: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    let rest = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ConditionalMenuId;
    use crate::wechat::menus::Audience;

    fn click(name: &str) -> Button {
        Button {
            name: name.to_owned(),
            kind: Some("click".to_owned()),
            key: Some("KEY".to_owned()),
            ..Button::default()
        }
    }

    fn view(url: &str) -> Button {
        Button {
            name: "看".to_owned(),
            kind: Some("view".to_owned()),
            url: Some(url.to_owned()),
            ..Button::default()
        }
    }

    fn group(subs: Vec<Button>) -> Button {
        Button {
            name: "更多".to_owned(),
            sub_buttons: subs,
            ..Button::default()
        }
    }

    fn faults(buttons: Vec<Button>) -> Vec<String> {
        check_menu(&Menu { buttons }, "")
            .into_iter()
            .map(|fault| format!("{}: {}", fault.at, fault.reason))
            .collect()
    }

    #[test]
    fn a_sound_menu_has_no_faults() {
        let mini = Button {
            name: "小程序".to_owned(),
            kind: Some("miniprogram".to_owned()),
            url: Some("https://example.com".to_owned()),
            app_id: Some("wx0000000000000000".to_owned()),
            page_path: Some("pages/index".to_owned()),
            ..Button::default()
        };
        let subs = vec![view("https://example.com/a?b=c"), mini, click(&"名".repeat(20))];
        assert_eq!(faults(vec![click("活动日历"), group(subs)]), Vec::<String>::new());
    }

    #[test]
    fn counts_names_and_levels_are_held() {
        assert!(faults(vec![])[0].starts_with("buttons: a menu needs"));
        assert!(faults(vec![click("a"); 4])[0].contains("4 entries"));
        assert!(faults(vec![click("六个汉字太长")])[0].starts_with("buttons[0].name: has 18 bytes"));
        assert!(faults(vec![click(" ")])[0].contains("empty"));
        assert!(faults(vec![group(vec![click("a"); 6])])[0].starts_with("buttons[0].subButtons: there are 6"));
        assert!(faults(vec![group(vec![group(vec![click("a")])])])[0].contains("two levels"));
        let mut typed = group(vec![click("a")]);
        typed.kind = Some("click".to_owned());
        assert!(faults(vec![typed])[0].contains("no type"));
    }

    #[test]
    fn each_type_needs_its_own_fields_and_takes_no_others() {
        for (kind, name) in ButtonKind::NAMES {
            let bare = Button {
                name: "a".to_owned(),
                kind: Some(name.to_owned()),
                ..Button::default()
            };
            let told = faults(vec![bare]);
            assert_eq!(told.len(), kind.needs().len(), "{name}: {told:?}");
            assert!(told.iter().all(|fault| fault.contains("needs it")), "{told:?}");
        }
        let mut both = click("a");
        both.url = Some("https://example.com".to_owned());
        assert_eq!(faults(vec![both]), ["buttons[0].url: a click button takes none"]);
        let mut odd = click("a");
        odd.kind = Some("teapot".to_owned());
        assert!(faults(vec![odd])[0].contains("must be one of click, view"));
        let mut none = click("a");
        none.kind = None;
        assert!(faults(vec![none])[0].contains("needs a type"));
    }

    #[test]
    fn addresses_and_keys_keep_their_limits() {
        assert!(faults(vec![view("ftp://example.com")])[0].contains("http or https"));
        assert!(faults(vec![view("https://")])[0].contains("http or https"));
        assert!(
            faults(vec![view(&format!("https://example.com/{}", "a".repeat(1_024)))])[0].contains("WeChat takes 1024")
        );
        let mut long = click("a");
        long.key = Some("春".repeat(43));
        assert!(faults(vec![long])[0].contains("has 129 bytes"));
    }

    #[test]
    fn conditional_menus_lead_to_three_domains_in_all() {
        let conditional = |hosts: &[&str]| -> Vec<ConditionalMenu> {
            hosts
                .iter()
                .map(|host| ConditionalMenu {
                    id: ConditionalMenuId::from_uuid(uuid::Uuid::nil()),
                    name: String::new(),
                    audience: Audience {
                        tag_id: Some(2),
                        platform: None,
                    },
                    menu: Menu {
                        buttons: vec![view(host)],
                    },
                })
                .collect()
        };
        let default = Menu {
            buttons: vec![view("https://elsewhere.example")],
        };
        let three = [
            "https://a.example",
            "http://B.example/x",
            "https://u@b.example:8443",
            "https://c.example",
        ];
        assert!(check_all(&default, &conditional(&three)).is_empty());
        let four = [
            "https://a.example",
            "https://b.example",
            "https://c.example",
            "https://d.example",
        ];
        let told = check_all(&default, &conditional(&four));
        assert_eq!(told.len(), 1);
        assert!(told[0].reason.contains("d.example"));
    }

    #[test]
    fn a_conditional_menu_for_everybody_is_refused() {
        let menu = Menu {
            buttons: vec![click("a")],
        };
        let one = ConditionalMenu {
            id: ConditionalMenuId::from_uuid(uuid::Uuid::nil()),
            name: String::new(),
            audience: Audience::default(),
            menu: menu.clone(),
        };
        assert_eq!(check_all(&menu, &[one])[0].at, "conditionalMenus[0].audience");
    }
}
