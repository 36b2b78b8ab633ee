//! Many rows at once, straight into the schema of the migrations.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::clock;
use crate::outcome::Outcome;

/// Rows of one statement.
const ROWS: usize = 1000;

/// Who of the attendees came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Nobody yet.
    Nobody,
    /// Every third.
    EveryThird,
}

/// Registers so many people for an event, as the api would have.
///
/// # Errors
/// When the database refuses.
pub async fn attend(database: &DatabaseConnection, event: &str, people: usize, came: Came) -> Outcome<()> {
    let event = format!("x'{}'", event.replace('-', ""));
    let (now, millis) = (clock::database_now(), clock::unix_millis());
    let all: Vec<_> = (0..people).collect();
    for part in all.chunks(ROWS) {
        let mut sql = String::from(
            "INSERT INTO attendees (id, event_id, account, open_id, source, registered_at, came, checked_in_at, \
             version) VALUES ",
        );
        for (place, number) in part.iter().enumerate() {
            let (came, at, version) = match came {
                Came::EveryThird if number % 3 == 0 => (1, format!("'{now}'"), 2),
                _ => (0, "NULL".to_owned(), 1),
            };
            let comma = if place == 0 { "" } else { "," };
            write!(
                sql,
                "{comma}(x'{}',{event},'default','oFilled{number:021}','qr-code','{now}',{came},{at},{version})",
                uuid_v7(millis, *number)
            )?;
        }
        database.execute_unprepared(&sql).await?;
    }
    let came = if came == Came::EveryThird {
        people.div_ceil(3)
    } else {
        0
    };
    let sql = format!("UPDATE event_rolls SET taken = {people}, checked_in = {came} WHERE event_id = {event}");
    database.execute_unprepared(&sql).await?;
    Ok(())
}

/// Hex digits of ids that ascend with `number`.
fn uuid_v7(millis: i64, number: usize) -> String {
    format!("{millis:012x}7{:03x}8{:015x}", number >> 20 & 0xfff, number)
}

/// Counts the rows of a table.
///
/// # Errors
/// When the database refuses.
pub async fn count(database: &DatabaseConnection, table: &str) -> Outcome<u64> {
    let sql = format!("SELECT COUNT(*) AS count FROM {table}");
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let row = database.query_one_raw(statement).await?.ok_or("a count has a row")?;
    Ok(u64::try_from(row.try_get::<i64>("", "count")?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_and_are_of_version_seven() {
        let ids: Vec<_> = [0, 1, 1 << 19, 1 << 20, (1 << 20) + 1]
            .map(|number| uuid_v7(1, number))
            .into();
        assert!(
            ids.is_sorted() && ids.iter().all(|id| id.len() == 32 && id.as_bytes()[12] == b'7'),
            "{ids:?}"
        );
    }
}
