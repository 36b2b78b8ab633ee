//! Kinds of materials, and what each product takes of them.
//!
//! <https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia.html>,
//! <https://developer.work.weixin.qq.com/document/path/90253>

use std::ops::RangeInclusive;

use crate::files::FileType;
use crate::wechat::Product;

/// What a material is to WeChat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MaterialKind {
    /// A picture (图片).
    Image,
    /// A recording (语音); WeChat takes at most 60 seconds.
    Voice,
    /// A video (视频).
    Video,
    /// The preview of a video or of music (缩略图).
    Thumb,
    /// Any file (文件); of WeCom only.
    File,
}

/// What a product takes of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialLimits {
    /// The types it may be of; none named means any.
    pub types: &'static [FileType],
    /// How many bytes it may have.
    pub bytes: RangeInclusive<u64>,
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

impl MaterialKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Image, Self::Voice, Self::Video, Self::Thumb, Self::File];
    /// The largest file that any product takes, in bytes.
    pub const MOST_BYTES: u64 = 20 * MIB;

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::Thumb => "thumb",
            Self::File => "file",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What a product takes of it; `None` when it takes none. Where WeChat's pages differ, the smaller size is meant:
    /// 5 MB for pictures of WeCom, 2 MB for those of Mini Programs.
    #[must_use]
    pub const fn limits(self, product: Product) -> Option<MaterialLimits> {
        use FileType::{Amr, Gif, Jpeg, Mp3, Mp4, Png};
        let (types, bytes): (&'static [FileType], _) = match (product, self) {
            (Product::OfficialAccount, Self::Image) => (&[Png, Jpeg, Gif], 1..=10 * MIB),
            (Product::OfficialAccount, Self::Voice) => (&[Amr, Mp3], 1..=2 * MIB),
            (Product::OfficialAccount, Self::Video) => (&[Mp4], 1..=10 * MIB),
            (Product::OfficialAccount, Self::Thumb) => (&[Jpeg], 1..=64 * KIB),
            (Product::MiniProgram, Self::Image) => (&[Png, Jpeg, Gif], 1..=2 * MIB),
            (Product::WeCom, Self::Image) => (&[Png, Jpeg], 6..=5 * MIB),
            (Product::WeCom, Self::Voice) => (&[Amr], 6..=2 * MIB),
            (Product::WeCom, Self::Video) => (&[Mp4], 6..=10 * MIB),
            (Product::WeCom, Self::File) => (&[], 6..=Self::MOST_BYTES),
            _ => return None,
        };
        Some(MaterialLimits { types, bytes })
    }
}

impl MaterialLimits {
    /// Whether a file of this type is taken.
    #[must_use]
    pub fn takes(&self, kind: FileType) -> bool {
        self.types.is_empty() || self.types.contains(&kind)
    }

    /// The types in words.
    #[must_use]
    pub fn types_in_words(&self) -> String {
        let names: Vec<_> = self.types.iter().map(|kind| kind.content_type()).collect();
        names.join(" or ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_product_takes_more_than_the_most() {
        for product in Product::ALL {
            let limits = MaterialKind::ALL.into_iter().filter_map(|kind| kind.limits(product));
            assert!(
                limits
                    .into_iter()
                    .all(|limits| *limits.bytes.end() <= MaterialKind::MOST_BYTES)
            );
        }
    }

    #[test]
    fn plain_files_are_wecoms_and_previews_the_official_accounts() {
        assert!(MaterialKind::File.limits(Product::OfficialAccount).is_none());
        assert!(MaterialKind::Thumb.limits(Product::WeCom).is_none());
        assert!(MaterialKind::Voice.limits(Product::MiniProgram).is_none());
        assert!(
            MaterialKind::File
                .limits(Product::WeCom)
                .unwrap()
                .takes(FileType::Other)
        );
        assert!(!MaterialKind::Image.limits(Product::WeCom).unwrap().takes(FileType::Gif));
    }
}
