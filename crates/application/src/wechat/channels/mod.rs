//! Promotion channels and scene codes: set up, issued, made anew in time, scans counted.

mod change_channel;
mod count_scans;
mod create_channel;
mod delete_channel;
mod error;
mod issue_code;
mod read_channels;
mod renew_codes;
mod tools;

pub use change_channel::ChangeChannel;
pub use count_scans::CountScans;
pub use create_channel::{CreateChannel, CreateChannelCommand};
pub use delete_channel::DeleteChannel;
pub use error::ChannelError;
pub use issue_code::{IssueChannelCode, IssueChannelCodeCommand};
pub use read_channels::{CodeQuota, Days, ReadChannels};
pub use renew_codes::{RenewCodes, Renewed};
pub use tools::{ChannelCommand, ChannelTools};
