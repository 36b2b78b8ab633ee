//! Take a file in.

use std::fmt;

use domain::files::{FileHash, FileType};
use domain::ids::MaterialId;
use domain::wechat::materials::{FileFacts, Material, MaterialDraft, MaterialHappened, MaterialKind};
use ports::StoreError;
use ports::wechat::materials::MaterialView;
use sha2::{Digest as _, Sha256};

use super::error::MaterialError;
use super::tools::MaterialTools;
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// Takes files in. The same file again, as the same kind, is the material that is there.
#[derive(Clone)]
pub struct AddMaterial(pub(super) MaterialTools);

/// A file. `Debug` shows its size only.
#[derive(Clone)]
pub struct AddMaterialCommand {
    /// The id the material gets.
    pub id: MaterialId,
    /// Our name of the account.
    pub account: String,
    /// What it is meant to be.
    pub kind: MaterialKind,
    /// The file's name, where it has one.
    pub name: Option<String>,
    /// Of a video; the file's name unless given.
    pub title: Option<String>,
    /// Of a video.
    pub introduction: Option<String>,
    /// The file.
    pub bytes: Vec<u8>,
    /// Who and what.
    pub context: Context,
}

impl fmt::Debug for AddMaterialCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AddMaterialCommand")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// The material of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedMaterial {
    /// It.
    pub view: MaterialView,
    /// Whether it was there before.
    pub was_there: bool,
}

impl AddMaterial {
    /// Runs it. The file is kept before its material is stored: one without a material harms nobody.
    ///
    /// # Errors
    /// When the account is unknown, its product takes no such file, a material of this file is being deleted, or the
    /// file storage or the store fails.
    #[tracing::instrument(name = "use_case.wechat.add_material", skip_all, fields(material.id = %command.id))]
    pub async fn run(&self, command: AddMaterialCommand) -> Result<AddedMaterial, MaterialError> {
        let setup = self.0.account(&command.account).await?;
        let file = FileFacts {
            hash: FileHash(Sha256::digest(&command.bytes).into()),
            size: command.bytes.len() as u64,
            file_type: FileType::of(&command.bytes),
        };
        let draft = MaterialDraft {
            kind: command.kind,
            name: command.name,
            title: command.title,
            introduction: command.introduction,
            file,
        };
        let now = self.0.clock.now();
        let material = Material::take_in(command.id, &setup.name, setup.product, &draft, now)?;
        if let Some(there) = self.find(&material).await? {
            return Ok(there);
        }
        let added = retry_on_contention(|| self.attempt(&material, &command.bytes, &command.context)).await;
        if let Err(MaterialError::Store(StoreError::Duplicate(_))) = added
            && let Some(there) = self.find(&material).await?
        {
            return Ok(there);
        }
        added?;
        Ok(AddedMaterial {
            view: MaterialView {
                material,
                uploads: Vec::new(),
            },
            was_there: false,
        })
    }

    async fn find(&self, material: &Material) -> Result<Option<AddedMaterial>, MaterialError> {
        let stored = material.stored();
        let reads = &self.0.reads;
        let found = reads
            .find_by_file(&stored.account, stored.kind, stored.file.hash)
            .await?;
        match found {
            Some(view) if view.material.is_going() => Err(MaterialError::Going),
            found => Ok(found.map(|view| AddedMaterial { view, was_there: true })),
        }
    }

    async fn attempt(&self, material: &Material, bytes: &[u8], context: &Context) -> Result<(), MaterialError> {
        let stored = material.stored();
        self.0.book.enter(stored.file.hash, self.0.clock.now()).await?;
        self.0.files.put(stored.file.hash, bytes.to_vec()).await?;
        let mut tx = self.0.store.begin().await?;
        tx.materials().add(material).await?;
        let wire = log_wire::material_happened(material, &MaterialHappened::Added);
        let entry = context.log_entry(wire, stored.version, stored.created_at, self.0.ids.as_ref());
        tx.log().append(&[entry]).await?;
        Ok(tx.commit().await?)
    }
}
