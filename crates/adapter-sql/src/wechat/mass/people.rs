//! The lists of people of mass messages.

use domain::ids::MassMessageId;
use ports::StoreError;
use ports::wechat::mass::PeopleChange;

use crate::sql::{Table, insert_parts};
use crate::transaction::SqlTransaction;

pub(super) const PEOPLE: Table = Table {
    name: "mass_message_people",
    key: "mass_id",
};

/// Carries out a change of a list.
pub(super) async fn change(
    transaction: &mut SqlTransaction,
    id: MassMessageId,
    change: &PeopleChange,
) -> Result<(), StoreError> {
    match change {
        PeopleChange::Keep => Ok(()),
        PeopleChange::Forget => forget(transaction, id, 0).await,
        PeopleChange::Replace(people) => {
            forget(transaction, id, 0).await?;
            add(transaction, id, 0, people).await
        }
        PeopleChange::Append { after, people } => {
            forget(transaction, id, *after).await?;
            add(transaction, id, *after, people).await
        }
    }
}

/// Adds people behind the first so many.
pub(super) async fn add(
    transaction: &mut SqlTransaction,
    id: MassMessageId,
    after: u32,
    people: &[String],
) -> Result<(), StoreError> {
    for part in insert_parts(people.len()) {
        let first = part.start;
        let list = &people[part];
        let mut sql = transaction.sql("INSERT INTO mass_message_people (mass_id, place, open_id) VALUES ");
        sql.rows(list.len(), 3);
        for (offset, open_id) in list.iter().enumerate() {
            let place = u64::from(after) + u64::try_from(first + offset).unwrap_or(u64::MAX);
            sql.bind(id.uuid()).bind(place).bind(open_id.as_str());
        }
        transaction.execute(sql).await?;
    }
    Ok(())
}

/// Deletes all but the first so many.
pub(super) async fn forget(transaction: &mut SqlTransaction, id: MassMessageId, after: u32) -> Result<(), StoreError> {
    let sql = transaction
        .sql("DELETE FROM mass_message_people WHERE mass_id = ? AND place >= ?")
        .with(id.uuid())
        .with(after);
    transaction.execute(sql).await.map(drop)
}
