//! The ports of materials.

use std::sync::Arc;

use ports::files::{FileBook, FileStore};
use ports::wechat::materials::{MaterialReads, MaterialsApi, MaterialsStore};

/// Every port that the use cases of materials need besides the common ones.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port, which is documented")]
pub struct MaterialAdapters {
    pub files: Arc<dyn FileStore>,
    pub book: Arc<dyn FileBook>,
    pub store: Arc<dyn MaterialsStore>,
    pub reads: Arc<dyn MaterialReads>,
    pub api: Arc<dyn MaterialsApi>,
}
