//! [`FileStore`] over any object store.

use std::fmt;
use std::future::Future;
use std::path::Path as Folder;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::files::FileHash;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt as _, PutPayload};
use ports::files::{FileError, FileStore};
use sha2::{Digest as _, Sha256};

use crate::errors::{SetupError, sorted};
use crate::folder;
use crate::s3::{self, S3Options};

/// Files in an object store.
#[derive(Clone)]
pub struct ObjectFiles {
    store: Arc<dyn ObjectStore>,
    patience: Duration,
}

impl fmt::Debug for ObjectFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectFiles").finish_non_exhaustive()
    }
}

/// The longest a call may take, in a folder as well: it may be on a disk far away.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

impl ObjectFiles {
    /// Files in a folder of this machine, which is made if need be. What was put is on the disk when the call ends.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder(folder: &Folder) -> Result<Self, SetupError> {
        Ok(Self::over(Arc::new(folder::open(folder)?), PATIENCE))
    }

    /// Files in a bucket. Nothing is sent before the first call.
    ///
    /// # Errors
    /// When the address is none, or the client cannot be built.
    pub fn in_bucket(options: &S3Options) -> Result<Self, SetupError> {
        Ok(Self::over(Arc::new(s3::open(options)?), options.timeout))
    }

    fn over(store: Arc<dyn ObjectStore>, patience: Duration) -> Self {
        Self { store, patience }
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, FileError> {
        match tokio::time::timeout(self.patience, work).await {
            Ok(outcome) => outcome.map_err(|error| sorted(&error)),
            Err(_) => Err(FileError::Unavailable("no answer in time".to_owned())),
        }
    }
}

/// `ab/abcdef…`: no folder grows beyond a 256th of all files.
fn path_of(hash: FileHash) -> Path {
    let name = hash.to_string();
    Path::from_iter([&name[..2], &name])
}

#[async_trait]
impl FileStore for ObjectFiles {
    async fn put(&self, hash: FileHash, bytes: Vec<u8>) -> Result<(), FileError> {
        let path = path_of(hash);
        let put = self.store.put(&path, PutPayload::from(bytes));
        self.in_time(put).await.map(drop)
    }

    async fn get(&self, hash: FileHash) -> Result<Option<Vec<u8>>, FileError> {
        let path = path_of(hash);
        let read = async {
            match self.store.get(&path).await {
                Ok(found) => found.bytes().await.map(Some),
                Err(Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        };
        let Some(bytes) = self.in_time(read).await? else {
            return Ok(None);
        };
        if Sha256::digest(&bytes)[..] != hash.0 {
            return Err(FileError::Damaged(path.to_string()));
        }
        Ok(Some(bytes.into()))
    }

    async fn exists(&self, hash: FileHash) -> Result<bool, FileError> {
        let path = path_of(hash);
        let look = async {
            match self.store.head(&path).await {
                Ok(_) => Ok(true),
                Err(Error::NotFound { .. }) => Ok(false),
                Err(error) => Err(error),
            }
        };
        self.in_time(look).await
    }

    async fn delete(&self, hash: FileHash) -> Result<(), FileError> {
        let path = path_of(hash);
        let delete = async {
            match self.store.delete(&path).await {
                Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(error),
            }
        };
        self.in_time(delete).await
    }
}
