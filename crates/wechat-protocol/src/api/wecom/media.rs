//! Media: temporary ones for messages, three days long and for all apps of the corp, and pictures for article texts.

use serde::Deserialize;

use super::wecom_call;
use crate::{
    api::{Media, Query, Upload, bounds, call::debug_showing, invalid::Validity},
    quirks::number_or_string,
};

/// What kind of medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// JPG or PNG. The sources name 2, 5 and 10 MB; the smallest that an error text names is enforced.
    Image,
    /// AMR of at most 60 s.
    Voice,
    /// MP4.
    Video,
    /// Any file.
    File,
}

const MB: u64 = 1024 * 1024;

impl MediaKind {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::File => "file",
        }
    }

    /// Largest size, in bytes. The smallest is 6.
    #[must_use]
    pub const fn max_bytes(self) -> u64 {
        match self {
            Self::Image => 5 * MB,
            Self::Voice => 2 * MB,
            Self::Video => 10 * MB,
            Self::File => 20 * MB,
        }
    }
}

/// Uploads a temporary medium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadMedia<'a> {
    /// What it is.
    pub kind: MediaKind,
    /// The file.
    pub file: Upload<'a>,
}
wecom_call!(UploadMedia<'a>: upload "/cgi-bin/media/upload" => UploadedMedia, repeatable {
    fn query(&self) -> Query<'_> { vec![("type", self.kind.name().into())] }
});

impl<'a> UploadMedia<'a> {
    fn upload(&self) -> Upload<'a> {
        self.file.clone()
    }

    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the file is too small or too large.
    pub fn check(&self) -> Validity {
        Ok(bounds::items("media", self.file.bytes, 6..=self.kind.max_bytes())?)
    }
}

/// The answer to [`UploadMedia`]. `Debug` shows the times only.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct UploadedMedia {
    /// Stands for the medium for three days.
    pub media_id: String,
    /// Unix seconds; a text on the wire.
    #[serde(deserialize_with = "number_or_string")]
    pub created_at: i64,
}
debug_showing!(UploadedMedia, created_at);

/// Uploads a picture for the text of an article: at most 2 MB, 1000 a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadArticleImage<'a> {
    /// The file.
    pub file: Upload<'a>,
}
wecom_call!(UploadArticleImage<'a>: upload "/cgi-bin/media/uploadimg" => ArticleImage, once);

impl<'a> UploadArticleImage<'a> {
    fn upload(&self) -> Upload<'a> {
        self.file.clone()
    }

    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the file is too small or too large.
    pub fn check(&self) -> Validity {
        Ok(bounds::items("media", self.file.bytes, 6..=2 * MB)?)
    }
}

/// The answer to [`UploadArticleImage`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ArticleImage {
    /// For ever.
    pub url: String,
}

/// Fetches a temporary medium: a file, or JSON when it is refused.
#[derive(Clone, PartialEq, Eq)]
pub struct GetMedia {
    /// The medium.
    pub media_id: String,
}
debug_showing!(GetMedia);
wecom_call!(GetMedia: get "/cgi-bin/media/get" => Media, repeatable {
    fn query(&self) -> Query<'_> { vec![("media_id", self.media_id.as_str().into())] }
});
