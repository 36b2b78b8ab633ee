//! Accounts of ours at WeChat: the one of the configuration, and those that administrators add while we run.

mod add_account;
mod change_account;
mod credentials;
mod error;
mod health;
mod read_accounts;
mod registry;
mod remove_account;
mod reseal_accounts;
mod test_connection;
mod tools;
mod view;

pub use add_account::{AddAccount, AddAccountCommand};
pub use change_account::{ChangeAccount, ChangeAccountCommand};
pub use error::AccountError;
pub use health::{AccountHealth, ReadAccountHealth};
pub use read_accounts::ReadAccounts;
pub use registry::AccountRegistry;
pub use remove_account::{RemoveAccount, RemoveAccountCommand};
pub use reseal_accounts::{ResealAccounts, Resealed};
pub use test_connection::TestConnection;
pub use tools::AccountTools;
pub use view::{AccountSource, AccountView, Unusable};
