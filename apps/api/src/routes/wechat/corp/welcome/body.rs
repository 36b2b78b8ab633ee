//! A welcome message as requests and answers show it.

use application::wechat::wecom::contacts::WelcomeState;
use domain::ids::MaterialId;
use domain::wechat::wecom::contacts::{WelcomeAttachment, WelcomeEnd};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// What comes with a welcome.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum WelcomeAttachmentBody {
    /// A picture.
    #[serde(rename_all = "camelCase")]
    Image {
        /// The material.
        material_id: Uuid,
    },
    /// A video.
    #[serde(rename_all = "camelCase")]
    Video {
        /// The material.
        material_id: Uuid,
    },
    /// A file.
    #[serde(rename_all = "camelCase")]
    File {
        /// The material.
        material_id: Uuid,
    },
    /// A card that leads to a page.
    #[serde(rename_all = "camelCase")]
    Link {
        /// 1 to 128 bytes.
        #[schema(example = "活动日程")]
        title: String,
        /// At most 512 bytes.
        #[serde(default)]
        description: Option<String>,
        /// The page.
        #[schema(example = "https://example.com/agenda")]
        url: String,
        /// The picture's address.
        #[serde(default)]
        picture_url: Option<String>,
    },
    /// A card that leads to a Mini Program that the corporation is linked with.
    #[serde(rename_all = "camelCase")]
    MiniProgram {
        /// 1 to 64 bytes.
        #[schema(example = "我的票")]
        title: String,
        /// The picture, a material.
        picture_material_id: Uuid,
        /// The Mini Program's app id.
        #[schema(example = "wx0123456789abcdef")]
        app_id: String,
        /// Its page.
        #[schema(example = "pages/ticket/index")]
        page: String,
    },
}

/// The welcome message of an account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WelcomeMessageBody {
    /// Whether new contacts are welcomed.
    enabled: bool,
    /// The text; `{name}` in it stands for the contact's name.
    #[schema(example = "你好，{name}！欢迎参加春天的音乐会。")]
    text: Option<String>,
    /// What comes with it.
    attachments: Vec<WelcomeAttachmentBody>,
    /// When it was last changed; `null`: never.
    updated_at: Option<Instant>,
    /// How often welcoming ended how.
    outcomes: WelcomeOutcomesBody,
}

/// How often welcoming ended how.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WelcomeOutcomesBody {
    /// WeCom took the welcome.
    #[schema(example = 120)]
    sent: u64,
    /// WeCom may have taken it: it gave no answer until the 20 seconds were over.
    #[schema(example = 0)]
    unknown: u64,
    /// The 20 seconds were over before WeCom could be asked.
    #[schema(example = 1)]
    too_late: u64,
    /// WeCom says that the 20 seconds were over (41050).
    #[schema(example = 0)]
    expired: u64,
    /// Another application was faster (41051).
    #[schema(example = 2)]
    already_welcomed: u64,
    /// WeCom refused it.
    #[schema(example = 0)]
    refused: u64,
    /// A file of it is gone, or could not be brought to WeCom.
    #[schema(example = 0)]
    no_medium: u64,
}

impl WelcomeOutcomesBody {
    const fn count(&mut self, end: WelcomeEnd) -> &mut u64 {
        match end {
            WelcomeEnd::Sent => &mut self.sent,
            WelcomeEnd::Unknown => &mut self.unknown,
            WelcomeEnd::TooLate => &mut self.too_late,
            WelcomeEnd::Expired => &mut self.expired,
            WelcomeEnd::AlreadyWelcomed => &mut self.already_welcomed,
            WelcomeEnd::Refused => &mut self.refused,
            WelcomeEnd::NoMedium => &mut self.no_medium,
        }
    }
}

impl From<WelcomeState> for WelcomeMessageBody {
    fn from(state: WelcomeState) -> Self {
        let mut outcomes = WelcomeOutcomesBody::default();
        for (end, count) in state.counts {
            *outcomes.count(end) = count;
        }
        let updated_at = state.setting.as_ref().map(|setting| setting.updated_at.into());
        let welcome = state.setting.map(|setting| setting.welcome).unwrap_or_default();
        Self {
            enabled: welcome.enabled,
            text: welcome.text,
            attachments: welcome.attachments.into_iter().map(Into::into).collect(),
            updated_at,
            outcomes,
        }
    }
}

impl From<WelcomeAttachment> for WelcomeAttachmentBody {
    fn from(attachment: WelcomeAttachment) -> Self {
        match attachment {
            WelcomeAttachment::Image(material) => Self::Image {
                material_id: material.uuid(),
            },
            WelcomeAttachment::Video(material) => Self::Video {
                material_id: material.uuid(),
            },
            WelcomeAttachment::File(material) => Self::File {
                material_id: material.uuid(),
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
                picture_material_id: picture.uuid(),
                app_id,
                page,
            },
        }
    }
}

impl From<WelcomeAttachmentBody> for WelcomeAttachment {
    fn from(body: WelcomeAttachmentBody) -> Self {
        match body {
            WelcomeAttachmentBody::Image { material_id } => Self::Image(MaterialId::from_uuid(material_id)),
            WelcomeAttachmentBody::Video { material_id } => Self::Video(MaterialId::from_uuid(material_id)),
            WelcomeAttachmentBody::File { material_id } => Self::File(MaterialId::from_uuid(material_id)),
            WelcomeAttachmentBody::Link {
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
            WelcomeAttachmentBody::MiniProgram {
                title,
                picture_material_id,
                app_id,
                page,
            } => Self::MiniProgram {
                title,
                picture: MaterialId::from_uuid(picture_material_id),
                app_id,
                page,
            },
        }
    }
}
