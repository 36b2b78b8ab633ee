//! Repeating a whole attempt that lost a race.

use std::time::Duration;

use ports::StoreError;

/// Repeats of one attempt; a twentieth loss in a row is no bad luck any more.
const ATTEMPTS: u32 = 20;

/// Runs `attempt` until it does not fail with contention, at most 20 times, with growing pauses up to 50 ms.
///
/// # Errors
/// The last attempt's error.
pub async fn retry_on_contention<T, E, F>(attempt: impl Fn() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
    E: AsStoreError,
{
    let mut tried = 0;
    loop {
        tried += 1;
        match attempt().await {
            Err(error) if tried < ATTEMPTS && error.as_store_error().is_some_and(StoreError::is_contention) => {
                tokio::time::sleep(Duration::from_millis(u64::from(tried * tried).min(50))).await;
            }
            outcome => return outcome,
        }
    }
}

/// An error that may be a store's.
pub trait AsStoreError {
    /// The store's error in it.
    fn as_store_error(&self) -> Option<&StoreError>;
}

impl AsStoreError for StoreError {
    fn as_store_error(&self) -> Option<&StoreError> {
        Some(self)
    }
}
