//! Messages and events, and how they are written for an account.

use serde_json::Value;
use wechat_protocol::xml;

use super::content::{self, Field, Node};
use super::tree::Element;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::state::account::{Identity, Product};
use crate::state::platform::BodyFormat;

/// What the platform tells an account.
#[derive(Debug, Clone)]
pub struct Message {
    msg_type: &'static str,
    event: Option<String>,
    msg_id: Option<u64>,
    fields: Vec<Field>,
    flat_in_json: bool,
    sender: Option<String>,
}

impl Message {
    /// A message of this `MsgType`; it gets a `MsgId`.
    #[must_use]
    pub fn of_type(msg_type: &'static str) -> Self {
        Self {
            msg_type,
            event: None,
            msg_id: None,
            fields: Vec::new(),
            flat_in_json: false,
            sender: None,
        }
    }

    /// An event; it has no `MsgId`.
    pub fn event(name: impl Into<String>) -> Self {
        Self {
            event: Some(name.into()),
            ..Self::of_type("event")
        }
    }

    /// Adds a field with text.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<String>) -> Self {
        self.with_field(Field::text(name, value))
    }

    /// Adds a field with a number.
    #[must_use]
    pub fn with_number(self, name: &str, value: impl ToString) -> Self {
        self.with_field(Field::number(name, value))
    }

    /// Adds a field with fields of its own.
    #[must_use]
    pub fn with_group(self, name: &str, fields: Vec<Field>) -> Self {
        self.with_field(Field::group(name, fields))
    }

    /// Adds a field.
    #[must_use]
    pub fn with_field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// JSON leaves out the groups and has what is in them at the top, as with `subscribe_msg_…`.
    #[must_use]
    pub fn flat_in_json(mut self) -> Self {
        self.flat_in_json = true;
        self
    }

    /// Carries this `MsgId` in place of a new one.
    #[must_use]
    pub fn numbered(mut self, msg_id: Option<u64>) -> Self {
        self.msg_id = msg_id;
        self
    }

    /// Comes from somebody else than the person it concerns, such as `sys`.
    #[must_use]
    pub fn sent_by(mut self, sender: impl Into<String>) -> Self {
        self.sender = Some(sender.into());
        self
    }

    /// The person wrote a text.
    #[must_use]
    pub fn text(content: &str, msg_id: Option<u64>) -> Self {
        Self::of_type("text").with("Content", content).numbered(msg_id)
    }

    /// The person followed, perhaps through a scene code: its scene and, if it is known, its ticket.
    #[must_use]
    pub fn subscribe(code: Option<(String, Option<String>)>) -> Self {
        let Some((scene, ticket)) = code else {
            return Self::event("subscribe").with("EventKey", "");
        };
        Self::event("subscribe")
            .with("EventKey", format!("qrscene_{scene}"))
            .with_ticket(ticket)
    }

    /// The person left.
    #[must_use]
    pub fn unsubscribe() -> Self {
        Self::event("unsubscribe").with("EventKey", "")
    }

    /// A follower scanned a scene code.
    #[must_use]
    pub fn scan(scene: String, ticket: Option<String>) -> Self {
        Self::event("SCAN").with("EventKey", scene).with_ticket(ticket)
    }

    /// A template message was handled: `success` or `failed:…`.
    #[must_use]
    pub fn template_report(message_id: u64, status: &str) -> Self {
        Self::event("TEMPLATESENDJOBFINISH")
            .with_number("MsgID", message_id)
            .with("Status", status)
    }

    fn with_ticket(self, ticket: Option<String>) -> Self {
        match ticket {
            Some(ticket) => self.with("Ticket", ticket),
            None => self,
        }
    }

    fn name(&self) -> &str {
        self.event.as_deref().unwrap_or(self.msg_type)
    }

    fn event_key(&self) -> Option<String> {
        let field = self.fields.iter().find(|field| field.name == "EventKey")?;
        match &field.value {
            Node::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn body_fields(&self, format: BodyFormat) -> Vec<Field> {
        if !self.flat_in_json || format == BodyFormat::Xml {
            return self.fields.clone();
        }
        let mut flat = Vec::new();
        for field in self.fields.clone() {
            match field.value {
                Node::Group(inner) => flat.extend(inner),
                _ => flat.push(field),
            }
        }
        flat
    }
}

/// A message ready to be sent, as often as needed.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Whom it concerns; `FromUserName` unless the platform itself speaks.
    pub open_id: String,
    /// `FromUserName`.
    pub sender: String,
    /// `ToUserName`.
    pub account: String,
    /// `MsgType`, or `Event` for events.
    pub name: String,
    /// `MsgId` of messages.
    pub msg_id: Option<u64>,
    /// `CreateTime`, Unix seconds.
    pub create_time: i64,
    /// `EventKey`, if any.
    pub event_key: Option<String>,
    /// What `clear` is written in.
    pub format: BodyFormat,
    /// The clear message.
    pub clear: String,
}

impl Outgoing {
    /// Writes a message that concerns `open_id` for an account.
    pub fn new(
        message: &Message,
        open_id: &str,
        identity: &Identity,
        format: BodyFormat,
        clock: Clock,
        chance: &mut Chance,
    ) -> Self {
        let create_time = clock.wall();
        let has_id = message.event.is_none();
        let msg_id = has_id.then(|| message.msg_id.unwrap_or_else(|| chance.message_id()));
        let sender = message.sender.clone().unwrap_or_else(|| open_id.to_owned());
        let mut fields = vec![
            Field::text("ToUserName", identity.original_id.as_str()),
            Field::text("FromUserName", sender.as_str()),
            Field::number("CreateTime", create_time),
            Field::text("MsgType", message.msg_type),
        ];
        fields.extend(message.event.as_ref().map(|event| Field::text("Event", event.as_str())));
        fields.extend(message.body_fields(format));
        fields.extend(msg_id.map(|id| Field::number("MsgId", id)));
        if let (Product::WeCom, Some(agent)) = (identity.product, identity.agent_id) {
            fields.push(Field::number("AgentID", agent));
        }
        Self {
            open_id: open_id.to_owned(),
            sender,
            account: identity.original_id.clone(),
            name: message.name().to_owned(),
            msg_id,
            create_time,
            event_key: message.event_key(),
            format,
            clear: write(&fields, format),
        }
    }

    /// A message given as it is, which may be anything.
    #[must_use]
    pub fn raw(clear: String) -> Self {
        let (root, format) = if clear.trim_start().starts_with('{') {
            (Element::parse_json(&clear), BodyFormat::Json)
        } else {
            (Element::parse(&clear), BodyFormat::Xml)
        };
        let root = root.unwrap_or_default();
        let text = |name| root.text_of(name).map(str::to_owned);
        let sender = text("FromUserName").unwrap_or_default();
        Self {
            open_id: sender.clone(),
            sender,
            account: text("ToUserName").unwrap_or_default(),
            name: text("Event")
                .or_else(|| text("MsgType"))
                .unwrap_or_else(|| "raw".to_owned()),
            msg_id: text("MsgId").and_then(|id| id.parse().ok()),
            create_time: text("CreateTime")
                .and_then(|time| time.parse().ok())
                .unwrap_or_default(),
            event_key: text("EventKey"),
            format,
            clear,
        }
    }
}

fn write(fields: &[Field], format: BodyFormat) -> String {
    match format {
        BodyFormat::Xml => {
            let mut out = String::new();
            xml::push_element(&mut out, "xml", |out| content::push_xml(out, fields));
            out
        }
        BodyFormat::Json => Value::Object(content::to_json(fields)).to_string(),
    }
}
