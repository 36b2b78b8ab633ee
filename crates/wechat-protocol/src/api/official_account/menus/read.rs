//! A button as WeChat tells of it.

use serde::Deserialize;

use crate::api::lenient;
use crate::api::official_account::autoreply::ReadNews;

use super::{Button, ButtonAction};

/// A button of an existing menu. What its kind does not use is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReadButton {
    /// As in [`ButtonAction::kind`]; of a menu made in the console also `news`, `text`, `img`, `photo`, `voice`, `video`,
    /// `finder`; empty for one that opens others.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it says.
    pub name: String,
    /// `EventKey` of what is pushed.
    pub key: String,
    /// The web page.
    pub url: String,
    /// The media.
    pub media_id: String,
    /// The mini program.
    pub appid: String,
    /// The page in it.
    pub pagepath: String,
    /// The published article.
    pub article_id: String,
    /// Of a menu made in the console: the text, the media, or the address of a video.
    pub value: String,
    /// Of a menu made in the console: the articles.
    #[serde(deserialize_with = "lenient::wrapped_list")]
    pub news_info: Vec<ReadNews>,
    /// The buttons below; `{"list": […]}` in the answer about the current menu.
    #[serde(deserialize_with = "lenient::wrapped_list")]
    pub sub_button: Vec<ReadButton>,
}

impl ReadButton {
    /// The button as it would be made through the API; none for a kind that only the console can make.
    #[must_use]
    pub fn to_button(&self) -> Option<Button> {
        let key = || self.key.clone();
        let media_id = self.media_id.clone();
        let article_id = self.article_id.clone();
        let action = match self.kind.as_str() {
            "" => {
                let below: Option<Vec<Button>> = self.sub_button.iter().map(Self::to_button).collect();
                ButtonAction::SubMenu(below.filter(|below| !below.is_empty())?)
            }
            "click" => ButtonAction::Click { key: key() },
            "view" => ButtonAction::View { url: self.url.clone() },
            "miniprogram" => ButtonAction::MiniProgram {
                appid: self.appid.clone(),
                pagepath: self.pagepath.clone(),
                url: self.url.clone(),
            },
            "scancode_push" => ButtonAction::ScanCodePush { key: key() },
            "scancode_waitmsg" => ButtonAction::ScanCodeWait { key: key() },
            "pic_sysphoto" => ButtonAction::PhotoFromCamera { key: key() },
            "pic_photo_or_album" => ButtonAction::PhotoOrAlbum { key: key() },
            "pic_weixin" => ButtonAction::PhotoFromAlbum { key: key() },
            "location_select" => ButtonAction::Location { key: key() },
            "media_id" => ButtonAction::Media { media_id },
            "view_limited" => ButtonAction::ViewLimited { media_id },
            "article_id" => ButtonAction::Article { article_id },
            "article_view_limited" => ButtonAction::ViewArticle { article_id },
            _ => return None,
        };
        Some(Button::new(&self.name, action))
    }
}
