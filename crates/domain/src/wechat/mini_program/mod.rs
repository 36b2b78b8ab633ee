//! The Mini Program (小程序): its codes and links, and the checking of what people write and upload there.

mod code;
mod content_check;
mod content_words;
mod link;
mod page;

pub use code::{CodeDraft, CodeHappened, CodeKind, CodeLook, MAX_TARGET_CHARS, MiniProgramCode, Rgb};
pub use content_check::{CheckHappened, ContentCheck, Heard, MediaOrder, StoredContentCheck};
pub use content_words::{CheckedKind, ContentFinding, ContentScene, ContentVerdict, Doubt};
pub use link::{LinkDraft, LinkHappened, LinkKind, LinkLife, MiniProgramLink};
pub use page::EnvVersion;
