//! What followers need from outside: their store, and WeChat's API about them.

mod api;
mod reads;
mod store;

pub use api::{BLOCKED, BlacklistPage, FollowerInfo, FollowersApi, ListedFollowers, PROFILES, TAGGED, WechatTag};
pub use reads::{FollowerFilter, FollowerReads, KnownTag, TagRunMember};
pub use store::{
    FollowerRepository, FollowersStore, FollowersTransaction, PersonalData, SyncRepository, TagRepository,
};
