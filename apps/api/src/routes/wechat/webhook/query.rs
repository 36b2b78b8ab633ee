//! The query of a webhook request.

use std::borrow::Cow;

use url::form_urlencoded;

/// What WeChat puts into the address. Absent and empty are the same.
#[derive(Default)]
pub struct SignedQuery<'a> {
    /// Over token, timestamp and nonce.
    pub signature: Cow<'a, str>,
    /// Over these and the envelope.
    pub msg_signature: Cow<'a, str>,
    /// Unix seconds, signed as written.
    pub timestamp: Cow<'a, str>,
    /// Any text.
    pub nonce: Cow<'a, str>,
    /// `aes` where there is an envelope.
    pub encrypt_type: Cow<'a, str>,
    /// To be sent back, in the check of the address.
    pub echostr: Cow<'a, str>,
}

impl<'a> SignedQuery<'a> {
    /// Reads a query string; of a repeated parameter the last counts.
    pub fn parse(query: &'a str) -> Self {
        let mut signed = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "signature" => signed.signature = value,
                "msg_signature" => signed.msg_signature = value,
                "timestamp" => signed.timestamp = value,
                "nonce" => signed.nonce = value,
                "encrypt_type" => signed.encrypt_type = value,
                "echostr" => signed.echostr = value,
                _ => {}
            }
        }
        signed
    }
}
