//! Stand-ins for tests: time that stands still, ids in sequence, a WeChat that does as it is told.

mod clock;
mod ids;
mod probe;
mod wechat;

pub use clock::FixedClock;
pub use ids::SequentialIds;
pub use probe::FakeProbe;
pub use wechat::{
    FakeWechat, FixedAccounts, FollowersCall, MenuCall, MessagingCall, MiniProgramCall, PlainClientData, WechatCall,
};
