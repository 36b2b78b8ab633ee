//! The server on a real socket.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use api::ServerOptions;
use tokio::task::JoinHandle;

use crate::support::House;

fn options() -> ServerOptions {
    ServerOptions {
        workers: 1,
        stop_seconds: 5,
        ..ServerOptions::default()
    }
}

async fn serve(house: &House) -> (SocketAddr, JoinHandle<std::io::Result<()>>) {
    let listener = api::listen("localhost", 0).await.unwrap();
    let address = listener.local_addr().unwrap();
    let running = tokio::spawn(api::run(
        house.state.clone(),
        listener,
        options(),
        house.shutdown.clone(),
    ));
    (address, running)
}

/// Sends bytes and reads until the end of the stream, off the runtime.
async fn exchange(address: SocketAddr, request: Vec<u8>) -> String {
    tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(&request).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_serves_until_the_stop_and_ends_by_itself() {
    let house = House::open().await;
    let (address, running) = serve(&house).await;
    let request = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let answer = exchange(address, request.into()).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    house.shutdown.trigger();
    running.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_body_over_the_limit_does_not_cut_the_answer_off() {
    let house = House::open().await;
    let (address, running) = serve(&house).await;
    let length = 1_000_000;
    let head = format!("POST /v2/wechat/webhook HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
    let mut request = head.into_bytes();
    request.extend(vec![b'x'; length]);
    request.extend(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let answer = exchange(address, request).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("HTTP/1.1 200 OK"), "the connection lives on: {answer}");
    house.shutdown.trigger();
    running.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_leave_the_connection_open() {
    let house = House::open().await;
    let (address, running) = serve(&house).await;
    let mut request = String::new();
    for path in ["/v2/events", "/nowhere", "/healthz", "/v2/auth/login"] {
        request += &format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 6\r\n\r\n{{\"a\":1");
    }
    request += "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let answer = exchange(address, request.into()).await;
    let statuses: Vec<_> = answer.split("HTTP/1.1 ").skip(1).map(|one| &one[..3]).collect();
    assert_eq!(statuses, ["401", "404", "405", "415", "200"], "{answer}");
    house.shutdown.trigger();
    running.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_can_be_read_can_be_asked_about_without_its_content() {
    let house = House::open().await;
    let (address, running) = serve(&house).await;
    let asked = |method: &str| format!("{method} /v2/openapi.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let whole = exchange(address, asked("GET").into()).await;
    let head = exchange(address, asked("HEAD").into()).await;
    let length = |answer: &str| {
        let line = answer
            .lines()
            .find(|line| line.to_lowercase().starts_with("content-length:"));
        line.unwrap().to_owned()
    };
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(
        head.ends_with("\r\n\r\n") && !whole.ends_with("\r\n\r\n"),
        "{head}{whole}"
    );
    assert_eq!(length(&head), length(&whole));
    house.shutdown.trigger();
    running.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_never_ends_is_given_up() {
    let house = House::open().await;
    let (address, running) = serve(&house).await;
    let request = "POST /v2/wechat/webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc";
    let answer = exchange(address, request.into()).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("REQUEST_TIMEOUT"), "{answer}");
    house.shutdown.trigger();
    running.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_begun_before_the_stop_is_finished() {
    let house = House::open().await;
    let (address, running) = serve(&house).await;
    let shutdown = house.shutdown.clone();
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = "POST /v2/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
        write!(stream, "{head}expect: 100-continue\r\ncontent-length: 2\r\n\r\n").unwrap();
        // The server asks for the body: the request has begun.
        let mut asked = [0; 25];
        stream.read_exact(&mut asked).unwrap();
        assert!(asked.starts_with(b"HTTP/1.1 100"));
        shutdown.trigger();
        while TcpStream::connect(address).is_ok() {
            std::thread::yield_now();
        }
        stream.write_all(b"{}").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    })
    .await
    .unwrap();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_address_that_is_taken_or_unknown_is_an_error() {
    let first = api::listen("127.0.0.1", 0).await.unwrap();
    let port = first.local_addr().unwrap().port();
    assert!(api::listen("127.0.0.1", port).await.is_err(), "taken");
    assert!(api::listen("no-such-host.invalid", port).await.is_err(), "unknown");
}
