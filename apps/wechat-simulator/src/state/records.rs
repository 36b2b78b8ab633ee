//! What the simulator remembers about calls, notices and callbacks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::journal::{Indexed, Key};
use super::tokens::Validity;

/// One call of the WeChat API.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Number in the journal.
    pub sequence: u64,
    /// Unix milliseconds of its arrival.
    pub at: i64,
    /// Name of the account whose call it was.
    pub account: Arc<str>,
    /// Path, e.g. `/cgi-bin/message/custom/send`.
    pub api: String,
    /// HTTP method.
    pub method: String,
    /// What its token was worth.
    pub token: Validity,
    /// People it concerns.
    pub open_ids: Vec<String>,
    /// The request body as text, cut at [`KEPT_BODY`] bytes.
    pub body: String,
    /// The answer it would have got without a fault, or got by an error code; none when it never took effect.
    pub answer: Option<Box<RawValue>>,
    /// Whether it changed anything a person or the account can notice.
    pub took_effect: bool,
    /// The fault that struck it, in words.
    pub fault: Option<String>,
}

/// Bytes of a body that are kept.
pub const KEPT_BODY: usize = 8 * 1024;

impl Indexed for Call {
    fn keys(&self) -> Vec<Key> {
        let people = self.open_ids.iter().cloned().map(Key::Person);
        let own = [Key::Api(self.api.clone()), Key::Account(Arc::clone(&self.account))];
        own.into_iter().chain(people).collect()
    }
}

/// One notice that reached a person.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Number in the journal.
    pub sequence: u64,
    /// Unix milliseconds.
    pub at: i64,
    /// Name of the account that sent it.
    pub account: Arc<str>,
    /// Whom it reached.
    pub open_id: String,
    /// How it came.
    pub channel: Channel,
    /// The sender's idempotency key, if the request had one.
    pub client_msg_id: Option<String>,
    /// Template id of a template message.
    pub template_id: Option<String>,
    /// Text of a customer-service text, its whole inner object otherwise, or the `data` of a template message.
    pub content: Box<RawValue>,
    /// Message id of a template or subscribe message, as text: it does not fit a float.
    #[serde(serialize_with = "as_text")]
    pub msgid: Option<u64>,
    /// How often an identical notice has reached this person, this one included.
    pub times: u32,
    /// How many repeated requests were recognised by `client_msg_id` and did not reach the person.
    #[serde(serialize_with = "count")]
    pub suppressed: AtomicU32,
}

/// How a notice came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Channel {
    /// `message/custom/send`
    Custom,
    /// `message/template/send`
    Template,
    /// `message/subscribe/…` and one-time subscriptions
    Subscribe,
    /// `message/mass/…`
    Mass,
    /// `message/send` of a WeCom app
    App,
    /// `externalcontact/send_welcome_msg`
    Welcome,
}

impl Indexed for Notice {
    fn keys(&self) -> Vec<Key> {
        vec![
            Key::Person(self.open_id.clone()),
            Key::Account(Arc::clone(&self.account)),
        ]
    }
}

/// One attempt to deliver a message to the callback.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallbackAttempt {
    /// Number in the journal.
    pub sequence: u64,
    /// Unix milliseconds of its start.
    pub at: i64,
    /// Name of the account whose callback it is.
    pub account: Arc<str>,
    /// Attempts of one message share this number.
    pub delivery_id: u64,
    /// 1, 2 or 3.
    pub attempt: u32,
    /// The sender of the message.
    pub open_id: String,
    /// `MsgType`, or the `Event` of an event.
    pub message: String,
    /// `MsgId`, if the message has one, as text.
    #[serde(serialize_with = "as_text")]
    pub msg_id: Option<u64>,
    /// HTTP status of the answer, if there was one.
    pub status: Option<u16>,
    /// Milliseconds until it settled.
    pub duration_ms: u64,
    /// How it went.
    pub outcome: Outcome,
    /// What was wrong, in words.
    pub problem: Option<String>,
}

impl Indexed for CallbackAttempt {
    fn keys(&self) -> Vec<Key> {
        vec![
            Key::Person(self.open_id.clone()),
            Key::Account(Arc::clone(&self.account)),
        ]
    }
}

/// How an attempt went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// `success` or an empty body: nothing is shown.
    Acknowledged,
    /// A usable reply.
    Replied,
    /// No answer in time.
    Timeout,
    /// No connection, or it broke.
    ConnectionError,
    /// A status other than 200.
    HttpStatus,
    /// Status 200 with something that is not a valid reply.
    Unusable,
}

impl Outcome {
    /// Whether WeChat is content and stops repeating.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Acknowledged | Self::Replied)
    }
}

/// One exchange in full, for the panel on the phone page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// Number, from 1.
    pub sequence: u64,
    /// Unix milliseconds.
    pub at: i64,
    /// Name of the account it concerns.
    pub account: Arc<str>,
    /// `callback` when the platform called, `api` when it was called.
    pub direction: &'static str,
    /// Method and path.
    pub title: String,
    /// Query of the request; access tokens are left out.
    pub query: String,
    /// Whom it concerns.
    pub open_ids: Vec<String>,
    /// Body as it was sent.
    pub request: String,
    /// The message before encryption; none when it was sent as it is.
    pub clear: Option<String>,
    /// Status and problem, or the fault.
    pub result: String,
    /// Body of the response as it came.
    pub response: String,
    /// The reply after decryption; none when it came as it is.
    pub reply: Option<String>,
    /// How long it took.
    pub duration_ms: u64,
}

/// JSON as its text, which takes a fraction of the memory of its tree.
///
/// # Panics
/// Never: what was a value is valid JSON.
#[must_use]
pub fn compact(value: &serde_json::Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).expect("the text of a value is JSON")
}

/// Ids are text in JSON: JavaScript would round them.
pub fn as_text<S: Serializer>(id: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
    match id {
        Some(id) => serializer.collect_str(id),
        None => serializer.serialize_none(),
    }
}

fn count<S: Serializer>(count: &AtomicU32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u32(count.load(Ordering::Relaxed))
}
