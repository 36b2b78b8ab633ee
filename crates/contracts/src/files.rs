//! Files.

use std::sync::Arc;

use domain::files::FileHash;
use ports::files::FileStore;
use sha2::{Digest as _, Sha256};

use crate::race::race;

type Files = Arc<dyn FileStore>;

/// A file with its hash.
#[must_use]
pub fn a_file(bytes: &[u8]) -> (FileHash, Vec<u8>) {
    (FileHash(Sha256::digest(bytes).into()), bytes.to_vec())
}

/// What nobody put is not there, and deleting it changes nothing.
pub async fn an_unknown_file_is_none(files: Files) {
    let (hash, _) = a_file(b"never put");
    assert_eq!(files.get(hash).await.unwrap(), None);
    assert!(!files.exists(hash).await.unwrap());
    files.delete(hash).await.unwrap();
}

/// Whatever the bytes are, they come back as they were.
pub async fn a_file_comes_back_unchanged(files: Files) {
    let every_byte: Vec<u8> = (0..=255).collect();
    for bytes in [&b""[..], b"\0", b"one line\r\n", &every_byte] {
        let (hash, bytes) = a_file(bytes);
        files.put(hash, bytes.clone()).await.unwrap();
        assert!(files.exists(hash).await.unwrap());
        assert_eq!(files.get(hash).await.unwrap(), Some(bytes));
    }
}

/// The largest file that WeChat takes is kept whole.
pub async fn twenty_megabytes_come_back_unchanged(files: Files) {
    let large: Vec<u8> = (0..20 * 1024 * 1024_u32).map(|at| at.to_le_bytes()[1] ^ 0x5A).collect();
    let (hash, bytes) = a_file(&large);
    files.put(hash, bytes).await.unwrap();
    assert!(files.get(hash).await.unwrap() == Some(large), "20 MB came back changed");
}

/// Putting a file again changes nothing; deleting it once deletes it.
pub async fn a_file_put_twice_is_there_once(files: Files) {
    let (hash, bytes) = a_file("两次".as_bytes());
    files.put(hash, bytes.clone()).await.unwrap();
    files.put(hash, bytes.clone()).await.unwrap();
    assert_eq!(files.get(hash).await.unwrap(), Some(bytes));
    files.delete(hash).await.unwrap();
    assert_eq!(files.get(hash).await.unwrap(), None);
    assert!(!files.exists(hash).await.unwrap());
    files.delete(hash).await.unwrap();
}

/// Deleting one file leaves the others.
pub async fn files_do_not_touch_each_other(files: Files) {
    let (one, other) = (a_file(b"one"), a_file(b"other"));
    for (hash, bytes) in [one.clone(), other.clone()] {
        files.put(hash, bytes).await.unwrap();
    }
    files.delete(one.0).await.unwrap();
    assert_eq!(files.get(other.0).await.unwrap(), Some(other.1));
}

/// A deleted file can be put again.
pub async fn a_deleted_file_comes_again(files: Files) {
    let (hash, bytes) = a_file(b"again");
    for _ in 0..2 {
        files.put(hash, bytes.clone()).await.unwrap();
        assert_eq!(files.get(hash).await.unwrap(), Some(bytes.clone()));
        files.delete(hash).await.unwrap();
    }
}

/// Ten who put the same file at once all succeed; whoever reads meanwhile sees all of it or nothing.
pub async fn a_file_put_by_ten_at_once_is_whole(files: Files) {
    let (hash, bytes) = a_file(&vec![7; 300_000]);
    race(10, move |_| {
        let (files, bytes) = (files.clone(), bytes.clone());
        async move {
            let before = files.get(hash).await.unwrap();
            assert!(before.is_none_or(|found| found == bytes), "a part was seen");
            files.put(hash, bytes.clone()).await.unwrap();
            assert!(files.get(hash).await.unwrap() == Some(bytes));
        }
    })
    .await;
}
