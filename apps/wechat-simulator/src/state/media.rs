//! Files that accounts uploaded.

use std::collections::{HashMap, VecDeque};
use std::fmt;

use actix_web::web::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes kept in one library; the oldest files are forgotten first.
const MOST_BYTES: usize = 128 * 1024 * 1024;

/// The bytes of a file; base64 in the state file.
#[derive(Clone, PartialEq, Eq)]
pub struct Blob(Bytes);

impl Blob {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.0.clone()
    }
}

impl From<Bytes> for Blob {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.0.len())
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(D::Error::custom)?;
        Ok(Self(bytes.into()))
    }
}

/// One file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredFile {
    /// `media_id`
    pub id: String,
    /// The end of its public address.
    pub key: String,
    /// The `type` it was uploaded as.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub content_type: String,
    /// What is in it.
    pub content: Blob,
    /// Unix seconds, simulated time.
    pub created_at: i64,
    /// Unix seconds; none for ever.
    pub expires_at: Option<i64>,
    /// Of a permanent video.
    pub title: String,
    /// Of a permanent video.
    pub introduction: String,
}

impl StoredFile {
    /// Whether it is gone.
    #[must_use]
    pub fn has_expired(&self, now: i64) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }
}

/// Files by id, oldest first.
#[derive(Debug, Clone, Default)]
pub struct MediaLibrary {
    files: HashMap<String, StoredFile>,
    by_key: HashMap<String, String>,
    order: VecDeque<String>,
    bytes: usize,
}

impl MediaLibrary {
    /// Adds a file.
    pub fn add(&mut self, file: StoredFile) {
        self.bytes += file.content.0.len();
        self.by_key.insert(file.key.clone(), file.id.clone());
        self.order.push_back(file.id.clone());
        self.files.insert(file.id.clone(), file);
        while self.bytes > MOST_BYTES
            && let Some(oldest) = self.order.front().cloned()
        {
            self.remove(&oldest);
        }
    }

    /// Removes a file; false when there is none.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(file) = self.files.remove(id) else {
            return false;
        };
        self.bytes -= file.content.0.len();
        self.by_key.remove(&file.key);
        self.order.retain(|known| known != id);
        true
    }

    /// The file with this id, if it has not expired.
    #[must_use]
    pub fn get(&self, id: &str, now: i64) -> Option<&StoredFile> {
        self.files.get(id).filter(|file| !file.has_expired(now))
    }

    /// The file with this public address.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<&StoredFile> {
        self.files.get(self.by_key.get(key)?)
    }

    /// All, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &StoredFile> {
        self.order.iter().filter_map(|id| self.files.get(id))
    }
}

impl Serialize for MediaLibrary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for MediaLibrary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut library = Self::default();
        for file in Vec::<StoredFile>::deserialize(deserializer)? {
            library.add(file);
        }
        Ok(library)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(number: usize, bytes: usize) -> StoredFile {
        StoredFile {
            id: number.to_string(),
            key: format!("k{number}"),
            kind: "image".to_owned(),
            name: String::new(),
            content_type: String::new(),
            content: Bytes::from(vec![7; bytes]).into(),
            created_at: 0,
            expires_at: Some(10),
            title: String::new(),
            introduction: String::new(),
        }
    }

    #[test]
    fn the_oldest_files_make_room() {
        let mut library = MediaLibrary::default();
        (0..3).for_each(|number| library.add(file(number, MOST_BYTES / 2)));
        assert!(library.get("0", 0).is_none() && library.by_key("k0").is_none());
        assert_eq!(
            library.iter().map(|file| file.id.as_str()).collect::<Vec<_>>(),
            ["1", "2"]
        );
        assert!(library.get("1", 9).is_some() && library.get("1", 10).is_none());
    }

    #[test]
    fn files_survive_the_state_file() {
        let mut library = MediaLibrary::default();
        library.add(file(1, 3));
        let saved = serde_json::to_string(&library).unwrap();
        let restored: MediaLibrary = serde_json::from_str(&saved).unwrap();
        assert_eq!(&restored.get("1", 0).unwrap().content.bytes()[..], [7; 3]);
    }
}
