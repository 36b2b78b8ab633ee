//! Work outside the request: what a job is, how it gets to a worker, and what happens when it fails.

mod bell;
mod dead_letters;
mod job;
mod relay_outbox;
mod retry_rule;
mod runner;
mod work_off;

pub use bell::RelayBell;
pub use dead_letters::{DeadLetterDesk, DeadLetterError};
pub use job::{Job, JobError, JobOutcome, JobRunner};
pub use relay_outbox::{RelayError, RelayOutbox};
pub use retry_rule::RetryRule;
pub use runner::JobUseCases;
pub(crate) use runner::read;
pub use work_off::{JobSpan, WorkOffJobs, WorkOffLimits, Workshop};
