//! Welcome messages as stored: JSON. Names and shapes outlive renames in the domain.

use domain::ids::MaterialId;
use domain::wechat::wecom::contacts::{Welcome, WelcomeAttachment};
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::log::to_json;

#[derive(Serialize, Deserialize)]
struct WelcomeJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<AttachmentJson>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum AttachmentJson {
    Image {
        material: Uuid,
    },
    Video {
        material: Uuid,
    },
    File {
        material: Uuid,
    },
    Link {
        title: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        url: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture_url: Option<String>,
    },
    MiniProgram {
        title: String,
        picture: Uuid,
        app_id: String,
        page: String,
    },
}

pub(super) fn content_to_json(welcome: &Welcome) -> Result<String, StoreError> {
    to_json(&WelcomeJson {
        text: welcome.text.clone(),
        attachments: welcome.attachments.iter().cloned().map(Into::into).collect(),
    })
}

pub(super) fn content_from_json(enabled: bool, text: &str) -> Option<Welcome> {
    let json: WelcomeJson = serde_json::from_str(text).ok()?;
    Some(Welcome {
        enabled,
        text: json.text,
        attachments: json.attachments.into_iter().map(Into::into).collect(),
    })
}

impl From<WelcomeAttachment> for AttachmentJson {
    fn from(attachment: WelcomeAttachment) -> Self {
        match attachment {
            WelcomeAttachment::Image(material) => Self::Image {
                material: material.uuid(),
            },
            WelcomeAttachment::Video(material) => Self::Video {
                material: material.uuid(),
            },
            WelcomeAttachment::File(material) => Self::File {
                material: material.uuid(),
            },
            WelcomeAttachment::Link {
                title,
                description,
                url,
                picture_url,
            } => Self::Link {
                title,
                description,
                url,
                picture_url,
            },
            WelcomeAttachment::MiniProgram {
                title,
                picture,
                app_id,
                page,
            } => Self::MiniProgram {
                title,
                picture: picture.uuid(),
                app_id,
                page,
            },
        }
    }
}

impl From<AttachmentJson> for WelcomeAttachment {
    fn from(json: AttachmentJson) -> Self {
        match json {
            AttachmentJson::Image { material } => Self::Image(MaterialId::from_uuid(material)),
            AttachmentJson::Video { material } => Self::Video(MaterialId::from_uuid(material)),
            AttachmentJson::File { material } => Self::File(MaterialId::from_uuid(material)),
            AttachmentJson::Link {
                title,
                description,
                url,
                picture_url,
            } => Self::Link {
                title,
                description,
                url,
                picture_url,
            },
            AttachmentJson::MiniProgram {
                title,
                picture,
                app_id,
                page,
            } => Self::MiniProgram {
                title,
                picture: MaterialId::from_uuid(picture),
                app_id,
                page,
            },
        }
    }
}
