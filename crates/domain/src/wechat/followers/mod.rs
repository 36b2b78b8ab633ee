//! Followers (关注者) of an official account: whether they follow, what WeChat tells of them, their tags.

mod follower;
mod remark;
mod statement;
mod sync;
mod tag_run;

pub use follower::{Follower, FollowerHappened, FollowerProfile, StoredFollower};
pub use remark::{Remark, TagName};
pub use statement::Statement;
pub use sync::{FollowerSync, StoredFollowerSync, SyncHappened, SyncPhase, SyncRefusal, SyncState};
pub use tag_run::{MemberOutcome, TagAction, TagRun, TagRunHappened, TagRunState};
