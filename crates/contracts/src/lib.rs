//! The promises of every port as tests that any adapter can run against itself, and builders for test data.
//!
//! A dev-dependency only. A suite is a plain async function whose name is the promise; a macro writes one test for
//! each of them:
//!
//! ```text
//! // tests/contract.rs of an adapter
//! async fn fixture() -> (contracts::StoreWorld, impl Sized + Send) { /* a fresh, empty store and its clean-up */ }
//! contracts::store_contract!(fixture);
//! ```
//!
//! | Macro | What its fixture answers, beside a guard that cleans up |
//! | --- | --- |
//! | [`store_contract!`] | [`StoreWorld`] |
//! | [`job_queue_contract!`] | `Arc<dyn JobQueue>` whose leases outlast a test |
//! | [`job_queue_recovery_contract!`] | two `Arc<dyn JobQueue>`s on one queue, with leases of at most 2 seconds |
//! | [`token_store_contract!`] | `Arc<dyn AccessTokenStore>` on a clock that runs |
//! | [`login_states_contract!`] | `Arc<dyn LoginStates>` on a clock that runs |
//! | [`files_contract!`] | `Arc<dyn FileStore>` |
//! | [`api_health_contract!`] | [`ApiHealthWorld`] |
//! | [`wechat_contract!`], [`wecom_contract!`], [`wechat_ticket_contract!`] | [`wechat::WechatWorld`] |
//! | [`rate_limiter_contract!`] | `Arc<dyn RateLimiter>` on a clock that runs |
//!
//! Races start at a barrier and never sleep; a test that takes longer than [`PATIENCE`] has failed.
#![expect(
    clippy::unwrap_used,
    reason = "a broken promise is a panic: all of this is test code"
)]

pub mod accounts;
pub mod api_health;
pub mod articles;
pub mod attendance;
pub mod attendance_reads;
pub mod build;
pub mod channels;
pub mod dead_letters;
pub mod directory;
pub mod event_reads;
pub mod events;
pub mod files;
pub mod followers;
pub mod history;
pub mod idempotency;
pub mod identity;
pub mod interactions;
pub mod job_queue;
pub mod login_states;
pub mod mass;
pub mod materials;
pub mod menus;
pub mod messages;
pub mod messaging;
pub mod mini_program;
pub mod notifications;
pub mod outbox;
pub mod people;
pub mod rate;
pub mod rules;
pub mod staff;
pub mod tokens;
pub mod wechat;
pub mod wecom;

mod macros;
mod pages;
mod race;
mod suites;
mod world;

pub use api_health::ApiHealthWorld;
pub use macros::Fixture;
pub use race::{PATIENCE, eventually, held, persistently, race};
pub use world::{ArticlesWorld, CorpWorld, MaterialWorld, MiniProgramWorld, StaffWorld, StoreWorld};
