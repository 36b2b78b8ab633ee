//! Appending to the log.

use async_trait::async_trait;
use ports::StoreError;
use ports::log::{EventLog, LogEntry};

use super::rows::{ENTRY_COLUMNS, ENTRY_WIDTH, bind_entry};
use crate::sql::insert_parts;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl EventLog for SqlTransaction {
    async fn append(&mut self, entries: &[LogEntry]) -> Result<(), StoreError> {
        for part in insert_parts(entries.len()) {
            let rows = &entries[part];
            let mut sql = self.sql(format!("INSERT INTO event_log ({ENTRY_COLUMNS}) VALUES "));
            sql.rows(rows.len(), ENTRY_WIDTH);
            for entry in rows {
                bind_entry(&mut sql, entry)?;
            }
            call("log.append", self.execute(sql))
                .await
                .map_err(|error| match error {
                    // Somebody else wrote that version of the stream: a lost update.
                    StoreError::Duplicate(_) => StoreError::VersionConflict,
                    other => other,
                })?;
        }
        Ok(())
    }
}
