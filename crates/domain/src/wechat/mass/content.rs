//! What a mass message says.

use crate::ids::{DraftId, MaterialId};
use crate::text::{bounded, single_line};
use crate::validation::FieldFaults;
use crate::wechat::Comments;

/// Most pictures of one message.
pub const MAX_IMAGES: usize = 20;
/// Longest text, in bytes.
pub const MAX_TEXT_BYTES: usize = 2_048;
/// Longest title of a video, in characters.
const MAX_TITLE: usize = 64;
/// Longest description of a video or words of recommendation, in characters.
const MAX_WORDS: usize = 200;

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MassContent {
    /// Text.
    Text(String),
    /// Pictures, 1 to [`MAX_IMAGES`].
    Images {
        /// The pictures.
        materials: Vec<MaterialId>,
        /// Words of recommendation.
        recommend: Option<String>,
        /// Who may comment.
        comments: Comments,
    },
    /// A voice recording.
    Voice(MaterialId),
    /// A video.
    Video {
        /// The video.
        material: MaterialId,
        /// Its title.
        title: Option<String>,
        /// Its description.
        description: Option<String>,
    },
    /// Articles, which the sending uses up.
    Articles {
        /// Their draft.
        draft: DraftId,
        /// Whether articles that turn out to be reprints are sent all the same, where their author allows it.
        send_reprints: bool,
    },
}

impl MassContent {
    /// The stable name of its kind, used in the API and in storage.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Images { .. } => "images",
            Self::Voice(_) => "voice",
            Self::Video { .. } => "video",
            Self::Articles { .. } => "articles",
        }
    }

    /// Whether WeChat can take it back after it was sent.
    #[must_use]
    pub const fn can_be_withdrawn(&self) -> bool {
        matches!(self, Self::Video { .. } | Self::Articles { .. })
    }

    /// Its draft, where it is one.
    #[must_use]
    pub const fn draft(&self) -> Option<DraftId> {
        match self {
            Self::Articles { draft, .. } => Some(*draft),
            _ => None,
        }
    }

    /// The same, trimmed and within WeChat's limits.
    ///
    /// # Errors
    /// Every field that is not.
    pub fn checked(self) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        let content = match self {
            Self::Text(text) => {
                let text = faults.keep("content.text", bounded(&text, 1..=MAX_TEXT_BYTES));
                if text.as_ref().is_some_and(|text| text.len() > MAX_TEXT_BYTES) {
                    faults.add("content.text", "must have at most 2048 bytes");
                }
                Self::Text(text.unwrap_or_default())
            }
            Self::Images {
                materials,
                recommend,
                comments,
            } => {
                if !(1..=MAX_IMAGES).contains(&materials.len()) {
                    faults.add("content.materialIds", "must name 1 to 20 pictures");
                }
                Self::Images {
                    materials,
                    recommend: words(&mut faults, "content.recommend", recommend),
                    comments,
                }
            }
            Self::Video {
                material,
                title,
                description,
            } => Self::Video {
                material,
                title: title.and_then(|title| faults.keep("content.title", single_line(&title, 1..=MAX_TITLE))),
                description: words(&mut faults, "content.description", description),
            },
            other @ (Self::Voice(_) | Self::Articles { .. }) => other,
        };
        faults.check()?;
        Ok(content)
    }
}

fn words(faults: &mut FieldFaults, field: &'static str, text: Option<String>) -> Option<String> {
    text.and_then(|text| faults.keep(field, bounded(&text, 1..=MAX_WORDS)))
}
