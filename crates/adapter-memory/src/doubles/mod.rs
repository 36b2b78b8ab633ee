//! Stand-ins for tests: time that stands still, ids in sequence, a WeChat that does as it is told.

mod clock;
mod ids;
mod probe;
mod wechat;

pub use clock::FixedClock;
pub use ids::SequentialIds;
pub use probe::FakeProbe;
pub use wechat::{
    ArticlesCall, CorpCall, FIRST_MASS_NUMBER, FakeWechat, FixedAccounts, FollowersCall, MassCall, MaterialCall,
    MenuCall, MessagingCall, MiniProgramCall, PlainClientData, StaffCall, WechatCall,
};
