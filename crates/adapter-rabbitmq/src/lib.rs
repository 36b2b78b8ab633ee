//! RabbitMQ as the job queue between relay and worker.
//!
//! | File | About |
//! | --- | --- |
//! | `queue.rs` | [`RabbitQueue`], the port |
//! | `keeper.rs` | keeps a link up, for as long as the queue lives |
//! | `link.rs` | one life of the connections: what dies together |
//! | `publisher.rs` | pipelined, confirmed publishing |
//! | `consumer.rs` | the prefetched jobs of this process |
//! | `lane.rs`, `settling.rs` | receipts and their acknowledgement |
//! | `topology.rs` | the queues, declared anew on every link |
//! | `wire.rs` | a job as a message |
//!
//! Invariants:
//! - Connections die. Nothing that belongs to one outlives it: its receipts are void, its unconfirmed messages failed.
//! - Publishing and consuming have a connection each: a broker short of memory stops reading from publishers, and must
//!   not thereby stop the acknowledgements that would relieve it.
//! - A process that never receives never consumes, so it holds no jobs back from others.
//! - What was handed out more often than the limit allows goes to the dead queue, at least once, and stays there until
//!   [`RabbitQueue::take_dead`] hands it to somebody who settles it.

mod backoff;
mod consumer;
mod error;
mod keeper;
mod lane;
mod link;
mod options;
mod publisher;
mod queue;
mod settling;
mod task;
mod topology;
mod version;
mod wire;

pub use options::RabbitOptions;
pub use queue::RabbitQueue;
