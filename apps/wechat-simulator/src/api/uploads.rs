//! Files that arrive, and files that are given back.

use super::answer::{Answer, Refusal};
use super::call::Call;
use super::kinds::{FileKind, FileRule};
use super::multipart::{Form, Part};
use crate::state::media::StoredFile;

/// Seconds for which temporary media live: three days.
pub const TEMPORARY_SECONDS: i64 = 3 * 86_400;
const ID_LENGTH: usize = 64;
const KEY_LENGTH: usize = 40;

impl Call<'_> {
    /// The file in the field `media`, if this rule takes it.
    ///
    /// # Errors
    /// 41005 and 44001 as [`Form::file`], 40005, 45001 and 45007 as [`FileRule::check`].
    pub fn uploaded(&mut self, form: &Form, rule: &FileRule, lives: Option<i64>) -> Result<StoredFile, Refusal> {
        let part = form.file("media")?;
        let kind = rule.check(&part.content)?;
        Ok(self.new_file(part, rule.name, kind, lives))
    }

    fn new_file(&mut self, part: &Part, name: &str, kind: FileKind, lives: Option<i64>) -> StoredFile {
        let now = self.now();
        StoredFile {
            id: self.state.chance.name(ID_LENGTH),
            key: self.state.chance.letters(KEY_LENGTH),
            kind: name.to_owned(),
            name: part.filename.clone().unwrap_or_default(),
            content_type: kind.content_type().to_owned(),
            content: part.content.clone().into(),
            created_at: now,
            expires_at: lives.map(|seconds| now + seconds),
            title: String::new(),
            introduction: String::new(),
        }
    }
}

/// The rule for a `type`.
///
/// # Errors
/// 40004 for a type that does not exist.
pub fn rule<'a>(rules: &'a [FileRule], name: Option<&str>) -> Result<&'a FileRule, Refusal> {
    let rule = rules.iter().find(|rule| Some(rule.name) == name);
    rule.ok_or_else(|| Refusal::new(40004))
}

/// A stored file as an answer.
#[must_use]
pub fn answer(file: &StoredFile) -> Answer {
    // Quotes and line breaks would end the header.
    let name: String = file
        .name
        .chars()
        .filter(|character| !character.is_control() && *character != '"')
        .map(|character| if character.is_ascii() { character } else { '_' })
        .collect();
    Answer::File {
        content_type: file.content_type.clone(),
        disposition: Some(format!("attachment; filename=\"{name}\"")),
        content: file.content.bytes(),
    }
}
