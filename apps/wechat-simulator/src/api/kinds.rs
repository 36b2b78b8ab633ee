//! What kind of file the bytes are; names and labels are not believed.

use super::answer::Refusal;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// PNG
    Png,
    /// JPEG
    Jpeg,
    /// GIF
    Gif,
    /// BMP
    Bmp,
    /// AMR, narrow band
    Amr,
    /// MP3
    Mp3,
    /// MP4
    Mp4,
    /// Anything else.
    Other,
}

/// What a place for files takes.
#[derive(Debug, Clone, Copy)]
pub struct FileRule {
    /// Its `type`.
    pub name: &'static str,
    /// The kinds; empty takes all.
    pub kinds: &'static [FileKind],
    /// Bytes.
    pub most: usize,
}

/// Bytes of a megabyte.
pub const MB: usize = 1024 * 1024;
/// Seconds of a voice message.
const LONGEST_VOICE: usize = 60;
/// An AMR frame lasts 20 ms.
const FRAMES_A_SECOND: usize = 50;
const AMR_HEAD: &[u8] = b"#!AMR\n";
/// Bytes of a frame by its mode, without the byte that names it (RFC 4867, section 5.3).
const AMR_FRAMES: [usize; 16] = [12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0];

impl FileKind {
    /// Looks at the first bytes.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        match content {
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            [b'B', b'M', ..] => Self::Bmp,
            [b'#', b'!', b'A', b'M', b'R', ..] => Self::Amr,
            [b'I', b'D', b'3', ..] => Self::Mp3,
            [0xff, second, ..] if second & 0xe0 == 0xe0 => Self::Mp3,
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Self::Mp4,
            _ => Self::Other,
        }
    }

    /// Its `Content-Type`.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Bmp => "image/bmp",
            Self::Amr => "voice/amr",
            Self::Mp3 => "audio/mpeg",
            Self::Mp4 => "video/mp4",
            Self::Other => "application/octet-stream",
        }
    }
}

impl FileRule {
    /// Whether the file may be stored.
    ///
    /// # Errors
    /// 40005 for another kind of file, 45001 for one that is too large, 45007 for a voice message over a minute.
    pub fn check(&self, content: &[u8]) -> Result<FileKind, Refusal> {
        let kind = FileKind::of(content);
        if !self.kinds.is_empty() && !self.kinds.contains(&kind) {
            return Err(Refusal::new(40005));
        }
        if content.len() > self.most {
            return Err(Refusal::new(45001));
        }
        if kind == FileKind::Amr && frames(content) > LONGEST_VOICE * FRAMES_A_SECOND {
            return Err(Refusal::new(45007));
        }
        Ok(kind)
    }
}

fn frames(content: &[u8]) -> usize {
    let (mut at, mut frames) = (AMR_HEAD.len(), 0);
    while let Some(head) = content.get(at) {
        at += 1 + AMR_FRAMES[usize::from(head >> 3 & 0x0f)];
        frames += 1;
    }
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_message_lasts_a_minute_at_most() {
        let rule = FileRule {
            name: "voice",
            kinds: &[FileKind::Amr],
            most: 2 * MB,
        };
        let voice = |frames: usize| {
            let mut content = AMR_HEAD.to_vec();
            (0..frames).for_each(|_| content.extend([0x3c; 32]));
            content
        };
        assert_eq!(rule.check(&voice(3000)), Ok(FileKind::Amr));
        assert_eq!(rule.check(&voice(3001)), Err(Refusal::new(45007)));
        assert_eq!(rule.check(b"ID3"), Err(Refusal::new(40005)));
    }
}
