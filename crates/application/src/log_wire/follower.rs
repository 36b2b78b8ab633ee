//! Changes of followers, their synchronisation, their tags. None tells anything personal.

use domain::ids::{FollowerId, FollowerSyncId};
use domain::wechat::followers::{FollowerHappened, SyncHappened, TagRun, TagRunHappened};
use serde_json::json;
use uuid::Uuid;

use super::WireEvent;

/// Stream type of followers.
pub const FOLLOWER_STREAM: &str = "follower";
/// Stream type of synchronisations.
pub const FOLLOWER_SYNC_STREAM: &str = "follower_sync";
/// Stream type of runs that give or take a tag.
pub const TAG_RUN_STREAM: &str = "tag_run";
/// Stream type of tags. WeChat numbers them per account, so each change is a stream of its own.
pub const TAG_STREAM: &str = "wechat_tag";

fn wire(stream_type: &'static str, stream_id: Uuid, kind: &'static str, data: &serde_json::Value) -> WireEvent {
    WireEvent {
        stream_type,
        stream_id,
        about: None,
        kind,
        data: data.to_string(),
    }
}

/// The wire form of a change of a follower.
#[must_use]
pub fn follower_happened(follower: FollowerId, happened: FollowerHappened) -> WireEvent {
    let kind = match happened {
        FollowerHappened::Followed => "follower.followed",
        FollowerHappened::Unfollowed => "follower.unfollowed",
        FollowerHappened::Forgotten => "follower.forgotten",
        FollowerHappened::RemarkChanged => "follower.remark_changed",
        FollowerHappened::Blocked => "follower.blocked",
        FollowerHappened::Unblocked => "follower.unblocked",
    };
    wire(FOLLOWER_STREAM, follower.uuid(), kind, &json!({}))
}

/// The wire form of a change of a synchronisation.
#[must_use]
pub fn sync_happened(sync: FollowerSyncId, account: &str, happened: &SyncHappened) -> WireEvent {
    let (kind, data) = match happened {
        SyncHappened::Started => ("follower_sync.started", json!({ "account": account })),
        SyncHappened::Resumed => ("follower_sync.resumed", json!({ "account": account })),
        SyncHappened::Finished { fetched, unfollowed } => (
            "follower_sync.finished",
            json!({ "account": account, "fetched": fetched, "unfollowed": unfollowed }),
        ),
        SyncHappened::Failed { error } => ("follower_sync.failed", json!({ "account": account, "error": error })),
        SyncHappened::Cancelled => ("follower_sync.cancelled", json!({ "account": account })),
    };
    wire(FOLLOWER_SYNC_STREAM, sync.uuid(), kind, &data)
}

/// The wire form of a change of a run.
#[must_use]
pub fn tag_run_happened(run: &TagRun, happened: TagRunHappened) -> WireEvent {
    let (kind, data) = match happened {
        TagRunHappened::Started => (
            "tag_run.started",
            json!({ "account": run.account, "tag": run.tag, "action": run.action.name(), "total": run.total }),
        ),
        TagRunHappened::Ended => (
            "tag_run.ended",
            json!({ "state": run.state.name(), "done": run.done, "refused": run.refused }),
        ),
    };
    wire(TAG_RUN_STREAM, run.id.uuid(), kind, &data)
}

/// What happened to a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagHappened<'a> {
    /// It was made under this name.
    Created(&'a str),
    /// It got this name.
    Renamed(&'a str),
    /// It was ended.
    Deleted,
}

/// The wire form of a change of a tag.
#[must_use]
pub fn tag_happened(change: Uuid, account: &str, tag: i64, happened: TagHappened<'_>) -> WireEvent {
    let (kind, data) = match happened {
        TagHappened::Created(name) => (
            "wechat_tag.created",
            json!({ "account": account, "tag": tag, "name": name }),
        ),
        TagHappened::Renamed(name) => (
            "wechat_tag.renamed",
            json!({ "account": account, "tag": tag, "name": name }),
        ),
        TagHappened::Deleted => ("wechat_tag.deleted", json!({ "account": account, "tag": tag })),
    };
    wire(TAG_STREAM, change, kind, &data)
}
