//! A synchronisation as answers show it.

use domain::wechat::wecom::CorpSync;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// A full synchronisation of a directory or of external contacts. Who was not told of is marked as gone only after
/// everything was read.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CorpSyncBody {
    /// Its id.
    id: Uuid,
    /// `running`, `finished`, `failed` or `cancelled`.
    #[schema(example = "running")]
    state: &'static str,
    /// What it is busy with. Directory: `departments`, `members`, `member-ids` (WeCom tells this caller no more),
    /// `sweeping`. Contacts: `users`, `contacts`, `one-by-one` (WeCom refused some together), `sweeping`.
    #[schema(example = "members")]
    phase: &'static str,
    /// Departments to ask for members, or members to ask for contacts; `null`: not known yet.
    #[schema(example = 42)]
    total: Option<u64>,
    /// How many of them are done.
    #[schema(example = 17)]
    done: u64,
    /// Members or contacts read; one of several departments or members may count several times.
    #[schema(example = 230)]
    read: u64,
    /// Departments of whose members WeCom told names or ids only.
    #[schema(example = 0)]
    reduced: u64,
    /// Departments or members that WeCom did not tell of: nobody is marked as gone then.
    #[schema(example = 0)]
    skipped: u64,
    /// Members, or contacts of a member, that were no longer there.
    #[schema(example = 3)]
    gone: u64,
    /// Whether everything was read; `null` unless it finished.
    #[schema(example = true)]
    complete: Option<bool>,
    /// When it began.
    started_at: Instant,
    /// When it last came on.
    updated_at: Instant,
    /// When it ended.
    finished_at: Option<Instant>,
    /// Why it failed.
    error: Option<String>,
}

impl From<CorpSync> for CorpSyncBody {
    fn from(sync: CorpSync) -> Self {
        let stored = sync.stored();
        Self {
            id: stored.id,
            state: stored.state.name(),
            phase: stored.phase.name(),
            total: stored.total,
            done: stored.walked,
            read: stored.read,
            reduced: stored.reduced,
            skipped: stored.skipped,
            gone: stored.gone,
            complete: sync.is_complete(),
            started_at: stored.started_at.into(),
            updated_at: stored.updated_at.into(),
            finished_at: stored.finished_at.map(Into::into),
            error: stored.error.clone(),
        }
    }
}
