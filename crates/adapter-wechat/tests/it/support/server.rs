//! An HTTP/1.1 server that does to each request what its script says.

use std::future::pending;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn token(&self) -> Option<&str> {
        self.query
            .split('&')
            .find_map(|pair| pair.strip_prefix("access_token="))
    }
}

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Act {
    /// 200 with a JSON body.
    Json(String),
    /// A status with a body.
    Http(u16, String),
    /// A file with its content type.
    File(&'static str, Vec<u8>),
    /// The head of an answer at once, and never all of its body.
    Endless(&'static str),
    /// These bytes instead of an HTTP answer, and the end of the connection.
    Bytes(Vec<u8>),
    /// A JSON body after a while.
    Slow(Duration, String),
    /// No answer at all.
    Silence,
    /// The connection is closed without an answer.
    Close,
}

impl Act {
    pub fn json(text: &str) -> Self {
        Self::Json(text.to_owned())
    }

    pub fn code(code: i64) -> Self {
        Self::Json(format!(
            r#"{{"errcode":{code},"errmsg":"words about oOPENID rid: 5f2b9f3a-6a2c"}}"#
        ))
    }
}

type Script = Arc<dyn Fn(&Seen) -> Act + Send + Sync>;

#[derive(Default)]
struct Record {
    seen: Mutex<Vec<Seen>>,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
}

/// The server; gone when dropped.
pub struct Server {
    pub url: String,
    record: Arc<Record>,
    listening: JoinHandle<()>,
}

impl Server {
    pub async fn start(script: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let record = Arc::new(Record::default());
        let listening = tokio::spawn(listen(listener, Arc::new(script), record.clone()));
        Self { url, record, listening }
    }

    /// The requests to anything but the token endpoint.
    pub fn calls(&self) -> Vec<Seen> {
        let seen = self.record.seen.lock().unwrap();
        seen.iter()
            .filter(|seen| seen.path != super::STABLE_TOKEN && seen.path != super::WECOM_TOKEN)
            .cloned()
            .collect()
    }

    /// The most calls that were under way at the same time.
    pub fn most_under_way(&self) -> usize {
        self.record.most_under_way.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, script: Script, record: Arc<Record>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(serve(stream, script.clone(), record.clone()));
    }
}

async fn serve(mut stream: TcpStream, script: Script, record: Arc<Record>) {
    let mut buffer = Vec::new();
    while let Some(seen) = read_request(&mut stream, &mut buffer).await {
        record.seen.lock().unwrap().push(seen.clone());
        let under_way = record.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        record.most_under_way.fetch_max(under_way, Ordering::SeqCst);
        let goes_on = perform(&mut stream, script(&seen), &record).await;
        if !goes_on {
            return;
        }
    }
}

async fn perform(stream: &mut TcpStream, act: Act, record: &Record) -> bool {
    if let Act::Slow(time, _) = &act {
        tokio::time::sleep(*time).await;
    }
    record.under_way.fetch_sub(1, Ordering::SeqCst);
    match act {
        Act::Json(body) | Act::Slow(_, body) => answer(stream, 200, &body).await,
        Act::Http(status, body) => answer(stream, status, &body).await,
        Act::File(content_type, bytes) => {
            let head = format!(
                "HTTP/1.1 200 X\r\nContent-Length: {}\r\nContent-Type: {content_type}\r\n\
                 Content-disposition: attachment; filename=\"海报.png\"\r\n\r\n",
                bytes.len()
            );
            stream.write_all(&[head.as_bytes(), &bytes].concat()).await.is_ok()
        }
        Act::Endless(content_type) => {
            let head = format!("HTTP/1.1 200 X\r\nContent-Length: 99\r\nContent-Type: {content_type}\r\n\r\n{{");
            let _ = stream.write_all(head.as_bytes()).await;
            pending().await
        }
        Act::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            false
        }
        Act::Silence => pending().await,
        Act::Close => false,
    }
}

async fn answer(stream: &mut TcpStream, status: u16, body: &str) -> bool {
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nContent-Type: text/plain\r\nLocation: /elsewhere\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await.is_ok()
}

async fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Seen> {
    let head_end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        read_more(stream, buffer).await?;
    };
    let head = String::from_utf8(buffer[..head_end].to_vec()).ok()?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let method = first.next()?.to_owned();
    let target = first.next()?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(Some(0), |(_, length)| length.parse::<usize>().ok())?;
    while buffer.len() < head_end + length {
        read_more(stream, buffer).await?;
    }
    let body = String::from_utf8_lossy(&buffer[head_end..head_end + length]).into_owned();
    buffer.drain(..head_end + length);
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Some(Seen {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body,
    })
}

async fn read_more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    let mut chunk = [0; 4_096];
    match stream.read(&mut chunk).await {
        Ok(0) | Err(_) => None,
        Ok(read) => {
            buffer.extend_from_slice(&chunk[..read]);
            Some(())
        }
    }
}
