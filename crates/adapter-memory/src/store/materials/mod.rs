//! Materials, their uploads, and which files are needed.

mod file_book;
mod reads;
mod repository;

use std::collections::BTreeMap;

use domain::files::FileHash;
use domain::ids::MaterialId;
use domain::time::Timestamp;
use domain::wechat::materials::{Material, MaterialUpload, UploadPlace};
use ports::wechat::materials::MaterialView;

use super::MemoryStore;
use super::pages::newest_first;
use super::state::duplicate;
use super::transaction::Transaction;

/// What is known of materials.
#[derive(Clone, Default)]
pub(super) struct MaterialState {
    materials: BTreeMap<MaterialId, Material>,
    uploads: BTreeMap<(MaterialId, UploadPlace), MaterialUpload>,
    /// Files, with the end of the leave to delete them.
    files: BTreeMap<FileHash, Option<Timestamp>>,
}

impl MaterialState {
    fn uploads_of(&self, id: MaterialId) -> Vec<MaterialUpload> {
        let all = UploadPlace::ALL.into_iter();
        all.filter_map(|place| self.uploads.get(&(id, place)))
            .cloned()
            .collect()
    }

    fn view(&self, material: &Material) -> MaterialView {
        MaterialView {
            material: material.clone(),
            uploads: self.uploads_of(material.id()),
        }
    }

    fn is_named(&self, hash: FileHash) -> bool {
        self.materials
            .values()
            .any(|material| material.stored().file.hash == hash)
    }
}
