//! Recording messages, each exactly once.

use std::collections::HashMap;

use ports::StoreError;
use ports::wechat::{NewMessage, Recorded};
use sea_orm::ConnectionTrait;

use super::rows::recorded_state;
use super::upsert::{Distinct, Identity, Known, identity, upsert};
use crate::errors::store_error;
use crate::jobs::enqueue;
use crate::store::SqlStore;

/// Most messages of one statement.
const MOST_MESSAGES: usize = 256;
/// Most bytes of bodies in one statement: servers refuse a packet of more than 16 MiB (MariaDB) or 64 MiB (MySQL).
const MOST_BYTES: usize = 4 * 1024 * 1024;

impl SqlStore {
    pub(super) async fn record_messages(&self, batch: &[NewMessage]) -> Result<Vec<Recorded>, StoreError> {
        let distinct = distinct(batch);
        let parts = parts(&distinct);
        // One statement commits itself, which saves two round trips.
        let known = if let [part] = parts.as_slice()
            && part.iter().all(|one| one.message.jobs.is_empty())
        {
            upsert(self.writer(), self.dialect(), part).await?
        } else {
            let transaction = self.begin_raw().await?;
            let known = self.record_parts(&transaction, &parts).await?;
            transaction.commit().await.map_err(store_error)?;
            known
        };
        Ok(outcomes(batch, &known))
    }

    async fn record_parts(
        &self,
        transaction: &impl ConnectionTrait,
        parts: &[&[Distinct<'_>]],
    ) -> Result<Known, StoreError> {
        let mut known = Known::new();
        for part in parts {
            known.extend(upsert(transaction, self.dialect(), part).await?);
        }
        let jobs: Vec<_> = parts
            .iter()
            .copied()
            .flatten()
            .filter(|one| !known.contains_key(&key(one.message)))
            .flat_map(|one| &one.message.jobs)
            .collect();
        enqueue(transaction, self.dialect(), &jobs).await?;
        Ok(known)
    }
}

/// The messages of a batch without their equals, in order of identity: batches that share messages lock their index
/// entries in one order and so cannot block each other for good.
fn distinct(batch: &[NewMessage]) -> Vec<Distinct<'_>> {
    let mut places: HashMap<Identity<'_>, usize> = HashMap::with_capacity(batch.len());
    let mut distinct: Vec<Distinct<'_>> = Vec::with_capacity(batch.len());
    for message in batch {
        let place = *places.entry(identity(message)).or_insert(distinct.len());
        match distinct.get_mut(place) {
            Some(one) => one.deliveries += 1,
            None => distinct.push(Distinct { message, deliveries: 1 }),
        }
    }
    distinct.sort_unstable_by_key(|one| identity(one.message));
    distinct
}

/// Cuts messages into what fits into one statement each.
fn parts<'a, 'b>(mut rest: &'b [Distinct<'a>]) -> Vec<&'b [Distinct<'a>]> {
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = rest.iter().take(MOST_MESSAGES).take_while(|one| {
            bytes += one.message.incoming.raw.len();
            bytes <= MOST_BYTES
        });
        let (part, after) = rest.split_at(fits.count().max(1));
        parts.push(part);
        rest = after;
    }
    parts
}

/// What became of each message of the batch, in its order.
fn outcomes(batch: &[NewMessage], known: &Known) -> Vec<Recorded> {
    let mut first: HashMap<Identity<'_>, &NewMessage> = HashMap::with_capacity(batch.len());
    batch
        .iter()
        .map(|message| {
            if let Some(state) = known.get(&key(message)) {
                return Recorded::Again(state.clone());
            }
            match first.insert(identity(message), message) {
                None => Recorded::New,
                Some(earlier) => {
                    first.insert(identity(message), earlier);
                    Recorded::Again(recorded_state(earlier))
                }
            }
        })
        .collect()
}

fn key(message: &NewMessage) -> ([u8; 32], String) {
    (message.incoming.dedupe, message.incoming.person.account.clone())
}
