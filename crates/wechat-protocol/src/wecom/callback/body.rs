//! The body of a callback as it travels.

use std::borrow::Cow;

use crate::{
    document::{self, BodyFormat},
    limits::Limits,
    parse_error::ParseError,
};

/// What a callback shows before decryption: whom it is for, and the ciphertext.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackBody<'a> {
    /// The corp or suite, not to be trusted.
    pub to_user_name: Option<Cow<'a, str>>,
    /// The app, not to be trusted.
    pub agent_id: Option<i64>,
    /// The ciphertext in base64, exactly as received.
    pub encrypt: Cow<'a, str>,
    /// XML from apps, JSON from robots.
    pub format: BodyFormat,
}

impl<'a> CallbackBody<'a> {
    /// Parses a body: `<xml>…<Encrypt>` or `{"encrypt":…}`.
    ///
    /// # Errors
    /// When it is malformed, exceeds the limits, or has no ciphertext: WeCom sends nothing in the clear.
    pub fn parse(body: &'a [u8], limits: Limits) -> Result<Self, ParseError> {
        let (mut root, format) = document::parse(body, limits)?;
        let agent_id = root.get("AgentID").and_then(|digits| digits.parse().ok());
        let mut field = |name| root.take(name).filter(|text| !text.is_empty());
        Ok(Self {
            to_user_name: field("ToUserName"),
            agent_id,
            encrypt: field("Encrypt")
                .or_else(|| field("encrypt"))
                .ok_or(ParseError::MissingField("Encrypt"))?,
            format,
        })
    }
}
