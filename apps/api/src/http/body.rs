//! Reading a body to its end, within bounds of length and time.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::web::{Bytes, BytesMut};
use futures::StreamExt as _;
use tokio::time::timeout;

use crate::error::{ApiError, Code};

/// A body that is too long is read on, so that the client hears why before the connection closes, up to this many times
/// the limit.
const DRAINED: usize = 8;

/// The whole body.
///
/// # Errors
/// When it is longer than `limit` bytes, takes longer than `patience`, or breaks off.
pub async fn read(payload: &mut Payload, limit: usize, patience: Duration) -> Result<Bytes, ApiError> {
    timeout(patience, collect(payload, limit))
        .await
        .unwrap_or_else(|_| Err(ApiError::new(Code::RequestTimeout, "The body did not arrive in time.")))
}

async fn collect(payload: &mut Payload, limit: usize) -> Result<Bytes, ApiError> {
    let Some(first) = next(payload).await? else {
        return Ok(Bytes::new());
    };
    let Some(second) = next(payload).await? else {
        return within(first, limit);
    };
    let mut whole = BytesMut::with_capacity((first.len() + second.len()).min(limit));
    let mut read = 0;
    let mut chunk = Some(first);
    let mut waiting = Some(second);
    while let Some(bytes) = chunk {
        read += bytes.len();
        if read <= limit {
            whole.extend_from_slice(&bytes);
        } else if read > limit.saturating_mul(DRAINED) {
            break;
        }
        chunk = match waiting.take() {
            Some(bytes) => Some(bytes),
            None => next(payload).await?,
        };
    }
    if read <= limit {
        Ok(whole.freeze())
    } else {
        Err(too_long(limit))
    }
}

async fn next(payload: &mut Payload) -> Result<Option<Bytes>, ApiError> {
    let broken = |_| ApiError::new(Code::Validation, "The body broke off.");
    payload.next().await.transpose().map_err(broken)
}

fn within(bytes: Bytes, limit: usize) -> Result<Bytes, ApiError> {
    if bytes.len() <= limit {
        Ok(bytes)
    } else {
        Err(too_long(limit))
    }
}

fn too_long(limit: usize) -> ApiError {
    ApiError::new(Code::PayloadTooLarge, format!("The body is longer than {limit} bytes."))
        .detail("limit", serde_json::json!(limit))
}
