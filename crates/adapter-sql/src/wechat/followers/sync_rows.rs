//! Rows of synchronisations and what they mean.

use domain::ids::{FollowerId, FollowerSyncId};
use domain::wechat::followers::{FollowerSync, StoredFollowerSync, SyncPhase, SyncState};
use ports::StoreError;

use crate::sql::{Row, Sql, Table};

pub(super) const SYNCS: Table = Table {
    name: "follower_syncs",
    key: "id",
};

/// All columns in the order of [`bind_sync`], the account at the end.
pub(super) const SYNC_COLUMNS: [&str; 16] = [
    "id",
    "state",
    "phase",
    "next_open_id",
    "last_follower",
    "pages",
    "fetched",
    "total",
    "profiles",
    "unfollowed",
    "started_at",
    "updated_at",
    "finished_at",
    "error",
    "version",
    "account",
];

pub(super) fn bind_sync(sql: &mut Sql, sync: &StoredFollowerSync) {
    sql.bind(sync.id.uuid())
        .bind(sync.state.name())
        .bind(sync.phase.name())
        .bind(sync.next_open_id.as_deref())
        .bind(sync.last_follower.map(FollowerId::uuid))
        .bind(sync.pages)
        .bind(sync.fetched)
        .bind(sync.total.map(|total| i64::try_from(total).unwrap_or(i64::MAX)))
        .bind(sync.profiles)
        .bind(sync.unfollowed)
        .bind(sync.started_at)
        .bind(sync.updated_at)
        .bind(sync.finished_at)
        .bind(sync.error.as_deref())
        .bind(sync.version)
        .bind(sync.account.as_str());
}

pub(super) fn to_sync(row: &Row) -> Result<FollowerSync, StoreError> {
    Ok(FollowerSync::restore(StoredFollowerSync {
        account: row.text("account")?,
        id: FollowerSyncId::from_uuid(row.id("id")?),
        state: row.parsed("state", SyncState::from_name)?,
        phase: row.parsed("phase", SyncPhase::from_name)?,
        next_open_id: row.text_or_null("next_open_id")?,
        last_follower: row.id_or_null("last_follower")?.map(FollowerId::from_uuid),
        pages: row.number("pages")?,
        fetched: row.number("fetched")?,
        total: row.number_or_null("total")?,
        profiles: row.number("profiles")?,
        unfollowed: row.number("unfollowed")?,
        started_at: row.time("started_at")?,
        updated_at: row.time("updated_at")?,
        finished_at: row.time_or_null("finished_at")?,
        error: row.text_or_null("error")?,
        version: row.number("version")?,
    }))
}
