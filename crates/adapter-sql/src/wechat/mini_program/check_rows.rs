//! Rows of content checks and what they mean.

use domain::attendance::PersonRef;
use domain::ids::ContentCheckId;
use domain::wechat::mini_program::{
    CheckedKind, ContentCheck, ContentFinding, ContentScene, ContentVerdict, Doubt, StoredContentCheck,
};
use ports::StoreError;

use crate::sql::{Row, Sql, Table};

pub(super) const CHECKS: Table = Table {
    name: "content_checks",
    key: "id",
};
pub(super) const COLUMNS: &str = "id, account, open_id, kind, scene, subject, url, verdict, label, doubt, trace_id, \
     submissions, due_at, created_at, updated_at, version";
pub(super) const WIDTH: usize = 16;

/// Nothing was found yet.
const WAITING: &str = "waiting";

/// The word in the column `verdict`.
pub(super) fn verdict_name(verdict: Option<ContentVerdict>) -> &'static str {
    verdict.map_or(WAITING, ContentVerdict::name)
}

/// Binds a row of [`COLUMNS`].
pub(super) fn bind(sql: &mut Sql, check: &ContentCheck) {
    let stored = check.stored();
    let finding = stored.finding;
    sql.bind(stored.id.uuid())
        .bind(stored.person.account.as_str())
        .bind(stored.person.open_id.as_str())
        .bind(stored.kind.name())
        .bind(stored.scene.name())
        .bind(stored.subject.as_deref())
        .bind(stored.url.as_deref())
        .bind(verdict_name(finding.map(|finding| finding.verdict)))
        .bind(finding.and_then(|finding| finding.label))
        .bind(finding.and_then(|finding| finding.doubt).map(Doubt::name))
        .bind(stored.trace_id.as_deref())
        .bind(stored.submissions)
        .bind(stored.due_at)
        .bind(stored.created_at)
        .bind(stored.updated_at)
        .bind(stored.version);
}

pub(super) fn to_check(row: &Row) -> Result<ContentCheck, StoreError> {
    Ok(ContentCheck::restore(StoredContentCheck {
        id: ContentCheckId::from_uuid(row.id("id")?),
        person: PersonRef {
            account: row.text("account")?,
            open_id: row.text("open_id")?,
        },
        kind: row.parsed("kind", CheckedKind::from_name)?,
        scene: row.parsed("scene", ContentScene::from_name)?,
        subject: row.text_or_null("subject")?,
        url: row.text_or_null("url")?,
        finding: to_finding(row)?,
        trace_id: row.text_or_null("trace_id")?,
        submissions: row.number("submissions")?,
        due_at: row.time("due_at")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    }))
}

fn to_finding(row: &Row) -> Result<Option<ContentFinding>, StoreError> {
    let verdict = row.text("verdict")?;
    if verdict == WAITING {
        return Ok(None);
    }
    Ok(Some(ContentFinding {
        verdict: ContentVerdict::from_name(&verdict).ok_or_else(|| row.corrupt("verdict"))?,
        label: row.number_or_null("label")?,
        doubt: row.parsed_or_null("doubt", Doubt::from_name)?,
    }))
}
