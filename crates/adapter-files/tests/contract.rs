//! The promises of file stores, held by a folder and by an S3 server.

#![expect(clippy::unwrap_used, reason = "the helpers of tests are test code")]

mod server;

use std::sync::Arc;
use std::time::Duration;

use adapter_files::{ObjectFiles, S3Options};
use domain::files::FileHash;
use ports::files::{FileError, FileStore};
use secrecy::SecretString;
use tempfile::TempDir;

type Files = Arc<dyn FileStore>;

mod folder {
    use super::{Files, TempDir, in_folder};

    async fn files() -> (Files, TempDir) {
        in_folder()
    }

    contracts::files_contract!(files);
}

mod s3 {
    use super::{Files, TempDir, in_bucket};

    async fn files() -> (Files, TempDir) {
        in_bucket().await
    }

    contracts::files_contract!(files);
}

fn in_folder() -> (Files, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let files = ObjectFiles::in_folder(&folder.path().join("deep/files")).unwrap();
    (Arc::new(files), folder)
}

async fn in_bucket() -> (Files, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(server::BUCKET)).unwrap();
    let address = server::start(folder.path()).await;
    (
        Arc::new(bucket(&address, server::SECRET, Duration::from_secs(10))),
        folder,
    )
}

fn bucket(address: &str, secret: &str, timeout: Duration) -> ObjectFiles {
    let secret = SecretString::from(secret);
    let mut options = S3Options::new(address, server::BUCKET, server::KEY, secret);
    options.timeout = timeout;
    ObjectFiles::in_bucket(&options).unwrap()
}

const HASH: FileHash = FileHash([7; 32]);

/// Every call of a store.
async fn outcomes(files: &ObjectFiles) -> Vec<FileError> {
    vec![
        files.put(HASH, b"x".to_vec()).await.unwrap_err(),
        files.get(HASH).await.unwrap_err(),
        files.exists(HASH).await.unwrap_err(),
        files.delete(HASH).await.unwrap_err(),
    ]
}

#[tokio::test]
async fn a_damaged_file_is_not_handed_out_and_is_healed_by_the_next() {
    let (files, folder) = in_folder();
    let (hash, bytes) = contracts::files::a_file(b"whole");
    files.put(hash, bytes.clone()).await.unwrap();
    let name = hash.to_string();
    let path = folder.path().join("deep/files").join(&name[..2]).join(&name);
    std::fs::write(&path, b"who").unwrap();
    assert!(matches!(files.get(hash).await, Err(FileError::Damaged(_))));
    files.put(hash, bytes.clone()).await.unwrap();
    assert_eq!(files.get(hash).await, Ok(Some(bytes)));
}

#[tokio::test]
async fn a_storage_that_nobody_serves_is_unavailable() {
    let address = server::nobody().await;
    for error in outcomes(&bucket(&address, server::SECRET, Duration::from_millis(500))).await {
        assert!(matches!(error, FileError::Unavailable(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_storage_that_never_answers_is_given_up() {
    let address = server::mute().await;
    let files = bucket(&address, server::SECRET, Duration::from_millis(200));
    for error in outcomes(&files).await {
        assert!(matches!(error, FileError::Unavailable(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_wrong_key_fails_for_good_and_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(server::BUCKET)).unwrap();
    let address = server::start(folder.path()).await;
    let files = bucket(&address, "WRONGSECRET", Duration::from_secs(5));
    for error in outcomes(&files).await {
        assert!(matches!(error, FileError::Failed(_)), "{error:?}");
        assert!(!error.detail().contains("WRONGSECRET"), "{error:?}");
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_a_fault_of_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, b"in the way").unwrap();
    assert!(ObjectFiles::in_folder(&file.join("files")).is_err());
}
