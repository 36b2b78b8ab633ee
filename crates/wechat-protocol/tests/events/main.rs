//! Every event of the three products, as the platform writes it.
#![expect(clippy::unwrap_used, reason = "a test helper that fails should fail the test")]

mod mini_program;
mod official_account;
mod wecom;

use wechat_protocol::{EventKind, InboundMessage, Limits};

fn read(body: &str) -> InboundMessage {
    InboundMessage::parse(body.as_bytes(), Limits::default()).unwrap()
}

/// An event in XML.
fn xml(fields: &str) -> EventKind {
    let body = format!(
        "<xml><ToUserName>to</ToUserName><FromUserName>from</FromUserName><CreateTime>1710000000</CreateTime>\
         <MsgType>event</MsgType>{fields}</xml>"
    );
    read(&body).as_event().unwrap().clone()
}

/// An event in JSON.
fn json(fields: &str) -> EventKind {
    let body =
        format!(r#"{{"ToUserName":"to","FromUserName":"from","CreateTime":"1710000000","MsgType":"event",{fields}}}"#);
    read(&body).as_event().unwrap().clone()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}
