//! A menu as a tree of buttons, sound or not: what an organizer edits, and what WeChat tells.

/// A menu.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Menu {
    /// Its entries, from left to right.
    pub buttons: Vec<Button>,
}

/// A button, or an entry that opens others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Button {
    /// What it says.
    pub name: String,
    /// WeChat's `type`; an entry that opens others has none.
    pub kind: Option<String>,
    /// What comes back when it is tapped.
    pub key: Option<String>,
    /// Where it leads; for a mini program what old clients open instead.
    pub url: Option<String>,
    /// Uploaded material it sends.
    pub media_id: Option<String>,
    /// The mini program it opens.
    pub app_id: Option<String>,
    /// The page of the mini program.
    pub page_path: Option<String>,
    /// The published article it sends or opens.
    pub article_id: Option<String>,
    /// What it opens, from top to bottom.
    pub sub_buttons: Vec<Button>,
}

/// WeChat's types of buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ButtonKind {
    /// Sends its key to us.
    Click,
    /// Opens a page.
    View,
    /// Opens a mini program.
    MiniProgram,
    /// Scans a code and shows what is in it; we are told.
    ScanCodePush,
    /// Scans a code and waits for our answer.
    ScanCodeWait,
    /// Takes a picture and sends it.
    TakePicture,
    /// Takes or chooses a picture and sends it.
    TakeOrChoosePicture,
    /// Chooses a picture in WeChat and sends it.
    ChoosePicture,
    /// Chooses a place and sends it.
    Location,
    /// Sends uploaded material.
    Media,
    /// Opens an article of uploaded material.
    ViewLimited,
    /// Sends a published article.
    Article,
    /// Opens a published article.
    ArticleViewLimited,
}

impl ButtonKind {
    /// All kinds with WeChat's names.
    pub const NAMES: [(Self, &'static str); 13] = [
        (Self::Click, "click"),
        (Self::View, "view"),
        (Self::MiniProgram, "miniprogram"),
        (Self::ScanCodePush, "scancode_push"),
        (Self::ScanCodeWait, "scancode_waitmsg"),
        (Self::TakePicture, "pic_sysphoto"),
        (Self::TakeOrChoosePicture, "pic_photo_or_album"),
        (Self::ChoosePicture, "pic_weixin"),
        (Self::Location, "location_select"),
        (Self::Media, "media_id"),
        (Self::ViewLimited, "view_limited"),
        (Self::Article, "article_id"),
        (Self::ArticleViewLimited, "article_view_limited"),
    ];

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(kind, _)| *kind)
    }

    /// The fields a button of this kind needs; it takes no others.
    #[must_use]
    pub const fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Click
            | Self::ScanCodePush
            | Self::ScanCodeWait
            | Self::TakePicture
            | Self::TakeOrChoosePicture
            | Self::ChoosePicture
            | Self::Location => &["key"],
            Self::View => &["url"],
            Self::MiniProgram => &["url", "appId", "pagePath"],
            Self::Media | Self::ViewLimited => &["mediaId"],
            Self::Article | Self::ArticleViewLimited => &["articleId"],
        }
    }
}

impl Button {
    /// The fields that kinds differ in, under the API's names.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Option<&str>); 6] {
        [
            ("key", self.key.as_deref()),
            ("url", self.url.as_deref()),
            ("mediaId", self.media_id.as_deref()),
            ("appId", self.app_id.as_deref()),
            ("pagePath", self.page_path.as_deref()),
            ("articleId", self.article_id.as_deref()),
        ]
    }
}

impl Menu {
    /// Most buttons of one level that are kept at all; WeChat takes fewer.
    const MOST_KEPT: usize = 20;
    /// Longest text of a button that is kept at all, in characters.
    const LONGEST_KEPT: usize = 2_048;

    /// Whether it can be kept as a draft: WeChat's limits may be broken, reason may not.
    ///
    /// # Errors
    /// What is beyond reason.
    pub fn keepable(&self) -> Result<(), String> {
        kept(&self.buttons, 0)
    }

    /// Every button, each entry before what it opens.
    pub fn all_buttons(&self) -> impl Iterator<Item = &Button> {
        self.buttons
            .iter()
            .flat_map(|entry| std::iter::once(entry).chain(&entry.sub_buttons))
    }
}

fn kept(buttons: &[Button], depth: usize) -> Result<(), String> {
    if depth > 1 && !buttons.is_empty() {
        return Err("a menu has two levels".to_owned());
    }
    if buttons.len() > Menu::MOST_KEPT {
        return Err(format!("one level must have at most {} buttons", Menu::MOST_KEPT));
    }
    for button in buttons {
        let kind = button.kind.as_deref();
        let texts = [Some(button.name.as_str()), kind]
            .into_iter()
            .chain(button.fields().map(|(_, text)| text));
        for text in texts.flatten() {
            if text.chars().count() > Menu::LONGEST_KEPT {
                return Err(format!("a text must have at most {} characters", Menu::LONGEST_KEPT));
            }
            if text.chars().any(char::is_control) {
                return Err("a text must not hold control characters".to_owned());
            }
        }
        kept(&button.sub_buttons, depth + 1)?;
    }
    Ok(())
}
