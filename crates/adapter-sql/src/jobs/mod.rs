//! Jobs: the outbox, the queue for when there is no broker, and the graveyard.

mod dead_letters;
mod outbox;
mod queue;
mod rows;

pub(crate) use outbox::enqueue;
pub use queue::SqlJobQueue;
