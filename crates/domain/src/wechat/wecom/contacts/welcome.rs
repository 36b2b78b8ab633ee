//! The message that welcomes a new external contact (欢迎语).

use std::fmt;

use crate::ids::{MaterialId, WelcomeMessageId};
use crate::text::{bounded, single_line};
use crate::time::Timestamp;
use crate::validation::FieldFaults;

/// Stands for the contact's name.
const NAME: &str = "{name}";
/// Bytes set aside for each name: 64 characters of up to four bytes.
const NAME_BYTES: usize = 256;
/// Characters of a name that are put into a text.
const NAME_CHARS: usize = 64;
/// <https://developer.work.weixin.qq.com/document/path/92137>
const TEXT_BYTES: usize = 4_000;
const ATTACHMENTS: usize = 9;
const LINK_TITLE_BYTES: usize = 128;
const LINK_TEXT_BYTES: usize = 512;
const CARD_TITLE_BYTES: usize = 64;
const ADDRESS_BYTES: usize = 1_024;
const APP_ID_BYTES: usize = 64;

/// What comes with a welcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WelcomeAttachment {
    /// A picture.
    Image(MaterialId),
    /// A video.
    Video(MaterialId),
    /// A file.
    File(MaterialId),
    /// A card that leads to a page.
    Link {
        /// 1 to 128 bytes.
        title: String,
        /// At most 512 bytes.
        description: Option<String>,
        /// The page.
        url: String,
        /// The picture's address.
        picture_url: Option<String>,
    },
    /// A card that leads to a Mini Program that the corporation is linked with.
    MiniProgram {
        /// 1 to 64 bytes.
        title: String,
        /// The picture.
        picture: MaterialId,
        /// The Mini Program's app id.
        app_id: String,
        /// Its page.
        page: String,
    },
}

/// What new contacts are welcomed with.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Welcome {
    /// Whether they are.
    pub enabled: bool,
    /// The text; `{name}` in it stands for the contact's name.
    pub text: Option<String>,
    /// At most 9.
    pub attachments: Vec<WelcomeAttachment>,
}

impl fmt::Debug for Welcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Welcome")
            .field("enabled", &self.enabled)
            .finish_non_exhaustive()
    }
}

impl Welcome {
    /// Holds it to WeCom's limits. One that is not enabled is held to them as well, but may be empty.
    ///
    /// # Errors
    /// Every rule that it breaks.
    pub fn checked(mut self) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        if let Some(text) = self.text.take().filter(|text| !text.trim().is_empty()) {
            self.text = faults.keep("text", bounded(&text, 1..=TEXT_BYTES));
            if longest(&text) > TEXT_BYTES {
                faults.add(
                    "text",
                    format!("must be at most {TEXT_BYTES} bytes, counting {NAME_BYTES} for each {NAME}"),
                );
            }
        }
        if self.attachments.len() > ATTACHMENTS {
            faults.add("attachments", format!("must be at most {ATTACHMENTS}"));
        }
        for (index, attachment) in self.attachments.iter_mut().enumerate() {
            check(attachment, index, &mut faults);
        }
        if self.enabled && self.text.is_none() && self.attachments.is_empty() {
            faults.add("text", "must be there, or an attachment");
        }
        faults.check()?;
        Ok(self)
    }

    /// Whether the contact's name is needed.
    #[must_use]
    pub fn names_the_contact(&self) -> bool {
        self.text.as_deref().is_some_and(|text| text.contains(NAME))
    }

    /// The text for a contact of that name; a name too long is cut.
    #[must_use]
    pub fn text_for(&self, name: Option<&str>) -> Option<String> {
        let name: String = name.unwrap_or_default().chars().take(NAME_CHARS).collect();
        self.text.as_deref().map(|text| text.replace(NAME, &name))
    }
}

fn longest(text: &str) -> usize {
    let names = text.matches(NAME).count();
    text.len() - names * NAME.len() + names * NAME_BYTES
}

fn check(attachment: &mut WelcomeAttachment, index: usize, faults: &mut FieldFaults) {
    let mut line = |field: &str, text: &mut String, bytes: usize| match single_line(text, 1..=bytes) {
        Ok(line) if line.len() <= bytes => *text = line,
        Ok(_) => faults.add(
            "attachments",
            format!("[{index}].{field} must be at most {bytes} bytes"),
        ),
        Err(fault) => faults.add("attachments", format!("[{index}].{field} {fault}")),
    };
    match attachment {
        WelcomeAttachment::Image(_) | WelcomeAttachment::Video(_) | WelcomeAttachment::File(_) => {}
        WelcomeAttachment::Link {
            title,
            description,
            url,
            picture_url,
        } => {
            line("title", title, LINK_TITLE_BYTES);
            line("url", url, ADDRESS_BYTES);
            if let Some(text) = description {
                line("description", text, LINK_TEXT_BYTES);
            }
            if let Some(address) = picture_url.as_mut() {
                line("pictureUrl", address, ADDRESS_BYTES);
            }
            for (field, address) in [("url", Some(&*url)), ("pictureUrl", picture_url.as_ref())] {
                if address.is_some_and(|address| !is_web(address)) {
                    faults.add(
                        "attachments",
                        format!("[{index}].{field} must begin with http:// or https://"),
                    );
                }
            }
        }
        WelcomeAttachment::MiniProgram {
            title, app_id, page, ..
        } => {
            line("title", title, CARD_TITLE_BYTES);
            line("appId", app_id, APP_ID_BYTES);
            line("page", page, ADDRESS_BYTES);
        }
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// What happened to a welcome message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WelcomeHappened {
    /// It was changed.
    Changed {
        /// Whether contacts are welcomed now.
        enabled: bool,
    },
}

/// The welcome message of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WelcomeSetting {
    /// Its id.
    pub id: WelcomeMessageId,
    /// Our name of the account.
    pub account: String,
    /// What contacts are welcomed with.
    pub welcome: Welcome,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts changes from 1.
    pub version: u64,
}

impl WelcomeSetting {
    /// The first of an account.
    #[must_use]
    pub fn new(id: WelcomeMessageId, account: &str, welcome: Welcome, now: Timestamp) -> (Self, WelcomeHappened) {
        let happened = WelcomeHappened::Changed {
            enabled: welcome.enabled,
        };
        let setting = Self {
            id,
            account: account.to_owned(),
            welcome,
            updated_at: now,
            version: 1,
        };
        (setting, happened)
    }

    /// Takes another message.
    pub fn change(&mut self, welcome: Welcome, now: Timestamp) -> Option<WelcomeHappened> {
        if self.welcome == welcome {
            return None;
        }
        self.welcome = welcome;
        self.updated_at = now;
        self.version += 1;
        Some(WelcomeHappened::Changed {
            enabled: self.welcome.enabled,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Welcome {
        Welcome {
            enabled: true,
            text: Some(text.to_owned()),
            attachments: Vec::new(),
        }
    }

    fn link(title: &str, url: &str) -> WelcomeAttachment {
        WelcomeAttachment::Link {
            title: title.to_owned(),
            description: None,
            url: url.to_owned(),
            picture_url: None,
        }
    }

    #[test]
    fn a_name_is_put_in_and_has_its_room() {
        let welcome = text("你好，{name}！").checked().unwrap();
        assert_eq!(welcome.text_for(Some("王五")).as_deref(), Some("你好，王五！"));
        assert_eq!(welcome.text_for(None).as_deref(), Some("你好，！"));
        let long = welcome.text_for(Some(&"🍵".repeat(500))).unwrap();
        assert_eq!(long.chars().count(), 4 + 64);
        assert!(text(&"a".repeat(4_000)).checked().is_ok());
        assert!(text(&format!("{}{NAME}", "a".repeat(3_744))).checked().is_ok());
        assert!(text(&format!("{}{NAME}", "a".repeat(3_745))).checked().is_err());
        assert!(text(&"茶".repeat(1_334)).checked().is_err(), "bytes count");
    }

    #[test]
    fn what_wecom_would_refuse_is_found() {
        for (broken, field) in [
            (text(" "), "text"),
            (
                Welcome {
                    attachments: vec![link("a", "https://e"); 10],
                    ..text("a")
                },
                "attachments",
            ),
            (
                Welcome {
                    attachments: vec![link(&"茶".repeat(43), "https://e")],
                    ..text("a")
                },
                "attachments",
            ),
            (
                Welcome {
                    attachments: vec![link("", "https://e")],
                    ..text("a")
                },
                "attachments",
            ),
            (
                Welcome {
                    attachments: vec![link("a", "javascript:1")],
                    ..text("a")
                },
                "attachments",
            ),
        ] {
            let faults = broken.checked().unwrap_err();
            assert_eq!(faults.iter().map(|(name, _)| name).collect::<Vec<_>>(), [field]);
        }
        assert!(Welcome::default().checked().is_ok(), "off and empty");
    }
}
