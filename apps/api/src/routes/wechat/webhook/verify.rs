//! Is it WeChat, is it now, is it for us?
//!
//! Whatever is wrong, a stranger hears the same: an answer that told a signature from an age or a padding would help to
//! forge one. The log says which it was.

use actix_web::web::Bytes;
use domain::time::Timestamp;
use secrecy::ExposeSecret as _;
use wechat_protocol::envelope::KeySlot;
use wechat_protocol::{Limits, OuterBody, signature};

use super::account::{MessageMode, WebhookAccount, WebhookSettings};
use super::query::SignedQuery;

/// A body in the clear, and how it came.
pub struct Opened {
    /// The message.
    pub message: Vec<u8>,
    /// The key that opened it, where it was sealed: the reply is sealed with the same.
    pub sealed: Option<KeySlot>,
}

/// A request is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not WeChat's, too old, or not for us; the word is for the log alone.
    Untrusted(&'static str),
    /// What is signed cannot be understood.
    Broken,
}

/// Whether the signature of the address itself is right, and fresh.
///
/// # Errors
/// When it is not.
pub fn address(
    settings: &WebhookSettings,
    account: &WebhookAccount,
    query: &SignedQuery<'_>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let token = account.token.expose_secret();
    let is_signed = signature::verify_url_signature(token, &query.timestamp, &query.nonce, &query.signature);
    if !is_signed {
        return Err(Refusal::Untrusted("signature"));
    }
    fresh(settings, query, now)
}

/// The message in a body.
///
/// # Errors
/// When it is not trusted or not understood.
pub fn open(
    settings: &WebhookSettings,
    account: &WebhookAccount,
    query: &SignedQuery<'_>,
    body: Bytes,
    now: Timestamp,
) -> Result<Opened, Refusal> {
    match &account.mode {
        MessageMode::Plain => {
            address(settings, account, query, now)?;
            Ok(Opened {
                message: body.into(),
                sealed: None,
            })
        }
        MessageMode::Compatible(_) | MessageMode::Safe(_) => sealed(settings, account, query, &body, now),
    }
}

fn sealed(
    settings: &WebhookSettings,
    account: &WebhookAccount,
    query: &SignedQuery<'_>,
    body: &[u8],
    now: Timestamp,
) -> Result<Opened, Refusal> {
    if !query.encrypt_type.eq_ignore_ascii_case("aes") {
        return Err(Refusal::Untrusted("not encrypted"));
    }
    let Ok(outer) = OuterBody::parse(body, Limits::default()) else {
        // Only to WeChat itself is told that its body is broken.
        address(settings, account, query, now)?;
        return Err(Refusal::Broken);
    };
    let encrypt = outer.encrypt.as_deref().ok_or(Refusal::Untrusted("no envelope"))?;
    let token = account.token.expose_secret();
    let signed = &query.msg_signature;
    if !signature::verify_message_signature(token, &query.timestamp, &query.nonce, encrypt, signed) {
        return Err(Refusal::Untrusted("signature"));
    }
    fresh(settings, query, now)?;
    let keys = account.mode.keys().ok_or(Refusal::Untrusted("no key"))?;
    let opened = keys
        .decrypt(encrypt, &account.app_id)
        .map_err(|_| Refusal::Untrusted("envelope"))?;
    Ok(Opened {
        message: opened.message,
        sealed: Some(opened.slot),
    })
}

fn fresh(settings: &WebhookSettings, query: &SignedQuery<'_>, now: Timestamp) -> Result<(), Refusal> {
    let signed_at: i64 = query.timestamp.parse().map_err(|_| Refusal::Untrusted("timestamp"))?;
    let signed_at = Timestamp::from_unix_seconds(signed_at);
    let apart = now.since(signed_at).max(signed_at.since(now));
    if apart <= settings.tolerance {
        Ok(())
    } else {
        Err(Refusal::Untrusted("stale"))
    }
}
