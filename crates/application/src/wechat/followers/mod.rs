//! Followers of official accounts: kept current by what WeChat posts, read anew by a synchronisation, tagged, forgotten.

mod blacklist;
mod error;
mod forget;
mod groups;
mod note;
mod profile;
mod read;
mod remark;
mod sync;
mod sync_steps;
mod tag_run;
mod tags;
mod tools;
mod use_cases;

pub use blacklist::{BlockFollowers, BlockFollowersCommand};
pub use error::FollowerError;
pub use forget::{ForgetFollower, ForgetPerson};
pub use note::NoteFollowers;
pub use profile::{ReadFollower, RefreshFollower};
pub use read::{FollowerDetails, ReadFollowers};
pub use remark::{SetRemark, SetRemarkCommand};
pub use sync::{FollowerSyncDesk, SyncCommand};
pub use sync_steps::{SyncFollowers, SyncSteps};
pub use tag_run::{RunTagStep, TagPeopleCommand, TagRunDesk, TagRunSteps};
pub use tags::{TagCommand, TagDesk};
pub use tools::FollowerTools;
pub use use_cases::FollowerUseCases;
