//! Sending mass messages.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

use super::MassMessage;
use crate::api::call::{api_call, debug_showing};
use crate::api::{OutOfBounds, bounds};
use crate::quirks::{number_or_string, optional_number_or_string};

/// Longest `clientmsgid`, in bytes.
pub const MAX_CLIENT_MSG_ID_BYTES: u64 = 32;

/// Who gets a mass message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MassAudience {
    /// All followers.
    Everybody,
    /// Followers with a tag.
    Tag(i64),
}

/// What both ways to send have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Common {
    message: MassMessage,
    send_ignore_reprint: bool,
    clientmsgid: Option<String>,
}

impl Common {
    fn new(message: MassMessage) -> Self {
        Self {
            message,
            send_ignore_reprint: false,
            clientmsgid: None,
        }
    }

    fn identify(&mut self, id: &str) -> Result<(), OutOfBounds> {
        bounds::bytes("clientmsgid", id, 1..=MAX_CLIENT_MSG_ID_BYTES)?;
        self.clientmsgid = Some(id.to_owned());
        Ok(())
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(self.message.member(), &self.message)?;
        map.serialize_entry("msgtype", self.message.msgtype())?;
        map.serialize_entry("send_ignore_reprint", &u8::from(self.send_ignore_reprint))?;
        match &self.clientmsgid {
            Some(id) => map.serialize_entry("clientmsgid", id),
            None => Ok(()),
        }
    }
}

macro_rules! common_choices {
    ($name:ident) => {
        impl $name {
            /// Articles that turn out to be reprints are sent all the same, where their author allows it.
            #[must_use]
            pub fn with_reprints(mut self) -> Self {
                self.common.send_ignore_reprint = true;
                self
            }

            /// Within 24 hours, the same id is sent once: a repetition is refused with 45065 and gives the first
            /// `msg_id`. Without an id WeChat takes a digest of audience and message.
            ///
            /// # Errors
            /// When the id is empty or longer than 32 bytes.
            pub fn identified(mut self, id: &str) -> Result<Self, OutOfBounds> {
                self.common.identify(id)?;
                Ok(self)
            }
        }
    };
}

/// Sends to all followers, or to those with a tag.
///
/// Repeatable: within 24 hours WeChat recognises the repetition, by the id or else by its own digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendMass {
    audience: MassAudience,
    common: Common,
}
api_call!(SendMass: post "/cgi-bin/message/mass/sendall" => MassSent, repeatable);
common_choices!(SendMass);

impl SendMass {
    /// This message to these followers.
    #[must_use]
    pub fn new(audience: MassAudience, message: MassMessage) -> Self {
        Self {
            audience,
            common: Common::new(message),
        }
    }
}

#[derive(Serialize)]
struct Filter {
    is_to_all: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag_id: Option<i64>,
}

impl Serialize for SendMass {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tag_id = match self.audience {
            MassAudience::Everybody => None,
            MassAudience::Tag(tag) => Some(tag),
        };
        let is_to_all = tag_id.is_none();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("filter", &Filter { is_to_all, tag_id })?;
        self.common.write(&mut map)?;
        map.end()
    }
}

/// Sends to 2 to 10,000 people by their open ids; for service accounts. `Debug` does not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct SendMassTo {
    touser: Vec<String>,
    common: Common,
}
api_call!(SendMassTo: post "/cgi-bin/message/mass/send" => MassSent, repeatable);
debug_showing!(SendMassTo, common);
common_choices!(SendMassTo);

impl SendMassTo {
    /// This message to these people.
    ///
    /// # Errors
    /// When there are fewer than 2 or more than 10,000.
    pub fn new(touser: Vec<String>, message: MassMessage) -> Result<Self, OutOfBounds> {
        bounds::items("touser", &touser, 2..=10_000)?;
        Ok(Self {
            touser,
            common: Common::new(message),
        })
    }
}

impl Serialize for SendMassTo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("touser", &self.touser)?;
        self.common.write(&mut map)?;
        map.end()
    }
}

/// The message was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct MassSent {
    /// The `MsgID` of the event to come.
    #[serde(deserialize_with = "number_or_string")]
    pub msg_id: u64,
    /// Names the articles in statistics, with their index: `msg_data_id` + `_1`.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub msg_data_id: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::super::MassImages;
    use super::*;
    use crate::api::official_account::testing::{answer, json, refusal};
    use crate::api::{ApiAnswer, RawAnswer};

    fn articles() -> MassMessage {
        MassMessage::MpNews {
            media_id: "123dsdajkasd231jhksad".into(),
        }
    }

    #[test]
    fn requests_are_written_as_documented() {
        let tagged = SendMass::new(MassAudience::Tag(2), articles());
        assert_eq!(
            json(&tagged),
            r#"{"filter":{"is_to_all":false,"tag_id":2},"mpnews":{"media_id":"123dsdajkasd231jhksad"},"msgtype":"mpnews","send_ignore_reprint":0}"#
        );
        let images = MassImages::new(vec!["a".into(), "b".into()])
            .unwrap()
            .recommended("xxx")
            .with_comments(false);
        let all = SendMass::new(MassAudience::Everybody, MassMessage::Images(images)).with_reprints();
        assert_eq!(
            json(&all.identified("send_tag_2").unwrap()),
            r#"{"filter":{"is_to_all":true},"images":{"media_ids":["a","b"],"recommend":"xxx","need_open_comment":1,"only_fans_can_comment":0},"msgtype":"image","send_ignore_reprint":1,"clientmsgid":"send_tag_2"}"#
        );
        let text = MassMessage::Text {
            content: "活动🎉".into(),
        };
        let few = SendMassTo::new(vec!["OPENID1".into(), "OPENID2".into()], text).unwrap();
        assert_eq!(
            json(&few),
            "{\"touser\":[\"OPENID1\",\"OPENID2\"],\"text\":{\"content\":\"活动🎉\"},\"msgtype\":\"text\",\"send_ignore_reprint\":0}"
        );
    }

    #[test]
    fn limits_hold_on_both_sides() {
        for (people, good) in [(1, false), (2, true), (10_000, true), (10_001, false)] {
            assert_eq!(
                SendMassTo::new(vec!["o".into(); people], articles()).is_ok(),
                good,
                "{people}"
            );
        }
        for (length, good) in [(0, false), (32, true), (33, false)] {
            let call = SendMass::new(MassAudience::Everybody, articles());
            assert_eq!(call.identified(&"i".repeat(length)).is_ok(), good, "{length}");
        }
        assert!(
            SendMass::new(MassAudience::Everybody, articles())
                .identified(&"中".repeat(11))
                .is_err()
        );
        assert!(MassImages::new(Vec::new()).is_err());
    }

    #[test]
    fn ids_are_exact_and_a_repetition_gives_the_first() {
        let sent = answer::<SendMass>(
            r#"{"errcode":0,"errmsg":"send job submission success","msg_id":9007199254740993,"msg_data_id":"206227730"}"#,
        );
        assert_eq!(
            (sent.msg_id, sent.msg_data_id),
            (9_007_199_254_740_993, Some(206_227_730))
        );
        let again = r#"{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":34182}"#;
        assert_eq!(refusal::<SendMass>(again), 45065);
        let first = MassSent::read_already_done(RawAnswer::of(again.as_bytes())).unwrap();
        assert_eq!(first.msg_id, 34182);
    }
}
