//! Rows of scene codes and what they mean.

use domain::events::{QrLifetime, QrPurpose};
use domain::ids::{ChannelId, EventId, QrCodeId};
use domain::wechat::{SceneCode, ScenePrint, SceneTarget};
use ports::StoreError;
use uuid::Uuid;

use crate::dialect::Dialect;
use crate::sql::{Row, Sql, Table};

pub(super) const CODES: Table = Table {
    name: "scene_codes",
    key: "id",
};

/// All that a code is read from.
pub(super) const COLUMNS: &str = "id, account, scene, kind, target_id, purpose, lifetime_seconds, ticket, url, \
     image_url, expires_at, made_at, renewals, created_at";

const EVENT: &str = "event";
const CHANNEL: &str = "channel";

/// Stores a new code.
pub(crate) fn insert_code(dialect: Dialect, code: &SceneCode) -> Sql {
    let mut sql = Sql::new(
        dialect,
        format!("INSERT INTO scene_codes ({COLUMNS}, renew_at) VALUES "),
    );
    let (kind, target, purpose) = target_parts(code.target);
    sql.rows(1, 15)
        .bind(code.id.uuid())
        .bind(code.account.as_str())
        .bind(code.scene.as_str())
        .bind(kind)
        .bind(target)
        .bind(purpose.map(QrPurpose::name))
        .bind(match code.lifetime {
            QrLifetime::Permanent => None,
            QrLifetime::Temporary { seconds } => Some(i64::from(seconds)),
        })
        .bind(code.print.ticket.as_str())
        .bind(code.print.url.as_str())
        .bind(code.print.image_url.as_str())
        .bind(code.print.expires_at)
        .bind(code.print.made_at)
        .bind(code.renewals)
        .bind(code.created_at)
        .bind(code.renew_at());
    sql
}

const fn target_parts(target: SceneTarget) -> (&'static str, Uuid, Option<QrPurpose>) {
    match target {
        SceneTarget::Event { event, purpose } => (EVENT, event.uuid(), Some(purpose)),
        SceneTarget::Channel(channel) => (CHANNEL, channel.uuid(), None),
    }
}

pub(super) fn to_code(row: &Row) -> Result<SceneCode, StoreError> {
    Ok(SceneCode {
        id: QrCodeId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        scene: row.text("scene")?,
        target: to_target(row)?,
        lifetime: match row.number_or_null("lifetime_seconds")? {
            None => QrLifetime::Permanent,
            Some(seconds) => QrLifetime::Temporary { seconds },
        },
        print: to_print(row)?,
        renewals: row.number("renewals")?,
        created_at: row.time("created_at")?,
    })
}

fn to_target(row: &Row) -> Result<SceneTarget, StoreError> {
    let target = row.id("target_id")?;
    match row.text("kind")?.as_str() {
        EVENT => Ok(SceneTarget::Event {
            event: EventId::from_uuid(target),
            purpose: row.parsed("purpose", QrPurpose::from_name)?,
        }),
        CHANNEL => Ok(SceneTarget::Channel(ChannelId::from_uuid(target))),
        _ => Err(row.corrupt("kind")),
    }
}

pub(super) fn to_print(row: &Row) -> Result<ScenePrint, StoreError> {
    Ok(ScenePrint {
        ticket: row.text("ticket")?,
        url: row.text("url")?,
        image_url: row.text("image_url")?,
        expires_at: row.time_or_null("expires_at")?,
        made_at: row.time("made_at")?,
    })
}
