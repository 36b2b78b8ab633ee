//! What a mass message says and to whom it goes, as stored: JSON. Names and shapes outlive renames in the domain.

use domain::ids::{DraftId, MaterialId};
use domain::wechat::Comments;
use domain::wechat::mass::{MassAudience, MassContent};
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::log::to_json;

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ContentJson {
    Text {
        text: String,
    },
    Images {
        materials: Vec<Uuid>,
        recommend: Option<String>,
        comments: String,
    },
    Voice {
        material: Uuid,
    },
    Video {
        material: Uuid,
        title: Option<String>,
        description: Option<String>,
    },
    Articles {
        draft: Uuid,
        send_reprints: bool,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum AudienceJson {
    Everybody,
    Tag { tag: i64 },
    People { people: u32 },
    Followers { tag: i64 },
}

pub(super) fn content_to_json(content: &MassContent) -> Result<String, StoreError> {
    to_json(&match content.clone() {
        MassContent::Text(text) => ContentJson::Text { text },
        MassContent::Images {
            materials,
            recommend,
            comments,
        } => ContentJson::Images {
            materials: materials.into_iter().map(MaterialId::uuid).collect(),
            recommend,
            comments: comments.name().to_owned(),
        },
        MassContent::Voice(material) => ContentJson::Voice {
            material: material.uuid(),
        },
        MassContent::Video {
            material,
            title,
            description,
        } => ContentJson::Video {
            material: material.uuid(),
            title,
            description,
        },
        MassContent::Articles { draft, send_reprints } => ContentJson::Articles {
            draft: draft.uuid(),
            send_reprints,
        },
    })
}

pub(super) fn content_from_json(text: &str) -> Option<MassContent> {
    Some(match serde_json::from_str(text).ok()? {
        ContentJson::Text { text } => MassContent::Text(text),
        ContentJson::Images {
            materials,
            recommend,
            comments,
        } => MassContent::Images {
            materials: materials.into_iter().map(MaterialId::from_uuid).collect(),
            recommend,
            comments: Comments::from_name(&comments)?,
        },
        ContentJson::Voice { material } => MassContent::Voice(MaterialId::from_uuid(material)),
        ContentJson::Video {
            material,
            title,
            description,
        } => MassContent::Video {
            material: MaterialId::from_uuid(material),
            title,
            description,
        },
        ContentJson::Articles { draft, send_reprints } => MassContent::Articles {
            draft: DraftId::from_uuid(draft),
            send_reprints,
        },
    })
}

pub(super) fn audience_to_json(audience: MassAudience) -> Result<String, StoreError> {
    to_json(&match audience {
        MassAudience::Everybody => AudienceJson::Everybody,
        MassAudience::Tag(tag) => AudienceJson::Tag { tag },
        MassAudience::People(people) => AudienceJson::People { people },
        MassAudience::Followers { tag } => AudienceJson::Followers { tag },
    })
}

pub(super) fn audience_from_json(text: &str) -> Option<MassAudience> {
    Some(match serde_json::from_str(text).ok()? {
        AudienceJson::Everybody => MassAudience::Everybody,
        AudienceJson::Tag { tag } => MassAudience::Tag(tag),
        AudienceJson::People { people } => MassAudience::People(people),
        AudienceJson::Followers { tag } => MassAudience::Followers { tag },
    })
}
