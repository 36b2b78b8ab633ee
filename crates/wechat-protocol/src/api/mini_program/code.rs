//! Mini Program codes (小程序码): pictures that open a page. The answer is the picture, or JSON when it is refused.

use serde::{Deserialize, Serialize};

use super::EnvVersion;
use crate::api::{
    Media, bounds,
    call::api_call,
    invalid::{Validity, charset, rule},
};

/// Longest scene of [`GetUnlimitedCode`], in characters.
pub const MAX_SCENE_CHARS: u64 = 32;
/// What a scene may consist of besides ASCII letters and digits.
pub const SCENE_PUNCTUATION: &str = "!#$&'()*+,/:;=?@-._~";

/// Width, colours and version of a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// 280 to 1280 pixels; 430 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Whether the platform chooses the colour of the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_color: Option<bool>,
    /// The colour of the lines, used when `auto_color` is false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_color: Option<Color>,
    /// Whether the background is transparent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_hyaline: Option<bool>,
    /// Which version opens; the published one without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub env_version: Option<EnvVersion>,
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
}

/// Makes a code for a path with its query. An account makes 100,000 in all, together with [`CreateQrCode`] (45029).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetCode {
    /// The page with its query, 1 to 1024 characters.
    pub path: String,
    /// How it looks.
    #[serde(flatten)]
    pub look: Look,
}
api_call!(GetCode: post "/wxa/getwxacode" => Media, once);

/// Makes a code for a page and a scene, any number of them, 5000 a minute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetUnlimitedCode {
    /// What the page gets, percent-encoded, as `options.scene`: 1 to 32 ASCII letters, digits and
    /// [`SCENE_PUNCTUATION`]. A UUID with dashes does not fit: store a short id.
    pub scene: String,
    /// The page, without `/` before it and without query; the start page without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Whether the page must exist in the published version; yes without it. When it need not, an account has 60,000
    /// such pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_path: Option<bool>,
    /// How it looks.
    #[serde(flatten)]
    pub look: Look,
}
api_call!(GetUnlimitedCode: post "/wxa/getwxacodeunlimit" => Media, repeatable);

/// Makes a square QR code; shares its total with [`GetCode`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateQrCode {
    /// The page with its query, 1 to 128 characters.
    pub path: String,
    /// 280 to 1280 pixels; 430 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
}
api_call!(CreateQrCode: post "/cgi-bin/wxaapp/createwxaqrcode" => Media, once);

impl Look {
    fn check(&self) -> Validity {
        width(self.width)
    }
}

fn width(width: Option<u32>) -> Validity {
    match width {
        Some(width) => Ok(bounds::value("width", width, 280..=1280)?),
        None => Ok(()),
    }
}

impl GetCode {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the path or the width is outside its limits.
    pub fn check(&self) -> Validity {
        bounds::characters("path", &self.path, 1..=1024)?;
        self.look.check()
    }
}

impl GetUnlimitedCode {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the scene is too long or holds other characters (40129, 40169), when the page has a `/` before it or a query
    /// (41030), or when the width is outside its limits.
    pub fn check(&self) -> Validity {
        scene(&self.scene)?;
        if let Some(page) = &self.page {
            rule("page", !page.starts_with('/'), "no slash before it")?;
            rule("page", !page.contains(['?', '#']), "no query in it")?;
        }
        self.look.check()
    }
}

impl CreateQrCode {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the path or the width is outside its limits.
    pub fn check(&self) -> Validity {
        bounds::characters("path", &self.path, 1..=128)?;
        width(self.width)
    }
}

/// Checks a scene of [`GetUnlimitedCode`].
///
/// # Errors
/// When it is empty, too long or holds other characters.
pub fn scene(scene: &str) -> Validity {
    bounds::characters("scene", scene, 1..=MAX_SCENE_CHARS)?;
    charset("scene", scene, "ASCII letters, digits and !#$&'()*+,/:;=?@-._~", |c| {
        c.is_ascii_alphanumeric() || SCENE_PUNCTUATION.contains(c)
    })
}
