//! One material of an account.

use super::kind::MaterialKind;
use super::upload::UploadPlace;
use crate::files::{FileHash, FileType};
use crate::ids::MaterialId;
use crate::text::{bounded, single_line};
use crate::time::Timestamp;
use crate::validation::FieldFaults;
use crate::wechat::Product;

/// What is known of a file without looking at it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFacts {
    /// Its name wherever it is kept.
    pub hash: FileHash,
    /// In bytes.
    pub size: u64,
    /// What it is.
    pub file_type: FileType,
}

/// A material to be taken in, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialDraft {
    /// What it is meant to be.
    pub kind: MaterialKind,
    /// The file's name, where it has one.
    pub name: Option<String>,
    /// Of a video: at most [`Material::MAX_TITLE`] characters; the file's name unless given.
    pub title: Option<String>,
    /// Of a video: at most [`Material::MAX_INTRODUCTION`] characters.
    pub introduction: Option<String>,
    /// Its file.
    pub file: FileFacts,
}

/// Why a material is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MaterialFault {
    /// The file is larger than WeChat takes of this kind.
    #[error("a file of this kind has at most {limit} bytes")]
    TooLarge {
        /// In bytes.
        limit: u64,
    },
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Fields(#[from] FieldFaults),
}

/// What happened to a material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MaterialHappened {
    /// It was taken in.
    Added,
    /// A copy at WeChat was asked for.
    UploadRequested(UploadPlace),
    /// WeChat has a copy.
    Uploaded(UploadPlace),
    /// An upload did not succeed.
    UploadFailed {
        /// Where to.
        place: UploadPlace,
        /// Why.
        note: String,
    },
    /// It shall be deleted, at WeChat and here.
    DeletionRequested,
    /// It is gone.
    Deleted,
}

/// A material as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMaterial {
    /// Its id.
    pub id: MaterialId,
    /// Our name of the account.
    pub account: String,
    /// What it is to WeChat.
    pub kind: MaterialKind,
    /// The file's name.
    pub name: String,
    /// Of a video.
    pub title: Option<String>,
    /// Of a video.
    pub introduction: Option<String>,
    /// Its file.
    pub file: FileFacts,
    /// When it was taken in.
    pub created_at: Timestamp,
    /// Since when it is being deleted.
    pub deleting_since: Option<Timestamp>,
    /// Counts what happened to it.
    pub version: u64,
}

/// A material (素材). Its file never changes; another file is another material. An account has each file once a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    stored: StoredMaterial,
}

impl Material {
    /// Longest name, in characters.
    pub const MAX_NAME: usize = 128;
    /// Longest title, in characters (45003).
    pub const MAX_TITLE: usize = 64;
    /// Longest introduction, in characters (45004).
    pub const MAX_INTRODUCTION: usize = 120;

    /// Takes a file in.
    ///
    /// # Errors
    /// When the account's product takes no such file, or a value breaks a rule.
    pub fn take_in(
        id: MaterialId,
        account: &str,
        product: Product,
        draft: &MaterialDraft,
        now: Timestamp,
    ) -> Result<Self, MaterialFault> {
        let mut faults = FieldFaults::default();
        check_file(product, draft, &mut faults)?;
        let is_video = draft.kind == MaterialKind::Video;
        let name = faults.keep("file", single_line(&name_of(draft), 1..=Self::MAX_NAME));
        let name = name.unwrap_or_default();
        let stated = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let (mut title, mut introduction) = (stated(&draft.title), stated(&draft.introduction));
        for (field, text) in [("title", &title), ("introduction", &introduction)] {
            if text.is_some() && !is_video {
                faults.add(field, "belongs to videos only");
            }
        }
        if is_video {
            let given = title.unwrap_or_else(|| crate::text::shortened(stem(&name), Self::MAX_TITLE));
            title = faults.keep("title", single_line(&given, 1..=Self::MAX_TITLE));
            introduction =
                introduction.and_then(|text| faults.keep("introduction", bounded(&text, 1..=Self::MAX_INTRODUCTION)));
        }
        faults.check()?;
        Ok(Self {
            stored: StoredMaterial {
                id,
                account: account.to_owned(),
                kind: draft.kind,
                name,
                title,
                introduction,
                file: draft.file,
                created_at: now,
                deleting_since: None,
                version: 1,
            },
        })
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredMaterial) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredMaterial {
        &self.stored
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> MaterialId {
        self.stored.id
    }

    /// Counts what people did to it: uploads in the background leave it as it is.
    #[must_use]
    pub const fn edition(&self) -> u64 {
        if self.is_going() { 2 } else { 1 }
    }

    /// Whether it is being deleted.
    #[must_use]
    pub const fn is_going(&self) -> bool {
        self.stored.deleting_since.is_some()
    }

    /// Notes that something happened to it.
    #[must_use]
    pub const fn note(&mut self, happened: MaterialHappened) -> MaterialHappened {
        self.stored.version += 1;
        happened
    }

    /// Lets it go; `None` when it is going already.
    #[must_use]
    pub fn delete(&mut self, now: Timestamp) -> Option<MaterialHappened> {
        if self.is_going() {
            return None;
        }
        self.stored.deleting_since = Some(now);
        Some(self.note(MaterialHappened::DeletionRequested))
    }

    /// The file's name with the ending of what it is: WeChat goes by the ending.
    #[must_use]
    pub fn upload_name(&self) -> String {
        match self.stored.file.file_type.extension() {
            Some(extension) => format!("{}.{extension}", stem(&self.stored.name)),
            None => self.stored.name.clone(),
        }
    }
}

fn check_file(product: Product, draft: &MaterialDraft, faults: &mut FieldFaults) -> Result<(), MaterialFault> {
    let Some(limits) = draft.kind.limits(product) else {
        faults.add(
            "kind",
            format!("accounts of the product {} take none of it", product.name()),
        );
        return Ok(());
    };
    let (size, least, most) = (draft.file.size, *limits.bytes.start(), *limits.bytes.end());
    if size > most {
        return Err(MaterialFault::TooLarge { limit: most });
    }
    if size == 0 {
        faults.add("file", "must not be empty");
    } else if size < least {
        faults.add("file", format!("must have at least {least} bytes"));
    } else if !limits.takes(draft.file.file_type) {
        let wanted = limits.types_in_words();
        faults.add(
            "file",
            format!("must be {wanted}, by what it holds, whatever it is called"),
        );
    }
    Ok(())
}

/// The last part of the given name, as browsers may send a path; without one, that of the kind.
fn name_of(draft: &MaterialDraft) -> String {
    let given = draft.name.as_deref().unwrap_or_default();
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    if !last.is_empty() {
        return last.to_owned();
    }
    let kind = draft.kind.name();
    match draft.file.file_type.extension() {
        Some(extension) => format!("{kind}.{extension}"),
        None => kind.to_owned(),
    }
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn draft(kind: MaterialKind, file_type: FileType, size: u64) -> MaterialDraft {
        MaterialDraft {
            kind,
            name: Some("C:\\海报\\春天.PNG".to_owned()),
            title: None,
            introduction: None,
            file: FileFacts {
                hash: FileHash([7; 32]),
                size,
                file_type,
            },
        }
    }

    fn taken(product: Product, draft: &MaterialDraft) -> Result<Material, MaterialFault> {
        let id = MaterialId::from_uuid(Uuid::from_u128(1));
        Material::take_in(id, "default", product, draft, Timestamp::from_unix_seconds(0))
    }

    fn faulty_fields(outcome: Result<Material, MaterialFault>) -> Vec<&'static str> {
        match outcome.unwrap_err() {
            MaterialFault::Fields(faults) => faults.iter().map(|(field, _)| field).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn sizes_are_checked_at_both_sides_of_the_limit() {
        for product in Product::ALL {
            for kind in MaterialKind::ALL {
                let Some(limits) = kind.limits(product) else { continue };
                let file_type = limits.types.first().copied().unwrap_or(FileType::Other);
                let (least, most) = (*limits.bytes.start(), *limits.bytes.end());
                for size in [least, most] {
                    taken(product, &draft(kind, file_type, size)).unwrap();
                }
                assert_eq!(
                    faulty_fields(taken(product, &draft(kind, file_type, least - 1))),
                    ["file"]
                );
                let large = taken(product, &draft(kind, file_type, most + 1));
                assert_eq!(large, Err(MaterialFault::TooLarge { limit: most }));
            }
        }
    }

    #[test]
    fn a_file_is_judged_by_what_it_holds() {
        let lying = taken(
            Product::OfficialAccount,
            &draft(MaterialKind::Image, FileType::Other, 10),
        );
        assert_eq!(faulty_fields(lying), ["file"]);
        let no_kind = taken(Product::MiniProgram, &draft(MaterialKind::Video, FileType::Mp4, 10));
        assert_eq!(faulty_fields(no_kind), ["kind"]);
    }

    #[test]
    fn names_lose_their_path_and_get_the_right_ending() {
        let material = taken(
            Product::OfficialAccount,
            &draft(MaterialKind::Image, FileType::Jpeg, 10),
        )
        .unwrap();
        assert_eq!(material.stored().name, "春天.PNG");
        assert_eq!(material.upload_name(), "春天.jpg");
        let mut unnamed = draft(MaterialKind::Voice, FileType::Amr, 10);
        unnamed.name = None;
        let material = taken(Product::OfficialAccount, &unnamed).unwrap();
        assert_eq!(material.stored().name, "voice.amr");
        let mut hidden = draft(MaterialKind::File, FileType::Other, 10);
        hidden.name = Some(".txt".to_owned());
        assert_eq!(taken(Product::WeCom, &hidden).unwrap().upload_name(), ".txt");
    }

    #[test]
    fn only_videos_have_a_title_and_always_one() {
        let video = taken(Product::OfficialAccount, &draft(MaterialKind::Video, FileType::Mp4, 10)).unwrap();
        assert_eq!(video.stored().title.as_deref(), Some("春天"));
        let mut picture = draft(MaterialKind::Image, FileType::Png, 10);
        picture.title = Some("a".to_owned());
        picture.introduction = Some("b".to_owned());
        assert_eq!(
            faulty_fields(taken(Product::OfficialAccount, &picture)),
            ["introduction", "title"]
        );
        let mut long = draft(MaterialKind::Video, FileType::Mp4, 10);
        long.title = Some("题".repeat(Material::MAX_TITLE + 1));
        long.introduction = Some("介".repeat(Material::MAX_INTRODUCTION + 1));
        assert_eq!(
            faulty_fields(taken(Product::OfficialAccount, &long)),
            ["introduction", "title"]
        );
    }

    #[test]
    fn a_material_is_deleted_once() {
        let mut material = taken(Product::WeCom, &draft(MaterialKind::File, FileType::Other, 10)).unwrap();
        let now = Timestamp::from_unix_seconds(5);
        assert_eq!(material.edition(), 1);
        assert_eq!(material.delete(now), Some(MaterialHappened::DeletionRequested));
        assert_eq!((material.edition(), material.stored().version), (2, 2));
        assert_eq!(material.delete(now), None);
        assert_eq!(material.stored().version, 2);
    }
}
