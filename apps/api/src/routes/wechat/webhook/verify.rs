//! Is it WeChat, is it now, is it for us?
//!
//! Whatever is wrong, a stranger hears the same: an answer that told a signature from an age or a padding would help to
//! forge one. The log says which it was.

use std::time::Duration;

use actix_web::web::Bytes;
use domain::time::Timestamp;
use wechat_protocol::envelope::{BodyFormat, KeySlot};
use wechat_protocol::wecom::callback::{Callback, CallbackQuery};
use wechat_protocol::{KeyRing, Limits, OuterBody, signature};

use super::account::WebhookAccount;
use super::query::SignedQuery;

/// A body in the clear, and how it came.
pub struct Opened {
    /// The message.
    pub message: Vec<u8>,
    /// The key that opened it, where it was sealed: the reply is sealed with the same.
    pub sealed: Option<KeySlot>,
    /// The language of the body, and so of the reply.
    pub format: BodyFormat,
}

/// A request is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not WeChat's, too old, or not for us; the word is for the log alone.
    Untrusted(&'static str),
    /// What is signed cannot be understood.
    Broken,
}

/// What the answer to the check of an address must be: `echostr`, in the clear.
///
/// # Errors
/// When it is not WeChat's.
pub fn echo(
    account: &WebhookAccount,
    raw: &str,
    query: &SignedQuery<'_>,
    now: Timestamp,
    tolerance: Duration,
) -> Result<Vec<u8>, Refusal> {
    let Some(callback) = &account.callback else {
        address(account, query, now, tolerance)?;
        return Ok(query.echostr.as_bytes().to_vec());
    };
    let asked = callback_query(raw)?;
    let clear = callback
        .verify_address(&asked)
        .map_err(|_| Refusal::Untrusted("echostr"))?;
    fresh(&asked.timestamp, now, tolerance)?;
    Ok(clear)
}

/// The message in a body.
///
/// # Errors
/// When it is not trusted or not understood.
pub fn open(
    account: &WebhookAccount,
    raw: &str,
    query: &SignedQuery<'_>,
    body: Bytes,
    now: Timestamp,
    tolerance: Duration,
) -> Result<Opened, Refusal> {
    match (&account.callback, &account.keys) {
        (Some(callback), _) => called_back(callback, raw, &body, now, tolerance),
        (None, Some(keys)) => sealed(account, keys, query, &body, now, tolerance),
        (None, None) => {
            address(account, query, now, tolerance)?;
            Ok(Opened {
                format: format_of(&body),
                message: body.into(),
                sealed: None,
            })
        }
    }
}

/// Whether the signature of the address itself is right, and fresh.
fn address(
    account: &WebhookAccount,
    query: &SignedQuery<'_>,
    now: Timestamp,
    tolerance: Duration,
) -> Result<(), Refusal> {
    if !signature::verify_url_signature(account.token(), &query.timestamp, &query.nonce, &query.signature) {
        return Err(Refusal::Untrusted("signature"));
    }
    fresh(&query.timestamp, now, tolerance)
}

fn sealed(
    account: &WebhookAccount,
    keys: &KeyRing,
    query: &SignedQuery<'_>,
    body: &[u8],
    now: Timestamp,
    tolerance: Duration,
) -> Result<Opened, Refusal> {
    if !query.encrypt_type.eq_ignore_ascii_case("aes") {
        return Err(Refusal::Untrusted("not encrypted"));
    }
    let Ok(outer) = OuterBody::parse(body, Limits::default()) else {
        // Only to WeChat itself is told that its body is broken.
        address(account, query, now, tolerance)?;
        return Err(Refusal::Broken);
    };
    let encrypt = outer.encrypt.as_deref().ok_or(Refusal::Untrusted("no envelope"))?;
    let (token, signed) = (account.token(), &query.msg_signature);
    if !signature::verify_message_signature(token, &query.timestamp, &query.nonce, encrypt, signed) {
        return Err(Refusal::Untrusted("signature"));
    }
    fresh(&query.timestamp, now, tolerance)?;
    let opened = keys
        .decrypt(encrypt, &account.app_id)
        .map_err(|_| Refusal::Untrusted("envelope"))?;
    Ok(Opened {
        message: opened.message,
        sealed: Some(opened.slot),
        format: outer.format,
    })
}

fn called_back(
    callback: &Callback,
    raw: &str,
    body: &[u8],
    now: Timestamp,
    tolerance: Duration,
) -> Result<Opened, Refusal> {
    let query = callback_query(raw)?;
    // WeCom signs nothing but the envelope: a body without one is a stranger's.
    let opened = callback
        .open(&query, body, Limits::default())
        .map_err(|_| Refusal::Untrusted("envelope"))?;
    fresh(&query.timestamp, now, tolerance)?;
    Ok(Opened {
        message: opened.message,
        sealed: Some(opened.slot),
        format: opened.format,
    })
}

/// Read anew: in WeCom's queries a plus is a plus.
fn callback_query(raw: &str) -> Result<CallbackQuery<'_>, Refusal> {
    CallbackQuery::parse(raw).map_err(|_| Refusal::Untrusted("query"))
}

fn fresh(timestamp: &str, now: Timestamp, tolerance: Duration) -> Result<(), Refusal> {
    let signed_at: i64 = timestamp.parse().map_err(|_| Refusal::Untrusted("timestamp"))?;
    let signed_at = Timestamp::from_unix_seconds(signed_at);
    let apart = now.since(signed_at).max(signed_at.since(now));
    if apart <= tolerance {
        Ok(())
    } else {
        Err(Refusal::Untrusted("stale"))
    }
}

fn format_of(body: &[u8]) -> BodyFormat {
    match body.trim_ascii_start().first() {
        Some(b'{') => BodyFormat::Json,
        _ => BodyFormat::Xml,
    }
}
