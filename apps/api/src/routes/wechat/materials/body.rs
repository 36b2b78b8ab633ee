//! Materials on the wire.

use domain::wechat::materials::MaterialUpload;
use ports::wechat::materials::MaterialView;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// A file that WeChat shows.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MaterialBody {
    /// Its id.
    id: Uuid,
    /// `image`, `voice`, `video`, `thumb` or `file`.
    #[schema(example = "image")]
    kind: &'static str,
    /// The file's name.
    #[schema(example = "海报.png")]
    name: String,
    /// Of a video.
    #[schema(example = json!(null))]
    title: Option<String>,
    /// Of a video.
    #[schema(example = json!(null))]
    introduction: Option<String>,
    /// What the file is, by what it holds.
    #[schema(example = "image/png")]
    content_type: &'static str,
    /// In bytes.
    #[schema(example = 48_211)]
    size: u64,
    /// The SHA-256 of the file, in hexadecimal.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    sha256: String,
    /// Where the file is.
    #[schema(example = "/v2/wechat/accounts/default/materials/019ad3a5-7c4b-7000-8000-0000000000a1/content")]
    content_path: String,
    /// What WeChat has of it, or is to have.
    uploads: Vec<MaterialUploadBody>,
    /// When it was taken in.
    created_at: Instant,
    /// Since when it is being deleted.
    deleting_since: Option<Instant>,
}

/// A copy of a material at WeChat.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MaterialUploadBody {
    /// `temporary`: for three days; `permanent`: until it is deleted; `article`: inside articles, by its address.
    #[schema(example = "permanent")]
    keeping: &'static str,
    /// `pending`, `uploaded` or `failed`.
    #[schema(example = "uploaded")]
    state: &'static str,
    /// WeChat's id of it.
    #[schema(example = "bM4h0Tt7xvJ3v0cGmM0lYw")]
    media_id: Option<String>,
    /// Its address, good within WeChat's own pages.
    #[schema(example = "https://mmbiz.qpic.cn/mmbiz_png/0")]
    url: Option<String>,
    /// When WeChat forgets it. It is uploaded anew when it is needed.
    expires_at: Option<Instant>,
    /// Uploads without an answer: each may have left a permanent copy that only WeChat's console shows.
    #[schema(example = 0)]
    unanswered: u32,
    /// What went wrong last.
    #[schema(example = json!(null))]
    last_error: Option<String>,
    /// When it last changed.
    updated_at: Instant,
}

impl From<MaterialView> for MaterialBody {
    fn from(view: MaterialView) -> Self {
        let stored = view.material.stored();
        Self {
            id: stored.id.uuid(),
            kind: stored.kind.name(),
            name: stored.name.clone(),
            title: stored.title.clone(),
            introduction: stored.introduction.clone(),
            content_type: stored.file.file_type.content_type(),
            size: stored.file.size,
            sha256: stored.file.hash.to_string(),
            content_path: format!("/v2/wechat/accounts/{}/materials/{}/content", stored.account, stored.id),
            created_at: stored.created_at.into(),
            deleting_since: stored.deleting_since.map(Into::into),
            uploads: view.uploads.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<MaterialUpload> for MaterialUploadBody {
    fn from(upload: MaterialUpload) -> Self {
        let (media_id, url, expires_at) = upload
            .copy
            .map_or((None, None, None), |copy| (copy.media_id, copy.url, copy.expires_at));
        Self {
            keeping: upload.place.name(),
            state: upload.state.name(),
            media_id,
            url,
            expires_at: expires_at.map(Into::into),
            unanswered: upload.unanswered,
            last_error: upload.last_error,
            updated_at: upload.updated_at.into(),
        }
    }
}
