//! A folder of this machine.

use std::path::Path;

use object_store::local::LocalFileSystem;

use crate::errors::SetupError;

/// Writes go to a file beside and are renamed; both are on the disk before a write ends.
pub(crate) fn open(folder: &Path) -> Result<LocalFileSystem, SetupError> {
    std::fs::create_dir_all(folder).map_err(|error| SetupError::Folder(error.kind().to_string()))?;
    let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| SetupError::Folder(error.to_string()))?;
    Ok(store.with_fsync(true))
}
