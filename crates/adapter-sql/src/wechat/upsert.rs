//! Inserting messages or counting their redelivery: one statement for many, the hottest of the product.

use std::collections::{HashMap, HashSet};

use domain::ids::MessageId;
use ports::StoreError;
use ports::wechat::{NewMessage, StoredState};
use sea_orm::ConnectionTrait;

use super::rows::{INSERTED, INSERTED_WIDTH, MESSAGES, STATE_COLUMNS, bind_message, to_state};
use crate::dialect::Dialect;
use crate::sql::{Sql, all, execute};

/// What makes two messages the same.
pub(super) type Identity<'a> = (&'a [u8; 32], &'a str);

pub(super) fn identity(message: &NewMessage) -> Identity<'_> {
    (&message.incoming.dedupe, &message.incoming.person.account)
}

/// One message of several that are equal, with their number.
#[derive(Clone, Copy)]
pub(super) struct Distinct<'a> {
    pub(super) message: &'a NewMessage,
    pub(super) deliveries: u32,
}

/// Stored messages by identity, of those that were not new.
pub(super) type Known = HashMap<([u8; 32], String), StoredState>;

/// Inserts messages, or counts their deliveries where they are known; answers the known ones.
pub(super) async fn upsert(
    connection: &impl ConnectionTrait,
    dialect: Dialect,
    messages: &[Distinct<'_>],
) -> Result<Known, StoreError> {
    let mut sql = Sql::new(dialect, format!("INSERT INTO wechat_messages ({INSERTED}) VALUES "));
    sql.rows(messages.len(), INSERTED_WIDTH);
    for one in messages {
        bind_message(&mut sql, one.message, one.deliveries)?;
    }
    sql.push(&dialect.on_conflict("dedupe, account"));
    sql.push(&format!(
        "deliveries = wechat_messages.deliveries + {}",
        dialect.wanted("deliveries")
    ));
    if dialect.has_returning() {
        sql.push(" RETURNING id");
        let stored = all(connection, MESSAGES, sql).await?;
        let stored = stored
            .iter()
            .map(|row| row.id("id"))
            .collect::<Result<HashSet<_>, _>>()?;
        let known: Vec<_> = messages
            .iter()
            .filter(|one| !stored.contains(&one.message.id.uuid()))
            .copied()
            .collect();
        return states(connection, dialect, &known).await;
    }
    // MySQL counts 1 for an inserted row and 2 for an updated one.
    if execute(connection, sql).await? == messages.len() as u64 {
        return Ok(Known::new());
    }
    let mut known = states(connection, dialect, messages).await?;
    let ours: HashSet<MessageId> = messages.iter().map(|one| one.message.id).collect();
    known.retain(|_, state| !ours.contains(&state.id));
    Ok(known)
}

async fn states(
    connection: &impl ConnectionTrait,
    dialect: Dialect,
    messages: &[Distinct<'_>],
) -> Result<Known, StoreError> {
    if messages.is_empty() {
        return Ok(Known::new());
    }
    let mut sql = Sql::new(
        dialect,
        format!("SELECT {STATE_COLUMNS} FROM wechat_messages WHERE (dedupe, account) IN ("),
    );
    sql.rows(messages.len(), 2).push(")");
    for one in messages {
        let (dedupe, account) = identity(one.message);
        sql.bind(*dedupe).bind(account);
    }
    let mut known = Known::with_capacity(messages.len());
    for row in all(connection, MESSAGES, sql).await? {
        known.insert((row.digest("dedupe")?, row.text("account")?), to_state(&row)?);
    }
    Ok(known)
}
