//! The encrypted answer to a push.

use serde::Serialize;

use crate::{
    document::{self, BodyFormat},
    limits::Limits,
    parse_error::ParseError,
    signature, xml,
};

/// An encrypted reply with what the platform needs to verify it. The literal answers `success` and the empty body are
/// never encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EncryptedReply {
    /// The sealed reply in base64.
    pub encrypt: String,
    /// The message signature over token, timestamp, nonce and `encrypt`.
    #[serde(rename = "MsgSignature")]
    pub signature: String,
    /// Unix seconds.
    #[serde(rename = "TimeStamp")]
    pub timestamp: i64,
    /// The request's nonce or any other.
    pub nonce: String,
}

impl EncryptedReply {
    /// Signs a sealed reply. `timestamp` is unix seconds.
    #[must_use]
    pub fn sign(token: &str, timestamp: i64, nonce: &str, encrypt: String) -> Self {
        let signature = signature::message_signature(token, &timestamp.to_string(), nonce, &encrypt);
        Self {
            encrypt,
            signature,
            timestamp,
            nonce: nonce.to_owned(),
        }
    }

    /// The response body in the language of the push.
    #[must_use]
    pub fn to_body(&self, format: BodyFormat) -> String {
        match format {
            BodyFormat::Xml => self.to_xml(),
            BodyFormat::Json => self.to_json(),
        }
    }

    /// The response body as XML.
    #[must_use]
    pub fn to_xml(&self) -> String {
        let mut out = String::with_capacity(self.encrypt.len() + 256);
        xml::push_element(&mut out, "xml", |out| {
            xml::push_text(out, "Encrypt", &self.encrypt);
            xml::push_text(out, "MsgSignature", &self.signature);
            xml::push_number(out, "TimeStamp", self.timestamp);
            xml::push_text(out, "Nonce", &self.nonce);
        });
        out
    }

    /// The response body as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings and an integer are always JSON")
    }

    /// Reads a reply, as the platform does.
    ///
    /// # Errors
    /// When it is malformed, exceeds the limits, or lacks a field.
    pub fn parse(body: &[u8], limits: Limits) -> Result<Self, ParseError> {
        let (root, _) = document::parse(body, limits)?;
        let field = |name| root.get(name).ok_or(ParseError::MissingField(name));
        Ok(Self {
            encrypt: field("Encrypt")?.to_owned(),
            signature: field("MsgSignature")?.to_owned(),
            timestamp: field("TimeStamp")?
                .parse()
                .map_err(|_| ParseError::InvalidField("TimeStamp"))?,
            nonce: field("Nonce")?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_are_written_as_documented() {
        let reply = EncryptedReply {
            encrypt: "a=".into(),
            signature: "s".into(),
            timestamp: 17,
            nonce: "n".into(),
        };
        assert_eq!(
            reply.to_body(BodyFormat::Xml),
            "<xml><Encrypt><![CDATA[a=]]></Encrypt><MsgSignature><![CDATA[s]]></MsgSignature>\
             <TimeStamp>17</TimeStamp><Nonce><![CDATA[n]]></Nonce></xml>"
        );
        assert_eq!(
            reply.to_body(BodyFormat::Json),
            r#"{"Encrypt":"a=","MsgSignature":"s","TimeStamp":17,"Nonce":"n"}"#
        );
        for format in [BodyFormat::Xml, BodyFormat::Json] {
            assert_eq!(
                EncryptedReply::parse(reply.to_body(format).as_bytes(), Limits::default()).unwrap(),
                reply
            );
        }
    }

    #[test]
    fn the_signature_verifies() {
        let reply = EncryptedReply::sign("token", 1_710_000_000, "nonce", "abc=".into());
        let EncryptedReply {
            signature: signed,
            encrypt,
            ..
        } = &reply;
        assert!(signature::verify_message_signature(
            "token",
            "1710000000",
            "nonce",
            encrypt,
            signed
        ));
    }
}
