//! Rows of tags and runs, and what they mean.

use domain::ids::TagRunId;
use domain::wechat::followers::{MemberOutcome, TagAction, TagRun, TagRunState};
use ports::StoreError;
use ports::wechat::followers::{KnownTag, TagRunMember, WechatTag};

use crate::sql::{Row, Sql, Table};

pub(super) const TAGS: Table = Table {
    name: "wechat_tags",
    key: "tag_id",
};
pub(super) const RUNS: Table = Table {
    name: "tag_runs",
    key: "id",
};
pub(super) const MEMBERS: Table = Table {
    name: "tag_run_members",
    key: "id",
};

pub(super) const RUN_COLUMNS: &str = "id, account, tag_id, action, state, total, done, failed, error, created_at, \
     updated_at, finished_at, version";
pub(super) const RUN_WIDTH: usize = 13;
pub(super) const MEMBER_COLUMNS: &str = "id, open_id, state, code";

pub(super) fn to_tag(row: &Row) -> Result<KnownTag, StoreError> {
    Ok(KnownTag {
        tag: WechatTag {
            id: row.number("tag_id")?,
            name: row.text("name")?,
            followers: row.number("followers")?,
        },
        read_at: row.time("read_at")?,
    })
}

pub(super) fn bind_run(sql: &mut Sql, run: &TagRun) {
    sql.bind(run.id.uuid())
        .bind(run.account.as_str())
        .bind(run.tag)
        .bind(run.action.name())
        .bind(run.state.name())
        .bind(run.total)
        .bind(run.done)
        .bind(run.refused)
        .bind(run.error.as_deref())
        .bind(run.created_at)
        .bind(run.updated_at)
        .bind(run.finished_at)
        .bind(run.version);
}

pub(super) fn to_run(row: &Row) -> Result<TagRun, StoreError> {
    Ok(TagRun {
        id: TagRunId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        tag: row.number("tag_id")?,
        action: row.parsed("action", TagAction::from_name)?,
        state: row.parsed("state", TagRunState::from_name)?,
        total: row.number("total")?,
        done: row.number("done")?,
        refused: row.number("failed")?,
        error: row.text_or_null("error")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        finished_at: row.time_or_null("finished_at")?,
        version: row.number("version")?,
    })
}

pub(super) const fn code(outcome: MemberOutcome) -> Option<i64> {
    match outcome {
        MemberOutcome::Refused(code) => Some(code),
        MemberOutcome::Waiting | MemberOutcome::Done => None,
    }
}

pub(super) fn to_member(row: &Row) -> Result<TagRunMember, StoreError> {
    let code = row.number_or_null("code")?;
    Ok(TagRunMember {
        id: row.id("id")?,
        open_id: row.text("open_id")?,
        outcome: row.parsed("state", |name| MemberOutcome::from_parts(name, code))?,
    })
}
