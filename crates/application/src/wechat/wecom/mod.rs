//! WeCom (企业微信): messages of applications to members, staff who sign in as members; the directory of a corporation and
//! the external contacts of its members, read whole by a synchronisation, kept current by what WeCom posts, welcomed.

mod accounts;
pub mod contacts;
mod corp_adapters;
mod corp_use_cases;
pub mod directory;
mod error;
pub mod messages;
mod note;
mod staff_adapters;
pub mod staff_login;
mod staff_use_cases;
mod sync_desk;
mod sync_steps;
mod tools;

pub use accounts::{WecomAccounts, WecomRefusal};
pub use corp_adapters::CorpAdapters;
pub use corp_use_cases::CorpCases;
pub(crate) use corp_use_cases::CorpParts;
pub use error::CorpError;
pub use note::NoteCorp;
pub use staff_adapters::{StaffAdapters, StaffParts};
pub use staff_use_cases::StaffUseCases;
pub use sync_desk::{CorpSyncCommand, CorpSyncDesk};
pub use sync_steps::{CorpSyncSteps, SyncCorp};
pub use tools::CorpTools;
