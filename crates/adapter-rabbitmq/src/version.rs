//! The broker's version. It is in the first frame the broker sends, which the AMQP library keeps to itself, so this
//! opens a plain connection, reads that frame and leaves.

use std::io;
use std::time::Duration;

use lapin::uri::{AMQPScheme, AMQPUri};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Shown where the version cannot be learnt, as behind TLS.
pub const UNKNOWN: &str = "unknown";

const HEADER: &[u8; 8] = b"AMQP\x00\x00\x09\x01";
/// Frame type, channel and size.
const FRAME_HEAD: usize = 7;
/// Class, method and protocol version, before the properties.
const START_HEAD: usize = 6;
const LARGEST: usize = 64 * 1024;

/// The version, such as `3.10.8`.
pub async fn ask(uri: &AMQPUri, within: Duration) -> Option<String> {
    if uri.scheme != AMQPScheme::AMQP {
        return None;
    }
    let start = timeout(within, start_frame(uri)).await.ok()?.ok()?;
    version_in(start.get(START_HEAD..)?)
}

async fn start_frame(uri: &AMQPUri) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect((uri.authority.host.as_str(), uri.authority.port)).await?;
    stream.write_all(HEADER).await?;
    let mut head = [0; FRAME_HEAD];
    stream.read_exact(&mut head).await?;
    let size = u32::from_be_bytes([head[3], head[4], head[5], head[6]]) as usize;
    if size > LARGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut body = vec![0; size];
    stream.read_exact(&mut body).await?;
    Ok(body)
}

/// Looks for `version` in a field table of strings, booleans and tables, which is what RabbitMQ sends.
fn version_in(table: &[u8]) -> Option<String> {
    let (mut rest, _) = sized(table)?;
    while let Some((&length, tail)) = rest.split_first() {
        let (name, tail) = tail.split_at_checked(length.into())?;
        let (&kind, tail) = tail.split_first()?;
        let (value, tail) = match kind {
            b't' => tail.split_at_checked(1)?,
            b'S' | b'F' => sized(tail)?,
            _ => return None,
        };
        if name == b"version" {
            return std::str::from_utf8(value).ok().map(str::to_owned);
        }
        rest = tail;
    }
    None
}

/// A value that begins with its length in four bytes, and what follows it.
fn sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_be_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_behind_other_properties() {
        let properties = b"\x00\x00\x00\x24\x0ccapabilitiesF\x00\x00\x00\x04\x01at\x01\x07versionS\x00\x00\x00\x013";
        assert_eq!(version_in(properties).as_deref(), Some("3"));
    }

    #[test]
    fn a_cut_table_has_no_version() {
        assert_eq!(version_in(b"\x00\x00\x00\x27\x0ccapa"), None);
        assert_eq!(version_in(b"\x00\x00\x00\x03\x01a?"), None);
        assert_eq!(version_in(b""), None);
    }
}
