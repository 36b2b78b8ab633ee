//! Permanent media: 100,000 pictures, 1,000 of each other kind.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::articles::ReadArticle;
use super::media::{File, FileFault, MediaKind};
use crate::api::call::api_call;
use crate::api::{Empty, MediaOr, OutOfBounds, Query, Upload, bounds, lenient};

/// Uploads permanent media.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddMaterial<'a> {
    kind: MediaKind,
    file: File<'a>,
    /// As JSON; of a video only.
    description: Option<String>,
}
api_call!(AddMaterial<'a>: upload "/cgi-bin/material/add_material" => AddedMaterial, once {
    fn query(&self) -> Query<'_> { vec![("type", self.kind.name().into())] }
});

#[derive(Serialize)]
struct Description<'a> {
    title: &'a str,
    introduction: &'a str,
}

/// Why permanent media would be refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MaterialFault {
    /// The file.
    #[error(transparent)]
    File(#[from] FileFault),
    /// A video needs a title: use [`AddMaterial::video`].
    #[error("a video needs a title")]
    Untitled,
}

impl<'a> AddMaterial<'a> {
    /// A picture, recording or preview.
    ///
    /// # Errors
    /// When its type or size is not one WeChat takes, or it is a video.
    pub fn new(kind: MediaKind, file: File<'a>) -> Result<Self, MaterialFault> {
        if kind == MediaKind::Video {
            return Err(MaterialFault::Untitled);
        }
        file.check(kind.content_types(), kind.max_bytes())?;
        Ok(Self {
            kind,
            file,
            description: None,
        })
    }

    /// A video.
    ///
    /// # Errors
    /// When its type or size is not one WeChat takes, or the title is empty.
    pub fn video(file: File<'a>, title: &str, introduction: &str) -> Result<Self, MaterialFault> {
        let kind = MediaKind::Video;
        file.check(kind.content_types(), kind.max_bytes())?;
        let description = serde_json::to_string(&Description { title, introduction });
        Ok(Self {
            kind,
            file,
            description: Some(
                description
                    .ok()
                    .filter(|_| !title.is_empty())
                    .ok_or(MaterialFault::Untitled)?,
            ),
        })
    }

    fn upload(&self) -> Upload<'a> {
        let upload = self.file.upload();
        match &self.description {
            Some(json) => upload.with("description", json.clone()),
            None => upload,
        }
    }
}

/// Permanent media.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AddedMaterial {
    /// Its id.
    pub media_id: String,
    /// Of a picture: its address, good within WeChat's own pages.
    #[serde(default)]
    pub url: Option<String>,
}

/// Fetches permanent media: a file, or JSON for a video and for articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GetMaterial {
    media_id: String,
}
api_call!(GetMaterial: post "/cgi-bin/material/get_material" => MediaOr<Material>, repeatable);

impl GetMaterial {
    /// By its id.
    #[must_use]
    pub fn new(media_id: &str) -> Self {
        Self {
            media_id: media_id.to_owned(),
        }
    }
}

/// Permanent media that is not a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Material {
    /// Articles.
    #[serde(deserialize_with = "lenient::list")]
    pub news_item: Vec<ReadArticle>,
    /// A video's title.
    pub title: String,
    /// A video's description.
    pub description: String,
    /// Where a video is.
    pub down_url: String,
}

/// Ends permanent media.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteMaterial {
    media_id: String,
}
api_call!(DeleteMaterial: post "/cgi-bin/material/del_material" => Empty, repeatable);

impl DeleteMaterial {
    /// By its id.
    #[must_use]
    pub fn new(media_id: &str) -> Self {
        Self {
            media_id: media_id.to_owned(),
        }
    }
}

/// Asks how much there is of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountMaterial;
api_call!(CountMaterial: get "/cgi-bin/material/get_materialcount" => MaterialCounts, repeatable);

/// How much there is of each kind, also what was made in the console.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct MaterialCounts {
    /// Recordings.
    #[serde(deserialize_with = "lenient::number")]
    pub voice_count: u64,
    /// Videos.
    #[serde(deserialize_with = "lenient::number")]
    pub video_count: u64,
    /// Pictures.
    #[serde(deserialize_with = "lenient::number")]
    pub image_count: u64,
    /// Articles.
    #[serde(deserialize_with = "lenient::number")]
    pub news_count: u64,
}

/// A kind of permanent media that can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MaterialKind {
    /// Pictures.
    Image,
    /// Recordings.
    Voice,
    /// Videos.
    Video,
    /// Articles.
    News,
}

/// Lists permanent media of a kind, the latest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ListMaterial {
    #[serde(rename = "type")]
    kind: MaterialKind,
    offset: u32,
    count: u32,
}
api_call!(ListMaterial: post "/cgi-bin/material/batchget_material" => MaterialPage, repeatable);

impl ListMaterial {
    /// `count` of them, 1 to 20, from `offset` on; 0 is the latest.
    ///
    /// # Errors
    /// When the count is 0 or over 20.
    pub fn new(kind: MaterialKind, offset: u32, count: u32) -> Result<Self, OutOfBounds> {
        bounds::value("count", count, 1..=20)?;
        Ok(Self { kind, offset, count })
    }
}

/// A page of permanent media.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct MaterialPage {
    /// How much there is of this kind.
    #[serde(deserialize_with = "lenient::number")]
    pub total_count: u64,
    /// How much is on this page.
    #[serde(deserialize_with = "lenient::number")]
    pub item_count: u64,
    /// What is on this page.
    #[serde(deserialize_with = "lenient::list")]
    pub item: Vec<MaterialItem>,
}

/// Listed permanent media.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct MaterialItem {
    /// Its id.
    pub media_id: String,
    /// The file's name.
    pub name: String,
    /// When it changed, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub update_time: i64,
    /// Of a picture: its address.
    pub url: String,
    /// Of articles: them.
    pub content: Option<Material>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json, query};
    use crate::api::{ApiCall, Body};

    const VIDEO: File<'static> = File {
        name: "v.mp4",
        content_type: "video/mp4",
        bytes: b"mp4",
    };

    #[test]
    fn a_video_carries_its_description_as_json() {
        let call = AddMaterial::video(VIDEO, "标题\"", "INTRODUCTION").unwrap();
        assert_eq!(query(&call), "type=video");
        let Ok(Body::Multipart(upload)) = call.body() else {
            panic!("not an upload");
        };
        let description = r#"{"title":"标题\"","introduction":"INTRODUCTION"}"#;
        assert_eq!(upload.extra, [("description", description.to_owned())]);
        assert_eq!(AddMaterial::video(VIDEO, "", ""), Err(MaterialFault::Untitled));
        assert_eq!(AddMaterial::new(MediaKind::Video, VIDEO), Err(MaterialFault::Untitled));
        assert!(AddMaterial::new(MediaKind::Thumb, VIDEO).is_err());
    }

    #[test]
    fn requests_are_written_as_documented_within_their_limits() {
        assert_eq!(json(&GetMaterial::new("M")), r#"{"media_id":"M"}"#);
        assert_eq!(json(&DeleteMaterial::new("M")), r#"{"media_id":"M"}"#);
        let list = ListMaterial::new(MaterialKind::News, 0, 20).unwrap();
        assert_eq!(json(&list), r#"{"type":"news","offset":0,"count":20}"#);
        for count in [0, 21] {
            assert!(ListMaterial::new(MaterialKind::Image, 0, count).is_err());
        }
    }

    #[test]
    fn answers_are_read_as_documented() {
        assert_eq!(
            answer::<AddMaterial<'_>>(r#"{"media_id":"M","url":"U"}"#)
                .url
                .as_deref(),
            Some("U")
        );
        let video = answer::<GetMaterial>(r#"{"title":"TITLE","description":"D","down_url":"http://v"}"#);
        assert!(matches!(video, MediaOr::Json(video) if video.down_url == "http://v"));
        let counts = answer::<CountMaterial>(r#"{"voice_count":1,"video_count":"2","image_count":3,"news_count":4}"#);
        assert_eq!((counts.video_count, counts.news_count), (2, 4));
        let page = answer::<ListMaterial>(
            r#"{"total_count":2,"item_count":2,"item":[{"media_id":"M","name":"N","update_time":1700000000,"url":"U"},
                {"media_id":"A","content":{"news_item":[{"title":"T","show_cover_pic":1}]},"update_time":"1"}]}"#,
        );
        assert_eq!(page.item[1].content.as_ref().unwrap().news_item[0].title, "T");
    }
}
