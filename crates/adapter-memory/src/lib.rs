//! Every store port, the job queue, the token store and the rate limiter in the memory of one process, and stand-ins
//! for time, ids and WeChat in tests.
//!
//! [`MemoryStore`] is for tests: nothing survives the process. [`MemoryTokens`] and [`MemoryRateLimiter`] also serve a
//! system of a single process, so they are bounded and forget what is over. Nothing here may know a database, a
//! broker or the network.

mod api_health;
mod doubles;
mod files;
mod logins;
mod queue;
mod rate;
mod store;
mod tokens;

pub use api_health::MemoryApiHealth;
pub use doubles::{
    ArticlesCall, CorpCall, FIRST_MASS_NUMBER, FakeProbe, FakeWechat, FixedAccounts, FixedClock, FollowersCall,
    MassCall, MaterialCall, MenuCall, MessagingCall, MiniProgramCall, PlainClientData, SequentialIds, StaffCall,
    WechatCall,
};
pub use files::MemoryFiles;
pub use logins::MemoryLoginStates;
pub use queue::MemoryJobQueue;
pub use rate::MemoryRateLimiter;
pub use store::MemoryStore;
pub use tokens::MemoryTokens;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks for a moment without an await inside. No critical section of this crate stops half-way, so a panic
/// elsewhere in the thread that held the lock leaves sound data.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
