//! What a button does.

use serde::{Serialize, Serializer, ser::SerializeMap};

/// A button to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it says: at most 16 bytes at the top, 60 bytes below; a Chinese character is 3 bytes.
    pub name: String,
    /// What it does.
    pub action: ButtonAction,
}

/// What a button does when it is tapped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ButtonAction {
    /// Opens up to 5 more buttons, themselves without any.
    SubMenu(Vec<Button>),
    /// Tells the account (`CLICK`).
    Click {
        /// Comes back as `EventKey`; at most 128 bytes.
        key: String,
    },
    /// Opens a web page.
    View {
        /// `http://` or `https://`, at most 1024 bytes.
        url: String,
    },
    /// Opens a mini program that belongs to the account.
    MiniProgram {
        /// The mini program.
        appid: String,
        /// The page in it.
        pagepath: String,
        /// For phones that cannot open it.
        url: String,
    },
    /// Scans a code and shows what it says, while the account is told.
    ScanCodePush {
        /// Comes back as `EventKey`; at most 128 bytes.
        key: String,
    },
    /// Scans a code and waits for the account's answer.
    ScanCodeWait {
        /// Comes back as `EventKey`; at most 128 bytes.
        key: String,
    },
    /// Takes a photo.
    PhotoFromCamera {
        /// Comes back as `EventKey`; at most 128 bytes.
        key: String,
    },
    /// Takes a photo or chooses one.
    PhotoOrAlbum {
        /// Comes back as `EventKey`; at most 128 bytes.
        key: String,
    },
    /// Chooses a photo.
    PhotoFromAlbum {
        /// Comes back as `EventKey`; at most 128 bytes.
        key: String,
    },
    /// Chooses a place.
    Location {
        /// Comes back as `EventKey`; at most 128 bytes.
        key: String,
    },
    /// Sends permanent media.
    Media {
        /// The media.
        media_id: String,
    },
    /// Opens an article among the permanent media.
    ViewLimited {
        /// The article.
        media_id: String,
    },
    /// Sends a published article.
    Article {
        /// The article.
        article_id: String,
    },
    /// Opens a published article.
    ViewArticle {
        /// The article.
        article_id: String,
    },
}

impl ButtonAction {
    /// `type` on the wire; none for a button that opens others.
    #[must_use]
    pub const fn kind(&self) -> Option<&'static str> {
        Some(match self {
            Self::SubMenu(_) => return None,
            Self::Click { .. } => "click",
            Self::View { .. } => "view",
            Self::MiniProgram { .. } => "miniprogram",
            Self::ScanCodePush { .. } => "scancode_push",
            Self::ScanCodeWait { .. } => "scancode_waitmsg",
            Self::PhotoFromCamera { .. } => "pic_sysphoto",
            Self::PhotoOrAlbum { .. } => "pic_photo_or_album",
            Self::PhotoFromAlbum { .. } => "pic_weixin",
            Self::Location { .. } => "location_select",
            Self::Media { .. } => "media_id",
            Self::ViewLimited { .. } => "view_limited",
            Self::Article { .. } => "article_id",
            Self::ViewArticle { .. } => "article_view_limited",
        })
    }

    /// The members that say more, by their names on the wire.
    pub(super) fn members(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::SubMenu(_) => vec![],
            Self::Click { key }
            | Self::ScanCodePush { key }
            | Self::ScanCodeWait { key }
            | Self::PhotoFromCamera { key }
            | Self::PhotoOrAlbum { key }
            | Self::PhotoFromAlbum { key }
            | Self::Location { key } => vec![("key", key)],
            Self::View { url } => vec![("url", url)],
            Self::MiniProgram { appid, pagepath, url } => vec![("url", url), ("appid", appid), ("pagepath", pagepath)],
            Self::Media { media_id } | Self::ViewLimited { media_id } => vec![("media_id", media_id)],
            Self::Article { article_id } | Self::ViewArticle { article_id } => vec![("article_id", article_id)],
        }
    }
}

impl Button {
    /// A button.
    #[must_use]
    pub fn new(name: &str, action: ButtonAction) -> Self {
        Self {
            name: name.to_owned(),
            action,
        }
    }
}

impl Serialize for Button {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(kind) = self.action.kind() {
            map.serialize_entry("type", kind)?;
        }
        map.serialize_entry("name", &self.name)?;
        for (name, value) in self.action.members() {
            map.serialize_entry(name, value)?;
        }
        if let ButtonAction::SubMenu(buttons) = &self.action {
            map.serialize_entry("sub_button", buttons)?;
        }
        map.end()
    }
}
