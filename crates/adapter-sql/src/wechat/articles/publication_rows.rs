//! Rows of publications and what they mean.

use domain::ids::{DraftId, PublicationId};
use domain::wechat::articles::{FailureReason, Publication, PublicationState, StoredPublication};
use ports::StoreError;

use super::json::{
    prints_from_json, prints_to_json, published_from_json, published_to_json, withdrawal_from_json, withdrawal_to_json,
};
use crate::log::to_json;
use crate::sql::{Row, Sql, Table};

pub(super) const PUBLICATIONS: Table = Table {
    name: "wechat_publications",
    key: "id",
};

/// All that an update writes, in the order of [`bind_changeable`].
pub(super) const CHANGEABLE: [&str; 15] = [
    "state",
    "reason",
    "note",
    "media_id",
    "attempt_at",
    "publish_id",
    "data_id",
    "article_id",
    "articles",
    "failed",
    "polls",
    "concluded_at",
    "withdrawal",
    "updated_at",
    "version",
];

pub(super) const COLUMNS: &str = "id, account, draft_id, edition, prints, state, reason, note, media_id, attempt_at, \
     publish_id, data_id, article_id, articles, failed, polls, concluded_at, withdrawal, created_at, updated_at, version";

/// Binds the values of [`CHANGEABLE`].
pub(super) fn bind_changeable(sql: &mut Sql, stored: &StoredPublication) -> Result<(), StoreError> {
    sql.bind(stored.state.name())
        .bind(stored.reason.map(FailureReason::name))
        .bind(stored.note.as_deref())
        .bind(stored.media_id.as_deref())
        .bind(stored.attempt_at)
        .bind(stored.publish_id.as_deref())
        .bind(stored.data_id.map(|id| id.to_string()))
        .bind(stored.article_id.as_deref())
        .bind(published_to_json(&stored.articles)?)
        .bind(to_json(&stored.failed)?)
        .bind(stored.polls)
        .bind(stored.concluded_at)
        .bind(stored.withdrawal.as_ref().map(withdrawal_to_json).transpose()?)
        .bind(stored.updated_at)
        .bind(stored.version);
    Ok(())
}

/// Binds `prints`.
pub(super) fn bind_prints(sql: &mut Sql, stored: &StoredPublication) -> Result<(), StoreError> {
    sql.bind(prints_to_json(&stored.prints)?);
    Ok(())
}

pub(super) fn to_publication(row: &Row) -> Result<Publication, StoreError> {
    Ok(Publication::restore(StoredPublication {
        id: PublicationId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        draft: DraftId::from_uuid(row.id("draft_id")?),
        edition: row.number("edition")?,
        prints: row.parsed("prints", prints_from_json)?,
        state: row.parsed("state", PublicationState::from_name)?,
        reason: row.parsed_or_null("reason", FailureReason::from_name)?,
        note: row.text_or_null("note")?,
        media_id: row.text_or_null("media_id")?,
        attempt_at: row.time_or_null("attempt_at")?,
        publish_id: row.text_or_null("publish_id")?,
        data_id: row.parsed_or_null("data_id", |text| text.parse().ok())?,
        article_id: row.text_or_null("article_id")?,
        articles: row.parsed("articles", published_from_json)?,
        failed: row.json("failed")?,
        polls: row.number("polls")?,
        concluded_at: row.time_or_null("concluded_at")?,
        withdrawal: row.parsed_or_null("withdrawal", withdrawal_from_json)?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    }))
}
