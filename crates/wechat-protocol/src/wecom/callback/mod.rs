//! The callback of a WeCom app, suite or robot.
//!
//! There is no plain mode and no plain `signature`. The check of the address (`GET`) sends its `echostr` as ciphertext
//! and wants the clear text back, bare, within a second.
//!
//! ```
//! use wechat_protocol::{EncodingAesKey, InboundMessage, KeyRing, Limits, PassiveReply};
//! use wechat_protocol::wecom::callback::{Callback, CallbackQuery, ReceiveId};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let keys = KeyRing::new(EncodingAesKey::parse("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C")?);
//! let callback = Callback::new("QDG6eK", keys, ReceiveId::Corp("wx5823bf96d3bd56c7".into()));
//!
//! // The check of the address: the example of the official page.
//! let query = CallbackQuery::parse(
//!     "msg_signature=5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3&timestamp=1409659589&nonce=263014780\
//!      &echostr=P9nAzCzyDtyTWESHep1vC5X9xho%2FqYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp%2B4RPcs8TgAE7OaBO%2BFZXvnaqQ%3D%3D",
//! )?;
//! assert_eq!(callback.verify_address(&query)?, b"1616140317555161061");
//!
//! // A push and its answer.
//! # let now = 1_710_000_000;
//! # let said = "<xml><ToUserName>wx5823bf96d3bd56c7</ToUserName><FromUserName>u1</FromUserName><CreateTime>1</CreateTime>\
//! #             <MsgType>text</MsgType><Content>hi</Content><MsgId>7</MsgId><AgentID>218</AgentID></xml>";
//! # let pushed = callback.push(said, Some(218), now, "n1", [7; 16]);
//! let opened = callback.open(&pushed.query, pushed.body.as_bytes(), Limits::default())?;
//! let message = InboundMessage::parse(&opened.message, Limits::default())?;
//! let reply = PassiveReply::Text { content: "收到".into() }.fit_for_wecom(&message.kind);
//! let clear = reply.to_body(opened.format, &message.from_user, &message.to_user, now);
//! let response = callback.seal(&opened, &clear, now, "n2", [42; 16]);
//! assert!(response.starts_with("<xml><Encrypt>"));
//! # Ok(())
//! # }
//! ```

mod body;
mod error;
mod query;
mod server;

pub use body::CallbackBody;
pub use error::CallbackError;
pub use query::{CallbackQuery, QUERY_MAX_BYTES};
pub use server::{Callback, OpenedCallback, Push, ReceiveId};
