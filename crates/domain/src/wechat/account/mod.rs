//! WeChat accounts of ours: Official Accounts (公众号), Mini Programs (小程序), WeCom applications (企业微信应用).

mod aggregate;
mod details;
mod happened;
mod name;
mod secrets;

pub use aggregate::{Account, AccountChange, StoredAccount};
pub use details::{AccountDetails, AccountDraft};
pub use happened::AccountHappened;
pub use name::{AccountName, NameFault};
pub use secrets::{SecretChange, SecretChanges, SecretKind, SecretsHeld};
