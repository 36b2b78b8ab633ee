//! The blocks that show something.

use serde::Serialize;

use crate::api::{
    bounds,
    invalid::{Validity, distinct, each, present, rule},
};

fn optional(field: &'static str, text: Option<&String>, limit: u64) -> Validity {
    match text {
        Some(text) => Ok(bounds::characters(field, text, 0..=limit)?),
        None => Ok(()),
    }
}

/// Where a tap leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    #[serde(rename = "type")]
    kind: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    appid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pagepath: Option<String>,
}

impl Link {
    /// Nowhere.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// To a web page.
    #[must_use]
    pub fn url(url: &str) -> Self {
        Self {
            kind: 1,
            url: Some(url.to_owned()),
            ..Self::default()
        }
    }

    /// To a Mini Program; its start page without a page.
    #[must_use]
    pub fn mini_program(appid: &str, pagepath: Option<&str>) -> Self {
        Self {
            kind: 2,
            appid: Some(appid.to_owned()),
            pagepath: pagepath.map(str::to_owned),
            ..Self::default()
        }
    }

    pub(super) fn leads_somewhere(&self) -> bool {
        self.kind != 0
    }

    pub(super) fn check(&self) -> Validity {
        match self.kind {
            1 => present("url", self.url.as_deref().unwrap_or_default()),
            2 => present("appid", self.appid.as_deref().unwrap_or_default()),
            _ => Ok(()),
        }
    }
}

/// Where a card comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// A picture's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_url: Option<String>,
    /// At most 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
    /// 0 grey, 1 black, 2 red, 3 green.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc_color: Option<u8>,
}

impl Source {
    pub(super) fn check(&self) -> Validity {
        optional("source.desc", self.desc.as_ref(), 20)?;
        match self.desc_color {
            Some(color) => Ok(bounds::value("source.desc_color", color, 0..=3)?),
            None => Ok(()),
        }
    }
}

/// A card's title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MainTitle {
    /// At most 36.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// At most 44.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
}

impl MainTitle {
    pub(super) fn check(&self) -> Validity {
        optional("main_title.title", self.title.as_ref(), 36)?;
        optional("main_title.desc", self.desc.as_ref(), 44)
    }
}

/// The menu in the corner of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActionMenu {
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
    /// 1 to 3 with different keys.
    pub action_list: Vec<MenuAction>,
}

/// A line of the menu.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MenuAction {
    /// What it says.
    pub text: String,
    /// Comes back with a tap; 1 to 1024 bytes.
    pub key: String,
}

impl ActionMenu {
    pub(super) fn check(&self) -> Validity {
        bounds::items("action_menu.action_list", &self.action_list, 1..=3)?;
        each("action_menu.action_list", &self.action_list, |action| {
            present("text", &action.text)?;
            Ok(bounds::bytes("key", &action.key, 1..=1024)?)
        })?;
        distinct(
            "action_menu.action_list.key",
            self.action_list.iter().map(|action| action.key.as_str()),
        )
    }
}

/// A quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuoteArea {
    /// Where a tap leads.
    #[serde(flatten)]
    pub link: Link,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_text: Option<String>,
}

impl QuoteArea {
    pub(super) fn check(&self) -> Validity {
        self.link.check().map_err(|error| error.within("quote_area"))
    }
}

/// A large number or word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Emphasis {
    /// At most 14.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// At most 22.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
}

impl Emphasis {
    pub(super) fn check(&self) -> Validity {
        optional("emphasis_content.title", self.title.as_ref(), 14)?;
        optional("emphasis_content.desc", self.desc.as_ref(), 22)
    }
}

/// A line of name and value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HorizontalContent {
    /// 0 text, 1 web page, 2 file, 3 member.
    #[serde(rename = "type")]
    pub kind: u8,
    /// 1 to 5.
    pub keyname: String,
    /// At most 30.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_id: Option<String>,
    /// The member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userid: Option<String>,
}

impl HorizontalContent {
    pub(super) fn check(&self) -> Validity {
        bounds::value("type", self.kind, 0..=3)?;
        bounds::characters("keyname", &self.keyname, 1..=5)?;
        optional("value", self.value.as_ref(), 30)?;
        match self.kind {
            1 => present("url", self.url.as_deref().unwrap_or_default()),
            2 => present("media_id", self.media_id.as_deref().unwrap_or_default()),
            3 => present("userid", self.userid.as_deref().unwrap_or_default()),
            _ => Ok(()),
        }
    }
}

/// A link below a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Jump {
    /// Where it leads.
    #[serde(flatten)]
    pub link: Link,
    /// 1 to 18.
    pub title: String,
}

impl Jump {
    pub(super) fn check(&self) -> Validity {
        bounds::characters("title", &self.title, 1..=18)?;
        self.link.check()
    }
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CardImage {
    /// Its address.
    pub url: String,
    /// Width to height in hundredths, 130 to 225; 130 without it. On the wire it is the fraction.
    #[serde(
        rename = "aspect_ratio",
        serialize_with = "as_fraction",
        skip_serializing_if = "Option::is_none"
    )]
    pub aspect_percent: Option<u16>,
}

fn as_fraction<S: serde::Serializer>(percent: &Option<u16>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(f64::from(percent.unwrap_or(130)) / 100.0)
}

impl CardImage {
    pub(super) fn check(&self) -> Validity {
        present("url", &self.url).map_err(|error| error.within("card_image"))?;
        match self.aspect_percent {
            Some(percent) => Ok(bounds::value("card_image.aspect_ratio", percent, 130..=225)?),
            None => Ok(()),
        }
    }
}

/// A small picture beside text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImageTextArea {
    /// Where a tap leads.
    #[serde(flatten)]
    pub link: Link,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
    /// The picture's address.
    pub image_url: String,
}

impl ImageTextArea {
    pub(super) fn check(&self) -> Validity {
        let image = rule("image_url", !self.image_url.is_empty(), "must be given");
        image
            .and_then(|()| self.link.check())
            .map_err(|error| error.within("image_text_area"))
    }
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerticalContent {
    /// 1 to 38.
    pub title: String,
    /// At most 160.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
}

impl VerticalContent {
    pub(super) fn check(&self) -> Validity {
        bounds::characters("title", &self.title, 1..=38)?;
        optional("desc", self.desc.as_ref(), 160)
    }
}
