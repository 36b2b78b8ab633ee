//! From what is sent to WeChat's media ids.

use std::sync::Arc;

use domain::ids::MaterialId;
use domain::wechat::mass::MassContent;
use ports::wechat::mass::{MassPayload, PreviewPayload};

use crate::wechat::{DraftMediaIds, Keeping, MediaIds, NoMediaId};

/// Who knows the media ids. WeChat may send long after it was called, so files are kept for good.
#[derive(Clone)]
pub struct MassMedia {
    /// Files.
    pub materials: Arc<dyn MediaIds>,
    /// Articles.
    pub drafts: Arc<dyn DraftMediaIds>,
}

impl MassMedia {
    /// What to send. `draft` is the media id that an attempt without answer named: only it is recognised with certainty.
    pub(super) async fn payload(
        &self,
        account: &str,
        content: &MassContent,
        draft: Option<&str>,
    ) -> Result<MassPayload, NoMediaId> {
        self.payload_with(account, content, &Refused(&[]), draft).await
    }

    /// The same after WeChat refused its media (40007).
    pub(super) async fn renewed(
        &self,
        account: &str,
        content: &MassContent,
        refused: &MassPayload,
    ) -> Result<MassPayload, NoMediaId> {
        let ids = media_ids(refused);
        if let (Some(draft), [media_id]) = (content.draft(), &ids[..]) {
            self.drafts.draft_is_used_up(account, draft, media_id).await?;
        }
        self.payload_with(account, content, &Refused(&ids), None).await
    }

    async fn payload_with(
        &self,
        account: &str,
        content: &MassContent,
        refused: &Refused<'_>,
        draft_media_id: Option<&str>,
    ) -> Result<MassPayload, NoMediaId> {
        Ok(match content {
            MassContent::Text(text) => MassPayload::Text(text.clone()),
            MassContent::Images {
                materials,
                recommend,
                comments,
            } => {
                let mut media_ids = Vec::new();
                for (place, material) in materials.iter().enumerate() {
                    media_ids.push(self.material(account, *material, refused.at(place)).await?);
                }
                MassPayload::Images {
                    media_ids,
                    recommend: recommend.clone(),
                    comments: *comments,
                }
            }
            MassContent::Voice(material) => MassPayload::Voice(self.material(account, *material, refused.at(0)).await?),
            MassContent::Video {
                material,
                title,
                description,
            } => MassPayload::Video {
                media_id: self.material(account, *material, refused.at(0)).await?,
                title: title.clone(),
                description: description.clone(),
            },
            MassContent::Articles { draft, send_reprints } => MassPayload::Articles {
                media_id: match draft_media_id {
                    Some(media_id) => media_id.to_owned(),
                    None => self.drafts.draft_media_id(account, *draft).await?,
                },
                send_reprints: *send_reprints,
            },
        })
    }

    async fn material(&self, account: &str, material: MaterialId, refused: Option<&str>) -> Result<String, NoMediaId> {
        match refused {
            None => self.materials.media_id(account, material, Keeping::Permanent).await,
            Some(refused) => {
                let kept = Keeping::Permanent;
                self.materials
                    .media_id_instead_of(account, material, kept, refused)
                    .await
            }
        }
    }
}

/// The media ids that WeChat refused, in the order of the content.
struct Refused<'a>(&'a [String]);

impl Refused<'_> {
    fn at(&self, place: usize) -> Option<&str> {
        self.0.get(place).map(String::as_str)
    }
}

fn media_ids(payload: &MassPayload) -> Vec<String> {
    match payload {
        MassPayload::Text(_) => Vec::new(),
        MassPayload::Images { media_ids, .. } => media_ids.clone(),
        MassPayload::Voice(media_id) | MassPayload::Video { media_id, .. } | MassPayload::Articles { media_id, .. } => {
            vec![media_id.clone()]
        }
    }
}

/// Whether WeChat's word about media can be meant for it.
pub(super) const fn has_media(payload: &MassPayload) -> bool {
    !matches!(payload, MassPayload::Text(_))
}

/// The media id of its draft.
pub(super) fn draft_of(payload: &MassPayload) -> Option<&str> {
    match payload {
        MassPayload::Articles { media_id, .. } => Some(media_id),
        _ => None,
    }
}

/// What a preview of it shows; of several pictures the one at `picture`, from 0. `None` when there is none.
pub(super) fn preview_of(payload: &MassPayload, picture: usize) -> Option<PreviewPayload> {
    Some(match payload {
        MassPayload::Text(text) => PreviewPayload::Text(text.clone()),
        MassPayload::Images { media_ids, .. } => PreviewPayload::Image(media_ids.get(picture)?.clone()),
        MassPayload::Voice(media_id) => PreviewPayload::Voice(media_id.clone()),
        MassPayload::Video { media_id, .. } => PreviewPayload::Video(media_id.clone()),
        MassPayload::Articles { media_id, .. } => PreviewPayload::Articles(media_id.clone()),
    })
}
