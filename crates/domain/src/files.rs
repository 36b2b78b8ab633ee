//! Files (文件): named by what they hold, typed by how they begin.

use std::fmt;
use std::str::FromStr;

/// The SHA-256 of a file's bytes: its name wherever it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileHash(pub [u8; 32]);

/// A text that is no SHA-256 in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 64 hexadecimal digits")]
pub struct InvalidFileHash;

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for FileHash {
    type Err = InvalidFileHash;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(InvalidFileHash);
        }
        let mut hash = [0; 32];
        for (at, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_| InvalidFileHash)?;
        }
        Ok(Self(hash))
    }
}

/// What a file is, by its first bytes: whoever sends a file can call it anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileType {
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// A GIF picture.
    Gif,
    /// An AMR recording.
    Amr,
    /// An MP3 recording.
    Mp3,
    /// An MP4 video.
    Mp4,
    /// A PDF document.
    Pdf,
    /// Anything else.
    Other,
}

/// Brands of the MP4 family that hold no video.
const NO_VIDEO: [&[u8]; 7] = [b"M4A ", b"M4B ", b"heic", b"heix", b"mif1", b"avif", b"qt  "];

impl FileType {
    /// Every type.
    pub const ALL: [Self; 8] = [
        Self::Png,
        Self::Jpeg,
        Self::Gif,
        Self::Amr,
        Self::Mp3,
        Self::Mp4,
        Self::Pdf,
        Self::Other,
    ];

    /// The type of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Png,
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'#', b'!', b'A', b'M', b'R', b'\n', ..] => Self::Amr,
            [b'#', b'!', b'A', b'M', b'R', b'-', b'W', b'B', b'\n', ..] => Self::Amr,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            [b'I', b'D', b'3', ..] => Self::Mp3,
            [0xFF, second, third, ..] if is_layer_three(*second, *third) => Self::Mp3,
            [_, _, _, _, b'f', b't', b'y', b'p', rest @ ..] if is_video(rest) => Self::Mp4,
            _ => Self::Other,
        }
    }

    /// The content type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Amr => "audio/amr",
            Self::Mp3 => "audio/mpeg",
            Self::Mp4 => "video/mp4",
            Self::Pdf => "application/pdf",
            Self::Other => "application/octet-stream",
        }
    }

    /// The type of that content type.
    #[must_use]
    pub fn from_content_type(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.content_type() == text)
    }

    /// What its files' names end in; nothing for [`Self::Other`].
    #[must_use]
    pub const fn extension(self) -> Option<&'static str> {
        match self {
            Self::Png => Some("png"),
            Self::Jpeg => Some("jpg"),
            Self::Gif => Some("gif"),
            Self::Amr => Some("amr"),
            Self::Mp3 => Some("mp3"),
            Self::Mp4 => Some("mp4"),
            Self::Pdf => Some("pdf"),
            Self::Other => None,
        }
    }
}

/// The header of an MPEG audio frame: eleven set bits, a version and a bit rate that exist, layer III.
const fn is_layer_three(second: u8, third: u8) -> bool {
    second & 0xE0 == 0xE0 && second & 0x18 != 0x08 && second & 0x06 == 0x02 && third & 0xF0 != 0xF0
}

fn is_video(brand_and_rest: &[u8]) -> bool {
    brand_and_rest.len() >= 4 && !NO_VIDEO.contains(&&brand_and_rest[..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_it_is_written() {
        let hash = FileHash(std::array::from_fn(|at| u8::try_from(at * 7).unwrap()));
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_string().to_uppercase().parse(), Ok(hash));
        for wrong in ["", "00", &"g0".repeat(32), &"+1".repeat(32), &"é".repeat(32)] {
            assert_eq!(wrong.parse::<FileHash>(), Err(InvalidFileHash), "{wrong}");
        }
    }

    #[test]
    fn a_file_is_what_it_begins_with() {
        let known: [(&[u8], FileType); 12] = [
            (b"\x89PNG\r\n\x1a\n....", FileType::Png),
            (b"\xFF\xD8\xFF\xE0", FileType::Jpeg),
            (b"GIF89a", FileType::Gif),
            (b"#!AMR\n\x3c", FileType::Amr),
            (b"#!AMR-WB\n", FileType::Amr),
            (b"ID3\x04", FileType::Mp3),
            (b"\xFF\xFB\x90\x00", FileType::Mp3),
            (b"\x00\x00\x00\x18ftypisom\x00", FileType::Mp4),
            (b"%PDF-1.7", FileType::Pdf),
            (b"\x00\x00\x00\x18ftypM4A \x00", FileType::Other),
            (b"<svg onload=alert(1)>", FileType::Other),
            (b"", FileType::Other),
        ];
        for (bytes, expected) in known {
            assert_eq!(FileType::of(bytes), expected, "{bytes:?}");
        }
        // A UTF-16 text and an AAC stream begin with set bits, too.
        assert_eq!(FileType::of(b"\xFF\xFEa\0"), FileType::Other);
        assert_eq!(FileType::of(b"\xFF\xF1\x50\x80"), FileType::Other);
    }

    #[test]
    fn types_are_found_by_their_content_type() {
        for kind in FileType::ALL {
            assert_eq!(FileType::from_content_type(kind.content_type()), Some(kind));
        }
        assert_eq!(FileType::from_content_type("text/html"), None);
    }
}
