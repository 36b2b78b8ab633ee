//! The server on a real socket.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
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

fn serve(house: &House) -> (SocketAddr, JoinHandle<std::io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
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
    let (address, running) = serve(&house);
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
    let (address, running) = serve(&house);
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
