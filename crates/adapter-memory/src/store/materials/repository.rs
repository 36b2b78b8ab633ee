//! Transactions about materials.

use async_trait::async_trait;
use domain::ids::MaterialId;
use domain::wechat::materials::{Material, MaterialUpload};
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::materials::{MaterialRepository, MaterialsStore, MaterialsTransaction};

use super::{MemoryStore, Transaction, duplicate};

#[async_trait]
impl MaterialsStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn MaterialsTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl MaterialsTransaction for Transaction {
    fn materials(&mut self) -> &mut dyn MaterialRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl MaterialRepository for Transaction {
    async fn find_for_update(&mut self, account: &str, id: MaterialId) -> Result<Option<Material>, StoreError> {
        self.look(|state| {
            let found = state.materials.materials.get(&id);
            found.filter(|material| material.stored().account == account).cloned()
        })
    }

    async fn add(&mut self, material: &Material) -> Result<(), StoreError> {
        self.change(|state| {
            let (stored, known) = (material.stored(), &mut state.materials);
            if known.files.get(&stored.file.hash) != Some(&None) {
                return Err(StoreError::Contention("the file is not kept".to_owned()));
            }
            let is_twin = |other: &Material| {
                let other = other.stored();
                (&other.account, other.kind, other.file.hash) == (&stored.account, stored.kind, stored.file.hash)
            };
            if known.materials.values().any(is_twin) || known.materials.contains_key(&stored.id) {
                return Err(duplicate("uq_wechat_materials_file"));
            }
            known.materials.insert(stored.id, material.clone());
            Ok(())
        })
    }

    async fn save(&mut self, material: &Material, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.materials.materials.get_mut(&material.id()) {
            Some(there) if there.stored().version == expected_version => {
                *there = material.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn remove(&mut self, id: MaterialId) -> Result<(), StoreError> {
        self.change(|state| {
            state.materials.materials.remove(&id);
            state.materials.uploads.retain(|(material, _), _| *material != id);
            Ok(())
        })
    }

    async fn uploads(&mut self, id: MaterialId) -> Result<Vec<MaterialUpload>, StoreError> {
        self.look(|state| state.materials.uploads_of(id))
    }

    async fn put_upload(&mut self, upload: &MaterialUpload) -> Result<(), StoreError> {
        self.change(|state| {
            let key = (upload.material, upload.place);
            state.materials.uploads.insert(key, upload.clone());
            Ok(())
        })
    }
}
