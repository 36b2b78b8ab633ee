//! Rolls, attendees and check-ins inside a transaction: a few statements, however many scans share it.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::attendance::{Attendee, CheckIn, PersonRef, Roll, ScanId};
use domain::ids::{AttendeeId, EventId};
use domain::time::Timestamp;
use ports::StoreError;
use ports::attendance::RollBook;

use super::latest::{note_check_in, note_registration};
use super::rows::{
    ATTENDEE_COLUMNS, ATTENDEE_WIDTH, ATTENDEES, CHECK_IN_COLUMNS, CHECK_IN_WIDTH, CHECK_INS, ROLL_COLUMNS, ROLLS,
    bind_attendee, bind_check_in, to_attendee, to_check_in, to_roll,
};
use crate::sql::{MOST_ASKED, Sql, asked, filled_up, insert_parts};
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl RollBook for SqlTransaction {
    async fn lock_rolls(&mut self, events: &BTreeSet<EventId>) -> Result<Vec<Roll>, StoreError> {
        let events: Vec<_> = events.iter().copied().collect();
        let mut rolls = Vec::with_capacity(events.len());
        for events in asked(&events) {
            // Events first and both in the order of their primary keys: whoever locks several does it in one order,
            // and who changes an event locks its row, too.
            let mut sql = self.sql(format!(
                "SELECT {ROLL_COLUMNS} FROM events e {} event_rolls r ON r.event_id = e.id WHERE e.id IN (",
                self.dialect.ordered_join()
            ));
            sql.marks(events.len())
                .push(") ORDER BY e.id")
                .push(self.dialect.for_update());
            for event in events {
                sql.bind(event.uuid());
            }
            for row in call("attendance.lock_rolls", self.all(ROLLS, sql)).await? {
                rolls.push(to_roll(&row)?);
            }
        }
        Ok(rolls)
    }

    async fn save_rolls(&mut self, rolls: &[Roll]) -> Result<(), StoreError> {
        for part in insert_parts(rolls.len()) {
            let sql = self.save_rolls_sql(&rolls[part]);
            call("attendance.save_rolls", self.execute(sql)).await?;
        }
        Ok(())
    }

    async fn attendees_of(&mut self, people: &[(EventId, PersonRef)]) -> Result<Vec<Attendee>, StoreError> {
        let mut found = Vec::with_capacity(people.len());
        for people in asked(people) {
            let mut sql = self.sql(format!(
                "SELECT {ATTENDEE_COLUMNS} FROM attendees WHERE (event_id, open_id, account) IN ("
            ));
            sql.rows(people.len(), 3).push(")");
            for (event, person) in people {
                sql.bind(event.uuid())
                    .bind(person.open_id.as_str())
                    .bind(person.account.as_str());
            }
            self.read_attendees("attendance.attendees_of", sql, &mut found).await?;
        }
        Ok(found)
    }

    async fn attendees(&mut self, ids: &[AttendeeId]) -> Result<Vec<Attendee>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for ids in asked(ids) {
            let mut sql = self.sql(format!("SELECT {ATTENDEE_COLUMNS} FROM attendees WHERE id IN ("));
            sql.marks(ids.len()).push(")");
            for id in ids {
                sql.bind(id.uuid());
            }
            self.read_attendees("attendance.attendees", sql, &mut found).await?;
        }
        Ok(found)
    }

    async fn check_ins_of(&mut self, scans: &[(EventId, ScanId)]) -> Result<Vec<CheckIn>, StoreError> {
        let mut found = Vec::with_capacity(scans.len());
        for scans in asked(scans) {
            let mut sql = self.sql(format!(
                "SELECT {CHECK_IN_COLUMNS} FROM check_ins WHERE (event_id, scan_id) IN ("
            ));
            sql.rows(scans.len(), 2).push(")");
            for (event, scan) in scans {
                sql.bind(event.uuid()).bind(scan.as_str());
            }
            for row in call("attendance.check_ins_of", self.all(CHECK_INS, sql)).await? {
                found.push(to_check_in(&row)?);
            }
        }
        Ok(found)
    }

    async fn add_attendees(&mut self, attendees: &[Attendee]) -> Result<(), StoreError> {
        for part in insert_parts(attendees.len()) {
            let rows = &attendees[part];
            let mut sql = self.sql(format!("INSERT INTO attendees ({ATTENDEE_COLUMNS}) VALUES "));
            sql.rows(rows.len(), ATTENDEE_WIDTH);
            for attendee in rows {
                bind_attendee(&mut sql, attendee);
                note_registration(self, attendee.event, attendee.registered_at);
            }
            call("attendance.add_attendees", self.execute(sql)).await?;
        }
        Ok(())
    }

    async fn save_checked_in(&mut self, attendees: &[Attendee]) -> Result<(), StoreError> {
        // Those of one batch came in the same instant and are in the same version, as a rule: one statement.
        let mut alike: BTreeMap<(u64, Option<Timestamp>), Vec<&Attendee>> = BTreeMap::new();
        for attendee in attendees {
            alike
                .entry((attendee.version, attendee.checked_in_at))
                .or_default()
                .push(attendee);
        }
        for ((version, at), attendees) in alike {
            for attendees in attendees.chunks(MOST_ASKED) {
                let wanted = attendees.len() as u64;
                let sql = self.save_checked_in_sql(version, at, filled_up(attendees.to_vec()));
                if call("attendance.save_checked_in", self.execute(sql)).await? != wanted {
                    return Err(self.fail(StoreError::VersionConflict));
                }
            }
        }
        Ok(())
    }

    async fn add_check_ins(&mut self, check_ins: &[CheckIn]) -> Result<(), StoreError> {
        for part in insert_parts(check_ins.len()) {
            let rows = &check_ins[part];
            let mut sql = self.sql(format!("INSERT INTO check_ins ({CHECK_IN_COLUMNS}) VALUES "));
            sql.rows(rows.len(), CHECK_IN_WIDTH);
            for check_in in rows {
                bind_check_in(&mut sql, check_in);
                note_check_in(self, check_in.event, check_in.at);
            }
            call("attendance.add_check_ins", self.execute(sql)).await?;
        }
        Ok(())
    }
}

impl SqlTransaction {
    async fn read_attendees(
        &mut self,
        name: &'static str,
        sql: Sql,
        found: &mut Vec<Attendee>,
    ) -> Result<(), StoreError> {
        for row in call(name, self.all(ATTENDEES, sql)).await? {
            found.push(to_attendee(&row)?);
        }
        Ok(())
    }

    /// An insert that always meets its conflict: the shortest way to change many rows each in its own way.
    fn save_rolls_sql(&mut self, rolls: &[Roll]) -> Sql {
        let dialect = self.dialect;
        let mut sql = self.sql(
            "INSERT INTO event_rolls (event_id, taken, checked_in, last_registration_at, last_check_in_at) VALUES ",
        );
        sql.rows(rolls.len(), 5);
        for roll in rolls {
            let latest = self.latest.remove(&roll.event).unwrap_or_default();
            sql.bind(roll.event.uuid())
                .bind(roll.taken)
                .bind(roll.checked_in)
                .bind(latest.registration)
                .bind(latest.check_in);
        }
        sql.push(&dialect.on_conflict("event_id"));
        sql.push(&format!(
            "taken = {}, checked_in = {}",
            dialect.wanted("taken"),
            dialect.wanted("checked_in")
        ));
        for column in ["last_registration_at", "last_check_in_at"] {
            let wanted = dialect.wanted(column);
            sql.push(&format!(
                ", {column} = CASE WHEN {wanted} IS NULL OR {wanted} < event_rolls.{column} \
                 THEN event_rolls.{column} ELSE {wanted} END"
            ));
        }
        sql
    }

    fn save_checked_in_sql(&self, version: u64, at: Option<Timestamp>, attendees: Vec<&Attendee>) -> Sql {
        let mut sql = self
            .sql("UPDATE attendees SET came = TRUE, checked_in_at = ?, version = ?, checked_in_gate = CASE id")
            .with(at)
            .with(version);
        for attendee in &attendees {
            sql.push(" WHEN ? THEN ?")
                .bind(attendee.id.uuid())
                .bind(attendee.checked_in_gate.as_deref());
        }
        sql.push(" END WHERE version = ? AND came = FALSE AND id IN (")
            .bind(version.saturating_sub(1))
            .marks(attendees.len())
            .push(")");
        for attendee in attendees {
            sql.bind(attendee.id.uuid());
        }
        sql
    }
}
