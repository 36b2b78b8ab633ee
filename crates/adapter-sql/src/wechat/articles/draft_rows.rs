//! Rows of drafts and what they mean.

use domain::ids::{DraftId, PublicationId};
use domain::wechat::articles::{AddAttempt, At, Draft, Pushed, StoredDraft};
use ports::StoreError;
use ports::wechat::articles::DraftView;

use super::json::{articles_from_json, articles_to_json, failure_from_json, failure_to_json, titles_to_json};
use crate::sql::{Row, Sql, Table};

pub(super) const DRAFTS: Table = Table {
    name: "wechat_drafts",
    key: "id",
};

/// All that an update writes, in the order of [`bind_changeable`].
pub(super) const CHANGEABLE: [&str; 16] = [
    "articles",
    "titles",
    "edition",
    "media_id",
    "pushed_edition",
    "pushed_articles",
    "pushed_at",
    "wanted_edition",
    "attempt_edition",
    "attempt_at",
    "failure",
    "used_up_at",
    "busy_until",
    "publishing",
    "updated_at",
    "version",
];

/// What a list shows.
pub(super) const VIEW: &str = "id, titles, edition, media_id, pushed_edition, pushed_articles, pushed_at, \
     wanted_edition, attempt_edition, attempt_at, failure, used_up_at, busy_until, publishing, created_at, updated_at";

/// Everything.
pub(super) const COLUMNS: &str = "id, account, articles, edition, media_id, pushed_edition, pushed_articles, pushed_at, \
     wanted_edition, attempt_edition, attempt_at, failure, used_up_at, busy_until, publishing, created_at, updated_at, \
     version";

/// Binds the values of [`CHANGEABLE`].
pub(super) fn bind_changeable(sql: &mut Sql, draft: &StoredDraft) -> Result<(), StoreError> {
    let pushed = &draft.pushed;
    let there = pushed.there.as_ref();
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    sql.bind(articles_to_json(&draft.articles)?)
        .bind(titles_to_json(&draft.articles)?)
        .bind(draft.edition)
        .bind(there.map(|there| there.media_id.as_str()))
        .bind(there.map(|there| number(there.edition)))
        .bind(there.map(|there| there.articles))
        .bind(there.map(|there| there.since))
        .bind(pushed.wanted.map(number))
        .bind(pushed.attempt.map(|attempt| number(attempt.edition)))
        .bind(pushed.attempt.map(|attempt| attempt.began_at))
        .bind(pushed.failure.as_ref().map(failure_to_json).transpose()?)
        .bind(pushed.used_up_at)
        .bind(pushed.busy_until)
        .bind(draft.publishing.map(PublicationId::uuid))
        .bind(draft.updated_at)
        .bind(draft.version);
    Ok(())
}

pub(super) fn to_draft(row: &Row) -> Result<Draft, StoreError> {
    Ok(Draft::restore(StoredDraft {
        id: DraftId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        articles: row.parsed("articles", articles_from_json)?,
        edition: row.number("edition")?,
        pushed: to_pushed(row)?,
        publishing: row.id_or_null("publishing")?.map(PublicationId::from_uuid),
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    }))
}

pub(super) fn to_view(row: &Row) -> Result<DraftView, StoreError> {
    Ok(DraftView {
        id: DraftId::from_uuid(row.id("id")?),
        titles: row.json("titles")?,
        edition: row.number("edition")?,
        pushed: to_pushed(row)?,
        publishing: row.id_or_null("publishing")?.map(PublicationId::from_uuid),
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
    })
}

fn to_pushed(row: &Row) -> Result<Pushed, StoreError> {
    Ok(Pushed {
        there: to_there(row)?,
        wanted: row.number_or_null("wanted_edition")?,
        attempt: to_attempt(row)?,
        failure: row.parsed_or_null("failure", failure_from_json)?,
        used_up_at: row.time_or_null("used_up_at")?,
        busy_until: row.time_or_null("busy_until")?,
    })
}

fn to_there(row: &Row) -> Result<Option<At>, StoreError> {
    let Some(media_id) = row.text_or_null("media_id")? else {
        return Ok(None);
    };
    Ok(Some(At {
        media_id,
        edition: row.number("pushed_edition")?,
        articles: row.number("pushed_articles")?,
        since: row.time("pushed_at")?,
    }))
}

fn to_attempt(row: &Row) -> Result<Option<AddAttempt>, StoreError> {
    let Some(edition) = row.number_or_null("attempt_edition")? else {
        return Ok(None);
    };
    Ok(Some(AddAttempt {
        edition,
        began_at: row.time("attempt_at")?,
    }))
}
