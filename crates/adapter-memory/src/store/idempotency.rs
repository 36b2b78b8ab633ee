//! Once-only requests.

use std::collections::btree_map::Entry;

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::StoreError;
use ports::idempotency::{Once, OnceAnswer, OnceRequest, OnceRequests};

use super::MemoryStore;
use super::state::OnceRow;

#[async_trait]
impl OnceRequests for MemoryStore {
    async fn begin(&self, request: &OnceRequest, now: Timestamp, lease_until: Timestamp) -> Result<Once, StoreError> {
        let key = (request.scope.clone(), request.key.clone());
        self.write(|state| {
            Ok(match state.once.entry(key) {
                Entry::Occupied(mut known) => begin_again(known.get_mut(), request, now, lease_until),
                Entry::Vacant(place) => {
                    place.insert(OnceRow {
                        fingerprint: request.fingerprint,
                        resource: request.resource,
                        began_at: now,
                        lease_until: Some(lease_until),
                        answer: None,
                    });
                    Once::Run(request.resource)
                }
            })
        })
        .await
    }

    async fn finish(&self, scope: &str, key: &str, answer: &OnceAnswer) -> Result<(), StoreError> {
        self.write(|state| {
            if let Some(row) = state.once.get_mut(&(scope.to_owned(), key.to_owned())) {
                row.answer = Some(answer.clone());
            }
            Ok(())
        })
        .await
    }

    async fn abandon(&self, scope: &str, key: &str) -> Result<(), StoreError> {
        self.write(|state| {
            if let Some(row) = state.once.get_mut(&(scope.to_owned(), key.to_owned())) {
                row.lease_until = None;
            }
            Ok(())
        })
        .await
    }

    async fn purge(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.write(|state| {
            let known = state.once.len();
            state.once.retain(|_, row| row.began_at >= before);
            Ok((known - state.once.len()) as u64)
        })
        .await
    }
}

fn begin_again(row: &mut OnceRow, request: &OnceRequest, now: Timestamp, lease_until: Timestamp) -> Once {
    if row.fingerprint != request.fingerprint {
        return Once::OtherBody;
    }
    if let Some(answer) = &row.answer {
        return Once::Answered(answer.clone());
    }
    if row.lease_until.is_some_and(|until| now < until) {
        return Once::Running;
    }
    row.lease_until = Some(lease_until);
    Once::Run(row.resource)
}
