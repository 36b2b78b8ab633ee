//! Where the broker is, what the queues are called and how long to wait.

use std::fmt;
use std::time::Duration;

/// Everything about the broker that may differ between installations.
#[derive(Clone, PartialEq, Eq)]
pub struct RabbitOptions {
    /// `amqp://user:password@host:port/vhost`, or `amqps://`; `%2f` is the vhost `/`. Never shown.
    pub url: String,
    /// The queue of jobs.
    pub queue: String,
    /// The exchange and the queue of jobs that were handed out too often.
    pub dead: String,
    /// How many unsettled jobs this process may hold. The broker's throughput needs some hundreds.
    pub prefetch: u16,
    /// How often a job may come back unsettled before it goes to the dead queue. Every end of a connection counts for
    /// all jobs that were prefetched on it.
    pub delivery_limit: u16,
    /// How long connecting, declaring and opening channels may take together.
    pub connect_timeout: Duration,
    /// How long the broker may take to confirm what was pushed at once.
    pub confirm_timeout: Duration,
    /// How long any other call may take.
    pub call_timeout: Duration,
    /// Seconds between heartbeats; a broker silent for two of them is gone.
    pub heartbeat: u16,
    /// What the broker's operator sees, such as `nextevent-worker`.
    pub connection_name: String,
}

impl RabbitOptions {
    /// The defaults, for the broker at `url`.
    #[must_use]
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            queue: "nextevent.jobs".to_owned(),
            dead: "nextevent.dead".to_owned(),
            prefetch: 256,
            delivery_limit: 20,
            connect_timeout: Duration::from_secs(10),
            confirm_timeout: Duration::from_secs(5),
            call_timeout: Duration::from_secs(5),
            heartbeat: 10,
            connection_name: "nextevent".to_owned(),
        }
    }
}

impl fmt::Debug for RabbitOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RabbitOptions")
            .field("queue", &self.queue)
            .field("dead", &self.dead)
            .field("prefetch", &self.prefetch)
            .field("connection_name", &self.connection_name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_not_shown() {
        let shown = format!("{:?}", RabbitOptions::at("amqp://somebody:hunter2@localhost"));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
