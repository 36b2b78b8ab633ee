//! Materials and drafts with media ids like those of WeChat.

use std::collections::BTreeMap;
use std::sync::Mutex;

use application::wechat::{DraftMediaIds, Keeping, MediaIds, NoMediaId};
use async_trait::async_trait;
use domain::ids::{DraftId, MaterialId};
use ports::StoreError;
use uuid::Uuid;

/// Knows every material and draft but the one of all ones.
#[derive(Default)]
pub struct Library(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// How often a material was uploaded, or a draft pushed.
    times: BTreeMap<Uuid, u32>,
    used_up: Vec<String>,
}

impl Library {
    /// Media ids of drafts that WeChat took away, oldest first.
    pub fn used_up(&self) -> Vec<String> {
        self.0.lock().unwrap().used_up.clone()
    }

    fn id(&self, what: &str, id: Uuid) -> Result<String, NoMediaId> {
        if id == Uuid::max() {
            return Err(NoMediaId::NotFound);
        }
        let times = *self.0.lock().unwrap().times.entry(id).or_insert(1);
        Ok(format!("{what}-{}-{times}", id.as_u128()))
    }

    fn anew(&self, id: Uuid) {
        *self.0.lock().unwrap().times.entry(id).or_insert(1) += 1;
    }
}

#[async_trait]
impl MediaIds for Library {
    async fn media_id(&self, _: &str, material: MaterialId, keeping: Keeping) -> Result<String, NoMediaId> {
        assert_eq!(keeping, Keeping::Permanent);
        self.id("file", material.uuid())
    }

    async fn media_id_instead_of(
        &self,
        account: &str,
        material: MaterialId,
        keeping: Keeping,
        refused: &str,
    ) -> Result<String, NoMediaId> {
        if self.media_id(account, material, keeping).await? == refused {
            self.anew(material.uuid());
        }
        self.media_id(account, material, keeping).await
    }
}

#[async_trait]
impl DraftMediaIds for Library {
    async fn draft_media_id(&self, _: &str, draft: DraftId) -> Result<String, NoMediaId> {
        self.id("draft", draft.uuid())
    }

    async fn draft_is_used_up(&self, account: &str, draft: DraftId, media_id: &str) -> Result<(), StoreError> {
        if self
            .draft_media_id(account, draft)
            .await
            .is_ok_and(|now| now == media_id)
        {
            self.anew(draft.uuid());
            self.0.lock().unwrap().used_up.push(media_id.to_owned());
        }
        Ok(())
    }
}
