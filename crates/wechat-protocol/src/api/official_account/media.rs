//! Temporary media, which live three days, and the pictures inside articles.

use serde::Deserialize;
use thiserror::Error;

use crate::api::call::{api_call, debug_showing};
use crate::api::{Media, MediaOr, OutOfBounds, Query, Unit, Upload, lenient};

/// A kind of media.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// A picture: PNG, JPEG or GIF, up to 10 MB (one place of the documentation says 2 MB).
    Image,
    /// A voice recording: AMR or MP3, up to 2 MB and 60 seconds.
    Voice,
    /// A video: MP4, up to 10 MB.
    Video,
    /// The preview of a video or music: JPEG, up to 64 KB.
    Thumb,
}

impl MediaKind {
    /// `type` on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::Thumb => "thumb",
        }
    }

    /// Largest file, in bytes.
    #[must_use]
    pub const fn max_bytes(self) -> u64 {
        match self {
            Self::Image | Self::Video => 10 * 1024 * 1024,
            Self::Voice => 2 * 1024 * 1024,
            Self::Thumb => 64 * 1024,
        }
    }

    /// The content types WeChat takes.
    #[must_use]
    pub const fn content_types(self) -> &'static [&'static str] {
        match self {
            Self::Image => &["image/png", "image/jpeg", "image/gif"],
            Self::Voice => &["audio/amr", "audio/mpeg", "audio/mp3"],
            Self::Video => &["video/mp4"],
            Self::Thumb => &["image/jpeg"],
        }
    }
}

/// A file to be uploaded. `Debug` shows its size only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct File<'a> {
    /// Its name; only the ASCII of it is sent.
    pub name: &'a str,
    /// Its content type, such as `image/png`.
    pub content_type: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}
debug_showing!(File<'a>, content_type);

/// Why a file would be refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileFault {
    /// Empty or too large (40006, 40009, 45001).
    #[error(transparent)]
    Size(#[from] OutOfBounds),
    /// Of a type WeChat does not take here (40004, 40005).
    #[error("the file must be {}", .allowed.join(", "))]
    Type {
        /// The content types it takes.
        allowed: &'static [&'static str],
    },
}

impl<'a> File<'a> {
    pub(super) fn check(&self, allowed: &'static [&'static str], max_bytes: u64) -> Result<(), FileFault> {
        if !allowed.contains(&self.content_type) {
            return Err(FileFault::Type { allowed });
        }
        let actual = self.bytes.len() as u64;
        if (1..=max_bytes).contains(&actual) {
            return Ok(());
        }
        Err(FileFault::Size(OutOfBounds {
            field: "media".into(),
            unit: Unit::Bytes,
            allowed: 1..=max_bytes,
            actual,
        }))
    }

    pub(super) fn upload(&self) -> Upload<'a> {
        Upload::media(self.name, self.content_type, self.bytes)
    }
}

/// Uploads temporary media.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadMedia<'a> {
    kind: MediaKind,
    file: File<'a>,
}
api_call!(UploadMedia<'a>: upload "/cgi-bin/media/upload" => UploadedMedia, repeatable {
    fn query(&self) -> Query<'_> { vec![("type", self.kind.name().into())] }
});

impl<'a> UploadMedia<'a> {
    /// This file.
    ///
    /// # Errors
    /// When its type or size is not one WeChat takes.
    pub fn new(kind: MediaKind, file: File<'a>) -> Result<Self, FileFault> {
        file.check(kind.content_types(), kind.max_bytes())?;
        Ok(Self { kind, file })
    }

    fn upload(&self) -> Upload<'a> {
        self.file.upload()
    }
}

/// Temporary media.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UploadedMedia {
    /// Its kind.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// Its id, good for three days at all of the account's APIs; previews call it `thumb_media_id`.
    #[serde(alias = "thumb_media_id")]
    pub media_id: String,
    /// When it was uploaded, in seconds since 1970.
    #[serde(default, deserialize_with = "lenient::number")]
    pub created_at: i64,
}

/// Fetches temporary media, also what people sent; of a video only where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetMedia {
    media_id: String,
}
api_call!(GetMedia: get "/cgi-bin/media/get" => MediaOr<VideoAddress>, repeatable {
    fn query(&self) -> Query<'_> { vec![("media_id", self.media_id.as_str().into())] }
});

impl GetMedia {
    /// By its id.
    #[must_use]
    pub fn new(media_id: &str) -> Self {
        Self {
            media_id: media_id.to_owned(),
        }
    }
}

/// Where a video is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct VideoAddress {
    /// Its address, without any token.
    pub video_url: String,
}

/// Fetches a recording made on a web page, as Speex at 16 kHz; [`GetMedia`] gives it at 8 kHz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetPageRecording {
    media_id: String,
}
api_call!(GetPageRecording: get "/cgi-bin/media/get/jssdk" => Media, repeatable {
    fn query(&self) -> Query<'_> { vec![("media_id", self.media_id.as_str().into())] }
});

impl GetPageRecording {
    /// By the id the page got.
    #[must_use]
    pub fn new(media_id: &str) -> Self {
        Self {
            media_id: media_id.to_owned(),
        }
    }
}

/// Uploads a picture for the text of articles: PNG or JPEG under 1 MB. Pictures from elsewhere are cut out of articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadArticleImage<'a> {
    file: File<'a>,
}
api_call!(UploadArticleImage<'a>: upload "/cgi-bin/media/uploadimg" => ArticleImage, repeatable);

impl<'a> UploadArticleImage<'a> {
    /// This file.
    ///
    /// # Errors
    /// When its type or size is not one WeChat takes.
    pub fn new(file: File<'a>) -> Result<Self, FileFault> {
        file.check(&["image/png", "image/jpeg"], 1024 * 1024 - 1)?;
        Ok(Self { file })
    }

    fn upload(&self) -> Upload<'a> {
        self.file.upload()
    }
}

/// A picture for the text of articles.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ArticleImage {
    /// Its address.
    pub url: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, query};
    use crate::api::{ApiAnswer, ApiCall, Body, RawAnswer};

    fn file<'a>(content_type: &'a str, bytes: &'a [u8]) -> File<'a> {
        File {
            name: "海报.jpg",
            content_type,
            bytes,
        }
    }

    #[test]
    fn a_file_is_sent_as_media_with_an_ascii_name() {
        let call = UploadMedia::new(MediaKind::Image, file("image/jpeg", b"\xFF\xD8")).unwrap();
        assert_eq!(query(&call), "type=image");
        let Ok(Body::Multipart(upload)) = call.body() else {
            panic!("not an upload");
        };
        assert_eq!(
            (upload.field, upload.filename.as_str(), upload.bytes),
            ("media", "file.jpg", &b"\xFF\xD8"[..])
        );
        assert!(matches!(
            UploadArticleImage::new(file("image/png", b"\x89")).unwrap().body(),
            Ok(Body::Multipart(_))
        ));
    }

    #[test]
    fn type_and_size_are_checked_at_both_sides_of_the_limit() {
        let large = vec![0; 10 * 1024 * 1024 + 1];
        for (kind, content_type) in [
            (MediaKind::Image, "image/gif"),
            (MediaKind::Voice, "audio/amr"),
            (MediaKind::Video, "video/mp4"),
            (MediaKind::Thumb, "image/jpeg"),
        ] {
            let most = usize::try_from(kind.max_bytes()).unwrap();
            assert!(UploadMedia::new(kind, file(content_type, &large[..most])).is_ok());
            for length in [0, most + 1] {
                let fault = UploadMedia::new(kind, file(content_type, &large[..length])).unwrap_err();
                assert!(matches!(fault, FileFault::Size(error) if error.actual == length as u64));
            }
            let fault = UploadMedia::new(kind, file("text/html", b"x")).unwrap_err();
            assert!(matches!(fault, FileFault::Type { .. }));
        }
        let most = 1024 * 1024 - 1;
        assert!(UploadArticleImage::new(file("image/png", &large[..most])).is_ok());
        assert!(UploadArticleImage::new(file("image/png", &large[..=most])).is_err());
    }

    #[test]
    fn answers_are_read_as_documented() {
        let media = answer::<UploadMedia<'_>>(r#"{"type":"image","media_id":"M","created_at":123456789}"#);
        assert_eq!((media.media_id.as_str(), media.created_at), ("M", 123_456_789));
        let thumb = answer::<UploadMedia<'_>>(r#"{"type":"thumb","thumb_media_id":"T","created_at":"1"}"#);
        assert_eq!(thumb.media_id, "T");
        assert_eq!(
            answer::<UploadArticleImage<'_>>(r#"{"url":"http://mmbiz"}"#).url,
            "http://mmbiz"
        );
        assert_eq!(query(&GetMedia::new("M")), "media_id=M");
        let video = answer::<GetMedia>(r#"{"video_url":"http://v"}"#);
        assert!(matches!(video, MediaOr::Json(address) if address.video_url == "http://v"));
        let speex = <GetPageRecording as ApiCall>::Answer::read(RawAnswer::of(b"speex")).unwrap();
        assert_eq!(speex.bytes, b"speex");
    }
}
