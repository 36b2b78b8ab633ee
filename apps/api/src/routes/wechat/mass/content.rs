//! What a mass message says and to whom it goes, as requests and answers write it.

use domain::ids::{DraftId, MaterialId};
use domain::wechat::mass::{AudienceDraft, MassAudience, MassContent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::routes::wechat::comments_name::CommentsName;

/// A mass message to be drafted.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MassDraftBody {
    /// What is sent.
    pub(super) content: MassContentBody,
    /// To whom.
    pub(super) audience: MassAudienceRequest,
}

/// What is sent.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(example = json!({"type": "text", "text": "明天上午九点半开场"}))]
pub(super) enum MassContentBody {
    /// Text.
    Text {
        /// At most 2048 bytes of UTF-8.
        #[schema(example = "明天上午九点半开场")]
        text: String,
    },
    /// Pictures.
    #[serde(rename_all = "camelCase")]
    Images {
        /// 1 to 20 materials of ours, pictures all of them.
        material_ids: Vec<Uuid>,
        /// Words of recommendation, at most 200 characters.
        recommend: Option<String>,
        /// Who may comment; nobody unless given.
        #[serde(default)]
        comments: CommentsName,
    },
    /// A voice recording.
    #[serde(rename_all = "camelCase")]
    Voice {
        /// A material of ours.
        material_id: Uuid,
    },
    /// A video.
    #[serde(rename_all = "camelCase")]
    Video {
        /// A material of ours.
        material_id: Uuid,
        /// Its title, at most 64 characters.
        title: Option<String>,
        /// Its description, at most 200 characters.
        description: Option<String>,
    },
    /// Articles.
    #[serde(rename_all = "camelCase")]
    Articles {
        /// A draft of ours. WeChat takes its copy away when it sends.
        draft_id: Uuid,
        /// Whether articles that turn out to be reprints are sent all the same, where their author allows it.
        #[serde(default)]
        send_reprints: bool,
    },
}

/// To whom.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(example = json!({"type": "tag", "tagId": 2}))]
pub(super) enum MassAudienceRequest {
    /// All followers.
    Everybody {},
    /// Followers with a tag, as WeChat knows it when it sends.
    #[serde(rename_all = "camelCase")]
    Tag {
        /// WeChat's number of the tag.
        tag_id: i64,
    },
    /// People named one by one.
    #[serde(rename_all = "camelCase")]
    People {
        /// 2 to 10,000 open ids of the account; one named twice counts once.
        open_ids: Vec<String>,
    },
    /// Followers who have a tag in our own records when the sending begins, however many they are. They are named to
    /// WeChat in groups of at most 10,000.
    #[serde(rename_all = "camelCase")]
    Followers {
        /// WeChat's number of the tag.
        tag_id: i64,
    },
}

/// To whom it goes. Nobody is named.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MassAudienceBody {
    /// `everybody`, `tag`, `people` or `followers`.
    #[schema(example = "tag")]
    r#type: &'static str,
    /// The tag.
    #[schema(example = 2)]
    tag_id: Option<i64>,
    /// How many people are named.
    people: Option<u32>,
}

impl From<MassContentBody> for MassContent {
    fn from(body: MassContentBody) -> Self {
        match body {
            MassContentBody::Text { text } => Self::Text(text),
            MassContentBody::Images {
                material_ids,
                recommend,
                comments,
            } => Self::Images {
                materials: material_ids.into_iter().map(MaterialId::from_uuid).collect(),
                recommend,
                comments: comments.into(),
            },
            MassContentBody::Voice { material_id } => Self::Voice(MaterialId::from_uuid(material_id)),
            MassContentBody::Video {
                material_id,
                title,
                description,
            } => Self::Video {
                material: MaterialId::from_uuid(material_id),
                title,
                description,
            },
            MassContentBody::Articles {
                draft_id,
                send_reprints,
            } => Self::Articles {
                draft: DraftId::from_uuid(draft_id),
                send_reprints,
            },
        }
    }
}

impl From<MassContent> for MassContentBody {
    fn from(content: MassContent) -> Self {
        match content {
            MassContent::Text(text) => Self::Text { text },
            MassContent::Images {
                materials,
                recommend,
                comments,
            } => Self::Images {
                material_ids: materials.into_iter().map(MaterialId::uuid).collect(),
                recommend,
                comments: comments.into(),
            },
            MassContent::Voice(material) => Self::Voice {
                material_id: material.uuid(),
            },
            MassContent::Video {
                material,
                title,
                description,
            } => Self::Video {
                material_id: material.uuid(),
                title,
                description,
            },
            MassContent::Articles { draft, send_reprints } => Self::Articles {
                draft_id: draft.uuid(),
                send_reprints,
            },
        }
    }
}

impl From<MassAudienceRequest> for AudienceDraft {
    fn from(request: MassAudienceRequest) -> Self {
        match request {
            MassAudienceRequest::Everybody {} => Self::Everybody,
            MassAudienceRequest::Tag { tag_id } => Self::Tag(tag_id),
            MassAudienceRequest::People { open_ids } => Self::People(open_ids),
            MassAudienceRequest::Followers { tag_id } => Self::Followers { tag: tag_id },
        }
    }
}

impl From<MassAudience> for MassAudienceBody {
    fn from(audience: MassAudience) -> Self {
        let (tag_id, people) = match audience {
            MassAudience::Everybody => (None, None),
            MassAudience::Tag(tag) | MassAudience::Followers { tag } => (Some(tag), None),
            MassAudience::People(people) => (None, Some(people)),
        };
        Self {
            r#type: audience.name(),
            tag_id,
            people,
        }
    }
}
