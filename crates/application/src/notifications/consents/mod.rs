//! Consents to subscribe notifications (订阅授权): noted as people give and withdraw them, read by those who send.

mod listen;
mod read;
mod report;

pub use listen::ConsentListener;
pub use read::ReadConsents;
pub use report::SubscriptionReportListener;
