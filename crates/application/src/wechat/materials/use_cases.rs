//! All use cases about materials over one set of ports.

use std::sync::Arc;

use super::add_material::AddMaterial;
use super::delete_material::DeleteMaterial;
use super::deleting::Deleting;
use super::library::MediaLibrary;
use super::quota::ReadQuota;
use super::read_materials::ReadMaterials;
use super::request_upload::RequestUpload;
use super::sweep::Sweeping;
use super::tools::MaterialTools;
use super::uploading::Uploading;
use crate::jobs::RelayBell;
use crate::use_cases::Adapters;
use crate::wechat::{ArticleImages, MediaIds};

/// Everything about materials.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct MaterialUseCases {
    pub add: AddMaterial,
    pub delete: DeleteMaterial,
    pub read: ReadMaterials,
    pub quota: ReadQuota,
    pub request_upload: RequestUpload,
    pub library: MediaLibrary,
    pub uploading: Uploading,
    pub deleting: Deleting,
    pub sweeping: Sweeping,
}

impl MaterialUseCases {
    pub(crate) fn new(adapters: &Adapters, bell: &RelayBell) -> Self {
        let own = &adapters.materials;
        let tools = MaterialTools {
            files: Arc::clone(&own.files),
            book: Arc::clone(&own.book),
            store: Arc::clone(&own.store),
            reads: Arc::clone(&own.reads),
            api: Arc::clone(&own.api),
            accounts: Arc::new(adapters.accounts.clone()),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
            signal: Arc::new(bell.clone()),
        };
        let library = MediaLibrary::new(tools.clone());
        Self {
            add: AddMaterial(tools.clone()),
            delete: DeleteMaterial(tools.clone()),
            read: ReadMaterials(tools.clone()),
            quota: ReadQuota(tools.clone()),
            request_upload: RequestUpload(tools.clone()),
            uploading: Uploading {
                library: library.clone(),
                tools: tools.clone(),
            },
            library,
            deleting: Deleting(tools.clone()),
            sweeping: Sweeping(tools),
        }
    }

    /// Media ids, for features that send materials.
    #[must_use]
    pub fn media_ids(&self) -> Arc<dyn MediaIds> {
        Arc::new(self.library.clone())
    }

    /// Addresses of pictures, for features that write articles.
    #[must_use]
    pub fn article_images(&self) -> Arc<dyn ArticleImages> {
        Arc::new(self.library.clone())
    }
}
