//! The HTTP server: bounds, threads, and an orderly stop.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_web::{App, HttpServer};
use runtime::lifecycle::Shutdown;
use tokio::net::TcpSocket;

use crate::routes;
use crate::state::ApiState;

/// How the server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerOptions {
    /// Threads that serve requests.
    pub workers: usize,
    /// Connections of one thread; further ones wait in the backlog.
    pub connections: usize,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// How long the head of a request may take to arrive.
    pub head_patience: Duration,
    /// How long begun requests may take after the stop has begun, in seconds.
    pub stop_seconds: u64,
}

impl Default for ServerOptions {
    /// One thread per core; idle connections outlive those of the load balancers in common use, which hold them for 60 s.
    fn default() -> Self {
        Self {
            workers: available_parallelism().map_or(1, NonZero::get),
            connections: 20_000,
            keep_alive: Duration::from_secs(75),
            head_patience: Duration::from_secs(5),
            stop_seconds: 9,
        }
    }
}

/// Connections that may wait to be accepted, as far as the kernel allows. The standard library's 128 overflow when a crowd
/// scans at the same moment.
const BACKLOG: u32 = 4_096;

/// Listens at an address or host name; connections wait until [`run`] takes them.
///
/// # Errors
/// When the name is unknown or no address of it can be used.
pub async fn listen(host: &str, port: u16) -> io::Result<TcpListener> {
    let mut failure = io::Error::new(io::ErrorKind::AddrNotAvailable, "the host has no address");
    for address in tokio::net::lookup_host((host, port)).await? {
        match listen_at(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A process that follows another on the same port does not wait for its connections to be forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

/// Serves what arrives at `listener` until the stop begins, then finishes what was begun.
///
/// # Errors
/// When the listener cannot be used.
pub async fn run(
    state: Arc<ApiState>,
    listener: TcpListener,
    options: ServerOptions,
    shutdown: Shutdown,
) -> io::Result<()> {
    let app = move || App::new().configure(|config| routes::configure(config, &state));
    let server = HttpServer::new(app)
        .workers(options.workers)
        .max_connections(options.connections)
        .keep_alive(options.keep_alive)
        .client_request_timeout(options.head_patience)
        .client_disconnect_timeout(Duration::from_secs(1))
        .tcp_nodelay(true)
        .shutdown_timeout(options.stop_seconds)
        .disable_signals()
        .listen(listener)?
        .run();
    let handle = server.handle();
    tokio::spawn(async move {
        shutdown.stopping().await;
        handle.stop(true).await;
    });
    server.await
}
