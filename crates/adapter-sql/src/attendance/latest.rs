//! When an event's roll last moved.

use domain::ids::EventId;
use domain::time::Timestamp;
use ports::StoreError;

use crate::sql::Sql;
use crate::transaction::SqlTransaction;

/// Notes that somebody registered.
pub(super) fn note_registration(transaction: &mut SqlTransaction, event: EventId, at: Timestamp) {
    let latest = transaction.latest.entry(event).or_default();
    latest.registration = latest.registration.max(Some(at));
}

/// Notes that somebody came.
pub(super) fn note_check_in(transaction: &mut SqlTransaction, event: EventId, at: Timestamp) {
    let latest = transaction.latest.entry(event).or_default();
    latest.check_in = latest.check_in.max(Some(at));
}

/// Stores what was noted and did not travel with saved rolls.
pub(crate) async fn save_latest(transaction: &mut SqlTransaction) -> Result<(), StoreError> {
    for (event, latest) in std::mem::take(&mut transaction.latest) {
        for (column, at) in [
            ("last_registration_at", latest.registration),
            ("last_check_in_at", latest.check_in),
        ] {
            if let Some(at) = at {
                let sql = later(transaction, column, event, at);
                transaction.execute(sql).await?;
            }
        }
    }
    Ok(())
}

fn later(transaction: &SqlTransaction, column: &str, event: EventId, at: Timestamp) -> Sql {
    transaction
        .sql(format!(
            "UPDATE event_rolls SET {column} = ? WHERE event_id = ? AND ({column} IS NULL OR {column} < ?)"
        ))
        .with(at)
        .with(event.uuid())
        .with(at)
}
