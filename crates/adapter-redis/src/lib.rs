//! Redis: what all instances share and may lose, the keeping of WeChat's tokens and the limits on how often.
//!
//! [`RedisLink`] is the pool; the adapters are views of it. Connections are expected to die: the pool tests each one
//! before it hands it out and opens another, so a Redis that comes back is used again without a restart.
//!
//! Every change that depends on what is stored is one Lua script, hence atomic. Keys begin with the configured prefix;
//! what may name a person is hashed. Neither keys nor values are ever logged or part of an error.

mod error;
mod keys;
mod link;
mod logins;
mod options;
mod rate;
mod tokens;

pub use error::RedisUnavailable;
pub use link::{PoolStatus, RedisLink};
pub use logins::RedisLoginStates;
pub use options::RedisOptions;
pub use rate::RedisRateLimiter;
pub use tokens::RedisTokenStore;
