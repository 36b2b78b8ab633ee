//! The parameters of a callback.

use std::{borrow::Cow, fmt};

use percent_encoding::percent_decode_str;

use super::error::CallbackError;

/// Longest query that is looked at, in bytes.
pub const QUERY_MAX_BYTES: usize = 8 * 1024;

/// The parameters of a callback, percent-decoded. `Debug` shows none: together with the body they open a door.
#[derive(Clone, PartialEq, Eq)]
pub struct CallbackQuery<'a> {
    /// The signature over the other three and the token.
    pub msg_signature: Cow<'a, str>,
    /// Unix seconds as text, exactly as signed.
    pub timestamp: Cow<'a, str>,
    /// Any text.
    pub nonce: Cow<'a, str>,
    /// The ciphertext to give back in the clear, in the check of the address only.
    pub echostr: Option<Cow<'a, str>>,
}

impl<'a> CallbackQuery<'a> {
    /// Reads a raw query (what follows `?`). A `+` stays a `+`: base64 has it, and blanks never occur.
    ///
    /// # Errors
    /// When a parameter is missing or twice there, or the query is too long or not UTF-8.
    pub fn parse(query: &'a str) -> Result<Self, CallbackError> {
        if query.len() > QUERY_MAX_BYTES {
            return Err(CallbackError::Query);
        }
        Ok(Self {
            msg_signature: required(query, "msg_signature")?,
            timestamp: required(query, "timestamp")?,
            nonce: required(query, "nonce")?,
            echostr: optional(query, "echostr")?,
        })
    }

    /// Takes parameters that a server framework has decoded. It decoded `+` as a blank, which is set right in `echostr`.
    #[must_use]
    pub fn from_decoded(msg_signature: &'a str, timestamp: &'a str, nonce: &'a str, echostr: Option<&'a str>) -> Self {
        Self {
            msg_signature: msg_signature.into(),
            timestamp: timestamp.into(),
            nonce: nonce.into(),
            echostr: echostr.map(|text| {
                if text.contains(' ') {
                    text.replace(' ', "+").into()
                } else {
                    text.into()
                }
            }),
        }
    }
}

fn required<'a>(query: &'a str, name: &'static str) -> Result<Cow<'a, str>, CallbackError> {
    optional(query, name)?.ok_or(CallbackError::Parameter(name))
}

fn optional<'a>(query: &'a str, name: &'static str) -> Result<Option<Cow<'a, str>>, CallbackError> {
    let mut values = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(key, _)| *key == name);
    let Some((_, value)) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(CallbackError::Parameter(name));
    }
    let decoded = percent_decode_str(value)
        .decode_utf8()
        .map_err(|_| CallbackError::Query)?;
    Ok(Some(decoded).filter(|decoded| !decoded.is_empty()))
}

impl fmt::Debug for CallbackQuery<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CallbackQuery(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_stays_a_plus_however_it_came() {
        for echostr in ["a+b/c=", "a%2Bb%2Fc%3D", "a%2bb/c%3d"] {
            let query = format!("timestamp=1&nonce=n%20x&echostr={echostr}&msg_signature=s");
            let read = CallbackQuery::parse(&query).unwrap();
            assert_eq!(read.echostr.as_deref(), Some("a+b/c="), "{echostr}");
            assert_eq!(read.nonce, "n x");
        }
        let decoded = CallbackQuery::from_decoded("s", "1", "n", Some("a b/c="));
        assert_eq!(decoded.echostr.as_deref(), Some("a+b/c="));
    }

    #[test]
    fn missing_double_endless_and_broken_parameters_are_refused() {
        let refusal = |query: &str| CallbackQuery::parse(query).unwrap_err();
        assert_eq!(refusal(""), CallbackError::Parameter("msg_signature"));
        assert_eq!(
            refusal("msg_signature=s&timestamp=1"),
            CallbackError::Parameter("nonce")
        );
        assert_eq!(
            refusal("msg_signature=s&timestamp=1&nonce=a&nonce=b"),
            CallbackError::Parameter("nonce")
        );
        assert_eq!(refusal("msg_signature=s&timestamp=1&nonce=%FF"), CallbackError::Query);
        assert_eq!(refusal(&"a".repeat(QUERY_MAX_BYTES + 1)), CallbackError::Query);
    }
}
