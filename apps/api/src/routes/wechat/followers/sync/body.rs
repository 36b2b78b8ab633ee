//! A synchronisation as answers show it.

use domain::wechat::followers::FollowerSync;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// A full synchronisation: everybody is listed, those who are gone are noted, profiles are read, then the black list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct FollowerSyncBody {
    /// Its id.
    id: Uuid,
    /// `running`, `finished`, `failed` or `cancelled`.
    #[schema(example = "running")]
    state: &'static str,
    /// What it is busy with: `listing`, `sweeping`, `profiles` or `blacklist`.
    #[schema(example = "profiles")]
    phase: &'static str,
    /// Pages of open ids read.
    #[schema(example = 3)]
    pages: u64,
    /// Open ids read.
    #[schema(example = 23_000)]
    fetched: u64,
    /// How many there are, as WeChat says; `null`: not known yet.
    #[schema(example = 23_000)]
    total: Option<u64>,
    /// Profiles read.
    #[schema(example = 4_200)]
    profiles: u64,
    /// People who were no longer in the list.
    #[schema(example = 12)]
    unfollowed: u64,
    /// When it began.
    started_at: Instant,
    /// When it last came on.
    updated_at: Instant,
    /// When it ended.
    finished_at: Option<Instant>,
    /// Why it failed.
    error: Option<String>,
}

impl From<FollowerSync> for FollowerSyncBody {
    fn from(sync: FollowerSync) -> Self {
        let stored = sync.stored();
        Self {
            id: stored.id.uuid(),
            state: stored.state.name(),
            phase: stored.phase.name(),
            pages: stored.pages,
            fetched: stored.fetched,
            total: stored.total,
            profiles: stored.profiles,
            unfollowed: stored.unfollowed,
            started_at: stored.started_at.into(),
            updated_at: stored.updated_at.into(),
            finished_at: stored.finished_at.map(Into::into),
            error: stored.error.clone(),
        }
    }
}
