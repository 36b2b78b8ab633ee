//! Look at materials and their files.

use domain::files::{FileHash, FileType};
use domain::ids::MaterialId;
use domain::wechat::materials::Material;
use ports::wechat::materials::{MaterialFilter, MaterialView};
use ports::{Page, PageQuery, StoreError};

use super::error::MaterialError;
use super::tools::MaterialTools;

/// Everything that is read about materials.
#[derive(Clone)]
pub struct ReadMaterials(pub(super) MaterialTools);

/// A file with what it is.
#[derive(Clone, PartialEq, Eq)]
pub struct FileContent {
    /// Its name for people.
    pub name: String,
    /// What it is.
    pub file_type: FileType,
    /// Its hash.
    pub hash: FileHash,
    /// The file.
    pub bytes: Vec<u8>,
}

impl ReadMaterials {
    /// One material.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, account: &str, id: MaterialId) -> Result<Option<MaterialView>, StoreError> {
        self.0.reads.find(account, id).await
    }

    /// An account's materials, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        account: &str,
        filter: MaterialFilter,
        page: PageQuery,
    ) -> Result<Page<MaterialView>, StoreError> {
        self.0.reads.list(account, filter, page).await
    }

    /// The file of a material.
    ///
    /// # Errors
    /// `Unknown` when there is no such material, or it goes at this moment; otherwise when the file storage or the store
    /// fails.
    #[tracing::instrument(name = "use_case.wechat.read_material_content", skip_all, fields(material.id = %material.id()))]
    pub async fn content(&self, material: &Material) -> Result<FileContent, MaterialError> {
        let stored = material.stored();
        let bytes = self.0.files.get(stored.file.hash).await?;
        Ok(FileContent {
            name: stored.name.clone(),
            file_type: stored.file.file_type,
            hash: stored.file.hash,
            bytes: bytes.ok_or(MaterialError::Unknown)?,
        })
    }
}
