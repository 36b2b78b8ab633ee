//! One connection of the load.

use std::net::SocketAddr;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::answer::{Head, Unreadable, head};
use super::requests::Requests;
use super::tally::Tally;
use super::{Expected, answer};

/// Sends requests one after the other until the time is over or there are no more. A connection that breaks is a
/// fault and is not opened again: what it sends is not to be sent twice.
pub async fn drive(address: SocketAddr, expected: Expected, requests: &Requests, until: Instant) -> Tally {
    let mut tally = Tally::default();
    let Ok(mut stream) = connect(address).await else {
        tally.broke("no connection");
        return tally;
    };
    let mut buffer = Vec::with_capacity(16 * 1024);
    while Instant::now() < until {
        let Some(request) = requests.next() else { break };
        let begun = Instant::now();
        match exchange(&mut stream, request, &mut buffer).await {
            Ok(head) => tally.note(begun.elapsed(), head.status, &buffer[head.body..head.end], expected),
            Err(fault) => {
                tally.broke(fault);
                break;
            }
        }
    }
    tally
}

async fn connect(address: SocketAddr) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Leaves exactly the answer in the buffer.
async fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> Result<Head, &'static str> {
    stream
        .write_all(request)
        .await
        .map_err(|_| "a connection broke while sending")?;
    buffer.clear();
    let mut found: Option<answer::Head> = None;
    loop {
        if found.is_none() {
            found = head(buffer).map_err(|Unreadable| "an answer was unreadable")?;
        }
        match found {
            Some(head) if buffer.len() == head.end => return Ok(head),
            Some(head) if buffer.len() > head.end => return Err("an answer nobody asked for"),
            _ => {}
        }
        match stream.read_buf(buffer).await {
            Ok(0) | Err(_) => return Err("a connection broke before the answer"),
            Ok(_) => {}
        }
    }
}
