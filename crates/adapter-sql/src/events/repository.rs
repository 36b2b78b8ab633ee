//! Events inside a transaction.

use async_trait::async_trait;
use domain::events::{Event, QrCode};
use domain::ids::{EventId, QrCodeId};
use ports::StoreError;
use ports::events::EventRepository;

use super::qr_codes::{self, QR_CODES};
use super::rows::{CHANGEABLE, EVENT_COLUMNS, EVENTS, bind_changeable, to_event};
use crate::attendance::ROLLS;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;
use crate::wechat::insert_code;

#[async_trait]
impl EventRepository for SqlTransaction {
    async fn find_for_update(&mut self, id: EventId) -> Result<Option<Event>, StoreError> {
        let text = format!(
            "SELECT {EVENT_COLUMNS} FROM events e WHERE e.id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let row = call("events.find_for_update", self.one(EVENTS, sql)).await?;
        row.as_ref().map(to_event).transpose()
    }

    async fn seats_taken(&mut self, id: EventId) -> Result<u32, StoreError> {
        let sql = self
            .sql("SELECT event_id, taken FROM event_rolls WHERE event_id = ?")
            .with(id.uuid());
        match call("events.seats_taken", self.one(ROLLS, sql)).await? {
            Some(row) => row.number("taken"),
            None => Ok(0),
        }
    }

    async fn add(&mut self, event: &Event) -> Result<(), StoreError> {
        let stored = event.stored();
        let text = format!(
            "INSERT INTO events ({}, created_at, id, version) VALUES ",
            CHANGEABLE.join(", ")
        );
        let mut sql = self.sql(text);
        sql.rows(1, CHANGEABLE.len() + 3);
        bind_changeable(&mut sql, stored)?;
        sql.bind(stored.created_at).bind(stored.id.uuid()).bind(stored.version);
        let roll = self
            .sql("INSERT INTO event_rolls (event_id, taken, checked_in) VALUES (?, 0, 0)")
            .with(stored.id.uuid());
        call("events.add", async {
            self.execute(sql).await?;
            self.execute(roll).await.map(drop)
        })
        .await
    }

    async fn save(&mut self, event: &Event, expected_version: u64) -> Result<(), StoreError> {
        let stored = event.stored();
        let mut sql = self.sql(format!(
            "UPDATE events SET {} = ?, version = ?",
            CHANGEABLE.join(" = ?, ")
        ));
        bind_changeable(&mut sql, stored)?;
        sql.bind(stored.version)
            .push(" WHERE id = ? AND version = ?")
            .bind(stored.id.uuid())
            .bind(expected_version);
        match call("events.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }

    async fn add_qr_code(&mut self, code: &QrCode) -> Result<(), StoreError> {
        let sql = qr_codes::insert(self.dialect, code);
        let registered = insert_code(self.dialect, &code.as_scene_code());
        call("events.add_qr_code", async {
            self.execute(sql).await?;
            self.execute(registered).await.map(drop)
        })
        .await
    }

    async fn find_qr_code(&mut self, id: QrCodeId) -> Result<Option<QrCode>, StoreError> {
        let sql = self
            .sql(format!("SELECT {} FROM qr_codes WHERE id = ?", qr_codes::COLUMNS))
            .with(id.uuid());
        let row = call("events.find_qr_code", self.one(QR_CODES, sql)).await?;
        row.as_ref().map(qr_codes::to_domain).transpose()
    }
}
