//! Events (活动): what organizers plan, publish, cancel and complete.

mod details;
mod event;
mod happened;
mod qr_code;
mod wechat_config;

pub use details::{EventDetails, EventDraft};
pub use event::{Event, EventRefusal, EventState, StoredEvent};
pub use happened::EventHappened;
pub use qr_code::{QrCode, QrCodeRefusal, QrLifetime, QrPurpose};
pub use wechat_config::{AutoReply, NoticeTemplate, WechatConfig, WechatConfigDraft};
