//! Articles, as they are written into drafts and read from everywhere.

use serde::{Deserialize, Serialize};

use crate::api::{OutOfBounds, bounds, lenient};

/// Longest content of an article: fewer than 20,000 characters.
pub const MAX_CONTENT_CHARS: u64 = 19_999;
/// Longest content of an article: less than 1 MB.
pub const MAX_CONTENT_BYTES: u64 = 1024 * 1024 - 1;
/// Most pictures of a picture post.
pub const MAX_IMAGES: u64 = 20;

/// An article to be written. Its first 54 characters are the digest unless there is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Article {
    article_type: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    content: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_source_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumb_media_id: Option<String>,
    need_open_comment: u8,
    only_fans_can_comment: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pic_crop_235_1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pic_crop_1_1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_info: Option<ImageInfo>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ImageInfo {
    image_list: Vec<ListedImage>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ListedImage {
    image_media_id: String,
}

/// A part of a cover, as shares of its width and height: 0 is left and top, 1 is right and bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crop {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Bottom edge.
    pub bottom: f32,
}

impl Crop {
    /// `X1_Y1_X2_Y2` with at most six decimals, as WeChat wants it.
    fn written(self) -> String {
        let share = |value: f32| if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 };
        let [left, top, right, bottom] = [self.left, self.top, self.right, self.bottom].map(share);
        format!("{left:.6}_{top:.6}_{right:.6}_{bottom:.6}")
    }
}

impl Article {
    /// An article of text (`news`), HTML whose scripts WeChat removes, with a permanent picture as its cover.
    ///
    /// # Errors
    /// When the title is empty, or the content empty or too long.
    pub fn news(title: &str, content: &str, thumb_media_id: &str) -> Result<Self, OutOfBounds> {
        let thumb = Some(thumb_media_id.to_owned());
        Self::new("news", title, content, thumb, None)
    }

    /// A post of 1 to 20 permanent pictures (`newspic`), of which the first is the cover, with plain text.
    ///
    /// # Errors
    /// When the title is empty, the content too long, or there are too few or too many pictures.
    pub fn pictures(title: &str, content: &str, image_media_ids: &[String]) -> Result<Self, OutOfBounds> {
        bounds::items("image_info.image_list", image_media_ids, 1..=MAX_IMAGES)?;
        let image = |id: &String| ListedImage {
            image_media_id: id.clone(),
        };
        let image_list = image_media_ids.iter().map(image).collect();
        Self::new("newspic", title, content, None, Some(ImageInfo { image_list }))
    }

    fn new(
        article_type: &'static str,
        title: &str,
        content: &str,
        thumb_media_id: Option<String>,
        image_info: Option<ImageInfo>,
    ) -> Result<Self, OutOfBounds> {
        bounds::characters("title", title, 1..=u64::MAX)?;
        bounds::characters("content", content, u64::from(image_info.is_none())..=MAX_CONTENT_CHARS)?;
        bounds::bytes("content", content, 0..=MAX_CONTENT_BYTES)?;
        Ok(Self {
            article_type,
            title: title.to_owned(),
            author: None,
            digest: None,
            content: content.to_owned(),
            content_source_url: None,
            thumb_media_id,
            need_open_comment: 0,
            only_fans_can_comment: 0,
            pic_crop_235_1: None,
            pic_crop_1_1: None,
            image_info,
        })
    }

    /// By this author.
    #[must_use]
    pub fn by(mut self, author: &str) -> Self {
        self.author = Some(author.to_owned());
        self
    }

    /// With this digest.
    #[must_use]
    pub fn with_digest(mut self, digest: &str) -> Self {
        self.digest = Some(digest.to_owned());
        self
    }

    /// 阅读原文 leads here.
    #[must_use]
    pub fn from_source(mut self, url: &str) -> Self {
        self.content_source_url = Some(url.to_owned());
        self
    }

    /// People may comment (88000 without the permission); with `only_followers`, only those who follow the account.
    #[must_use]
    pub fn with_comments(mut self, only_followers: bool) -> Self {
        self.need_open_comment = 1;
        self.only_fans_can_comment = u8::from(only_followers);
        self
    }

    /// These parts of the cover are shown: one of 2.35:1, one square.
    #[must_use]
    pub fn cropped(mut self, wide: Crop, square: Crop) -> Self {
        self.pic_crop_235_1 = Some(wide.written());
        self.pic_crop_1_1 = Some(square.written());
        self
    }
}

/// An article as WeChat tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReadArticle {
    /// `news` or `newspic`; empty in old answers.
    pub article_type: String,
    /// The title.
    pub title: String,
    /// The author.
    pub author: String,
    /// The digest.
    pub digest: String,
    /// The HTML; empty where it was not asked for.
    pub content: String,
    /// Where 阅读原文 leads.
    pub content_source_url: String,
    /// The cover.
    pub thumb_media_id: String,
    /// The cover's address.
    pub thumb_url: String,
    /// Whether the cover is shown; of old articles.
    #[serde(deserialize_with = "lenient::flag")]
    pub show_cover_pic: bool,
    /// Whether people may comment.
    #[serde(deserialize_with = "lenient::flag")]
    pub need_open_comment: bool,
    /// Whether only followers may comment.
    #[serde(deserialize_with = "lenient::flag")]
    pub only_fans_can_comment: bool,
    /// Its address; of a draft one that ends.
    pub url: String,
    /// Whether it was taken back.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_deleted: bool,
    /// The pictures of a picture post.
    pub image_info: Option<ReadImages>,
}

/// The pictures of a picture post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReadImages {
    /// The pictures; the first is the cover.
    #[serde(deserialize_with = "lenient::list")]
    pub image_list: Vec<ReadImage>,
}

/// A picture of a picture post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReadImage {
    /// The picture.
    pub image_media_id: String,
}
