//! The frame around every push.

use std::fmt;

use super::{
    events::{self, EventKind},
    fields::Fields,
    kind::MessageKind,
};
use crate::{document, limits::Limits, parse_error::ParseError};

/// One pushed message or event, in the clear.
///
/// `Debug` shows neither who sent it nor what it says.
#[derive(Clone, PartialEq)]
pub struct InboundMessage {
    /// The account's original id (`gh_…`), or WeCom's corp id.
    pub to_user: String,
    /// The sender's open id, or user id in WeCom; for system events the platform's own name (`sys`), or nothing where
    /// the platform leaves it out.
    pub from_user: String,
    /// When it was sent, in unix seconds.
    pub create_time: i64,
    /// What it is.
    pub kind: MessageKind,
    /// `MsgId` of a message; events have none.
    pub msg_id: Option<u64>,
    /// `MsgType` as WeChat sent it.
    pub msg_type: String,
    /// `Event` as WeChat sent it.
    pub event: Option<String>,
    /// `EventKey` as WeChat sent it; none when empty.
    pub event_key: Option<String>,
    /// `AgentID`, the app a WeCom push is for.
    pub agent_id: Option<i64>,
    /// The article a message was written from.
    pub article: Option<ArticleSource>,
}

/// The article a message was written from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleSource {
    /// `MsgDataId`, the publication.
    pub msg_data_id: u64,
    /// `Idx`, the article's place in it, from 1.
    pub index: Option<u32>,
}

impl InboundMessage {
    /// Parses a body in the clear: XML or JSON, told apart by its first non-blank byte.
    ///
    /// ```
    /// use wechat_protocol::{InboundMessage, Limits, MessageKind};
    /// # fn main() -> Result<(), wechat_protocol::ParseError> {
    /// let body = "<xml><ToUserName>gh_1</ToUserName><FromUserName>o_2</FromUserName><CreateTime>1710000000</CreateTime>\
    ///             <MsgType>text</MsgType><Content><![CDATA[签到]]></Content><MsgId>9007199254740993</MsgId></xml>";
    /// let message = InboundMessage::parse(body.as_bytes(), Limits::default())?;
    /// assert_eq!(message.msg_id, Some(9_007_199_254_740_993));
    /// assert!(matches!(message.kind, MessageKind::Text { content, .. } if content == "签到"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the body is malformed, exceeds the limits, or lacks a field its kind must have. A kind or event this crate
    /// does not know is not an error.
    pub fn parse(body: &[u8], limits: Limits) -> Result<Self, ParseError> {
        let (root, _) = document::parse(body, limits)?;
        let mut fields = Fields(root);
        let msg_type = fields.name("MsgType")?;
        let event = fields.optional("Event");
        Ok(Self {
            to_user: fields.name("ToUserName")?,
            from_user: match event.as_deref() {
                Some(name) if events::has_no_sender(name) => fields.optional("FromUserName").unwrap_or_default(),
                _ => fields.name("FromUserName")?,
            },
            create_time: fields.number("CreateTime")?,
            msg_id: fields.optional_number("MsgId")?,
            event_key: fields.optional("EventKey"),
            agent_id: fields.node().number("AgentID"),
            article: fields.node().number("MsgDataId").map(|msg_data_id| ArticleSource {
                msg_data_id,
                index: fields.node().number("Idx"),
            }),
            kind: MessageKind::read(&msg_type, event.as_deref(), &mut fields)?,
            msg_type,
            event,
        })
    }

    /// The event, when it is one.
    #[must_use]
    pub fn as_event(&self) -> Option<&EventKind> {
        match &self.kind {
            MessageKind::Event(event) => Some(event),
            _ => None,
        }
    }
}

impl fmt::Debug for InboundMessage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InboundMessage")
            .field("msg_type", &self.msg_type)
            .field("event", &self.event)
            .field("create_time", &self.create_time)
            .field("msg_id", &self.msg_id)
            .finish_non_exhaustive()
    }
}
