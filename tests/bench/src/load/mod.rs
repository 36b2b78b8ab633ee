//! The load: many connections that each send the next request as soon as the last is answered.
//!
//! It is lean, because it shares the processors with what it measures: raw sockets, requests built beforehand, and of
//! an answer only the status and the length are read.

mod answer;
mod connection;
mod requests;
mod tally;

use std::net::SocketAddr;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use futures::future::join_all;

use crate::outcome::Outcome;
use connection::drive;
pub use requests::Requests;
pub use tally::{Tally, rate};

/// Threads that connections are spread over; more than one, so that the load is not the bottleneck of a fast server.
const THREADS: usize = 2;

/// What an answer has to be.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// HTTP status; anything else is a fault.
    pub status: u16,
    /// Answers that contain this are counted apart.
    pub marker: &'static [u8],
}

/// Load on one server.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Where it listens.
    pub address: SocketAddr,
    /// Connections, each kept alive.
    pub connections: usize,
    /// What answers have to be.
    pub expected: Expected,
}

impl Load {
    /// Sends requests until the time is over or there are no more; every request that was sent is waited for.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub async fn run(self, requests: Requests, duration: Duration) -> Outcome<Tally> {
        tokio::task::spawn_blocking(move || self.spread(&Arc::new(requests), duration)).await?
    }

    fn spread(self, requests: &Arc<Requests>, duration: Duration) -> Outcome<Tally> {
        let start = Arc::new(Barrier::new(THREADS));
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (requests, start) = (Arc::clone(requests), Arc::clone(&start));
                std::thread::spawn(move || self.share(thread, &requests, &start, duration))
            })
            .collect();
        let mut whole = Tally::default();
        for thread in threads {
            whole.add(thread.join().map_err(|_| "the load broke down")??);
        }
        Ok(whole)
    }

    /// One thread's connections.
    fn share(self, thread: usize, requests: &Requests, start: &Barrier, duration: Duration) -> Outcome<Tally> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        start.wait();
        let begun = Instant::now();
        let count = (self.connections + thread) / THREADS;
        let connections = (0..count).map(|_| drive(self.address, self.expected, requests, begun + duration));
        let tallies = runtime?.block_on(join_all(connections));
        let mut whole = Tally::default();
        tallies.into_iter().for_each(|tally| whole.add(tally));
        whole.took(begun.elapsed());
        Ok(whole)
    }
}
