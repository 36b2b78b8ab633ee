//! What a multipart call sends, and the files that come back.

use std::{borrow::Cow, fmt};

use super::{ApiAnswer, ApiFailure, MalformedReason, RawAnswer, read_response};
use serde::de::{DeserializeOwned, IgnoredAny};

/// One file of a `multipart/form-data` call, and the form's other fields. The bytes are borrowed: a video is large.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload<'a> {
    /// The part's name, nearly always `media`.
    pub field: &'static str,
    /// The file's name: printable ASCII with an extension, which the platform decides by.
    pub filename: String,
    /// The part's content type.
    pub content_type: Cow<'a, str>,
    /// The file.
    pub bytes: &'a [u8],
    /// The other fields of the form.
    pub extra: Vec<(&'static str, String)>,
}

impl<'a> Upload<'a> {
    /// A file in the field `media`. The name is made safe, see [`ascii_filename`].
    #[must_use]
    pub fn media(filename: &str, content_type: &'a str, bytes: &'a [u8]) -> Self {
        Self {
            field: "media",
            filename: ascii_filename(filename, content_type),
            content_type: Cow::Borrowed(content_type),
            bytes,
            extra: Vec::new(),
        }
    }

    /// With one more field of the form.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.extra.push((name, value));
        self
    }
}

impl fmt::Debug for Upload<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Upload")
            .field("field", &self.field)
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// Longest file name, in characters, with its extension.
const MAX_FILENAME: usize = 64;

/// A name of letters, digits, `-`, `_` and `.` that every multipart parser reads alike: other characters break some of
/// the platform's endpoints, and quotes or line breaks would end the header. Without an extension it gets that of the
/// content type.
///
/// ```
/// use wechat_protocol::api::ascii_filename;
/// assert_eq!(ascii_filename("海报 1.PNG", "image/png"), "1.png");
/// assert_eq!(ascii_filename("海报", "image/jpeg"), "file.jpg");
/// assert_eq!(ascii_filename("../a\"\r\nb.mp3", "audio/mpeg"), "ab.mp3");
/// ```
#[must_use]
pub fn ascii_filename(filename: &str, content_type: &str) -> String {
    let safe: String = filename
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .collect();
    let (stem, extension) = safe.rsplit_once('.').unwrap_or((&safe, ""));
    let extension = match extension {
        "" => extension_of(content_type).to_owned(),
        given => given.chars().take(8).collect::<String>().to_ascii_lowercase(),
    };
    let stem: String = stem
        .trim_matches(['.', '-', '_'])
        .chars()
        .take(MAX_FILENAME - 1 - extension.len())
        .collect();
    let stem = if stem.is_empty() { "file" } else { &stem };
    format!("{stem}.{extension}")
}

fn extension_of(content_type: &str) -> &'static str {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "image/jpeg" | "image/jpg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/bmp" => "bmp",
        "audio/amr" => "amr",
        "audio/mpeg" | "audio/mp3" => "mp3",
        "video/mp4" => "mp4",
        _ => "bin",
    }
}

/// A file that came as an answer. `Debug` shows its size only.
#[derive(Clone, PartialEq, Eq)]
pub struct Media {
    /// The file.
    pub bytes: Vec<u8>,
    /// As labelled by the server, `application/octet-stream` where it is not.
    pub content_type: String,
    /// The last part of the name in `Content-Disposition`. It comes from outside: no path to write to.
    pub filename: Option<String>,
}

impl fmt::Debug for Media {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Media")
            .field("bytes", &self.bytes.len())
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// The answer of a call that gives a file or, for some kinds of media, JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaOr<J> {
    /// A file.
    Media(Media),
    /// JSON.
    Json(J),
}

/// Reads a file or JSON, whichever came: a body is JSON when it is a JSON object, whatever the headers say.
///
/// # Errors
/// [`ApiFailure::Refused`] for an `errcode` other than 0; [`ApiFailure::Malformed`] for an empty body, for JSON of
/// another shape, and for an HTML page where a file was expected.
pub fn read_media<J: DeserializeOwned>(answer: RawAnswer<'_>) -> Result<MediaOr<J>, ApiFailure> {
    match file(answer)? {
        Some(media) => Ok(MediaOr::Media(media)),
        None => read_response(answer.body).map(MediaOr::Json),
    }
}

impl<J: DeserializeOwned> ApiAnswer for MediaOr<J> {
    fn read(answer: RawAnswer<'_>) -> Result<Self, ApiFailure> {
        read_media(answer)
    }

    fn read_already_done(_: RawAnswer<'_>) -> Option<Self> {
        None
    }
}

impl ApiAnswer for Media {
    fn read(answer: RawAnswer<'_>) -> Result<Self, ApiFailure> {
        let json = || ApiFailure::Malformed {
            reason: MalformedReason::NotAFile,
        };
        match file(answer)? {
            Some(media) => Ok(media),
            None => Err(read_response::<IgnoredAny>(answer.body).err().unwrap_or_else(json)),
        }
    }

    fn read_already_done(_: RawAnswer<'_>) -> Option<Self> {
        None
    }
}

/// The body as a file; none when it is a JSON object.
fn file(answer: RawAnswer<'_>) -> Result<Option<Media>, ApiFailure> {
    let malformed = |reason| Err(ApiFailure::Malformed { reason });
    let start = answer.body.trim_ascii();
    if start.is_empty() {
        return malformed(MalformedReason::Empty);
    }
    let object = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    if object.first() == Some(&b'{') && serde_json::from_slice::<IgnoredAny>(object).is_ok() {
        return Ok(None);
    }
    let content_type = answer.content_type.unwrap_or("application/octet-stream");
    if is_page(content_type, start) {
        return malformed(MalformedReason::NotAFile);
    }
    Ok(Some(Media {
        bytes: answer.body.to_vec(),
        content_type: content_type.to_owned(),
        filename: answer.content_disposition.and_then(disposition_filename),
    }))
}

/// No media of the platform is a text; a proxy's error page and cut JSON are.
fn is_page(content_type: &str, start: &[u8]) -> bool {
    let kind = content_type.trim_start().to_ascii_lowercase();
    let labelled = kind.starts_with("text/") || kind.starts_with("application/json");
    labelled && matches!(start.first(), Some(b'<' | b'{'))
}

/// `attachment; filename="a.jpg"`, or `filename*=UTF-8''a.jpg`. Directories are cut off.
fn disposition_filename(header: &str) -> Option<String> {
    let value = header.split(';').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let name = name.trim();
        let plain = name.eq_ignore_ascii_case("filename");
        let extended = name.eq_ignore_ascii_case("filename*");
        let value = value.trim().trim_matches('"');
        match (plain, extended) {
            (true, _) => Some(value),
            (_, true) => value.rsplit('\'').next(),
            _ => None,
        }
    })?;
    let last = value.rsplit(['/', '\\']).next()?;
    let name: String = last.chars().filter(|c| !c.is_control()).collect();
    (!matches!(name.as_str(), "" | "." | "..")).then_some(name)
}

#[cfg(test)]
#[path = "upload_tests.rs"]
mod tests;
