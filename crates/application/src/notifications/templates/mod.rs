//! Templates of accounts: brought over from WeChat, mapped to our facts, tried out, deleted.

mod delete;
mod map;
mod read;
mod sync;
mod test_send;
mod tools;

pub use delete::DeleteTemplate;
pub use map::{MapTemplate, MapTemplateCommand};
pub use read::{ReadTemplates, TemplateView};
pub use sync::{SyncTemplates, SyncedTemplates};
pub(crate) use test_send::channel_of;
pub use test_send::{TestSend, TestSendCommand};
pub use tools::{TemplateCommand, TemplateError, TemplateTools};
