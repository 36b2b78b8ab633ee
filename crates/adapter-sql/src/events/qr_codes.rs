//! Rows of scene codes and what they mean.

use domain::events::{QrCode, QrPurpose};
use domain::ids::{EventId, QrCodeId};
use ports::StoreError;

use crate::dialect::Dialect;
use crate::sql::{Row, Sql, Table};

pub(super) const QR_CODES: Table = Table {
    name: "qr_codes",
    key: "id",
};

pub(super) const COLUMNS: &str =
    "id, event_id, account, purpose, scene, ticket, url, image_url, expires_at, created_at";

pub(super) fn insert(dialect: Dialect, code: &QrCode) -> Sql {
    let mut sql = Sql::new(dialect, format!("INSERT INTO qr_codes ({COLUMNS}) VALUES "));
    sql.rows(1, 10)
        .bind(code.id.uuid())
        .bind(code.event.uuid())
        .bind(code.account.as_str())
        .bind(code.purpose.name())
        .bind(code.scene.as_str())
        .bind(code.ticket.as_str())
        .bind(code.url.as_str())
        .bind(code.image_url.as_str())
        .bind(code.expires_at)
        .bind(code.created_at);
    sql
}

pub(super) fn to_domain(row: &Row) -> Result<QrCode, StoreError> {
    Ok(QrCode {
        id: QrCodeId::from_uuid(row.id("id")?),
        event: EventId::from_uuid(row.id("event_id")?),
        account: row.text("account")?,
        purpose: row.parsed("purpose", QrPurpose::from_name)?,
        scene: row.text("scene")?,
        ticket: row.text("ticket")?,
        url: row.text("url")?,
        image_url: row.text("image_url")?,
        expires_at: row.time_or_null("expires_at")?,
        created_at: row.time("created_at")?,
    })
}
