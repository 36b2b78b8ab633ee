//! Group chats that an app creates and writes to.
//!
//! <https://developer.work.weixin.qq.com/document/path/90245>

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

use super::{message::Message, wecom_call};
use crate::api::{
    Empty, Query, bounds,
    call::debug_showing,
    invalid::{Validity, charset, present, rule},
    lenient,
};

/// Creates a group chat. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateAppChat {
    /// At most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The owner, one of the members; anyone without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// 2 to 2000 members.
    pub userlist: Vec<String>,
    /// At most 32 ASCII letters and digits; chosen by the platform without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chatid: Option<String>,
}
debug_showing!(CreateAppChat);
wecom_call!(CreateAppChat: post "/cgi-bin/appchat/create" => CreatedAppChat, once);

/// The answer to [`CreateAppChat`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CreatedAppChat {
    /// The chat.
    pub chatid: String,
}

impl CreateAppChat {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When a name, the id or the number of members is outside its limits, or the owner is no member.
    pub fn check(&self) -> Validity {
        if let Some(name) = &self.name {
            bounds::characters("name", name, 0..=50)?;
        }
        bounds::items("userlist", &self.userlist, 2..=2000)?;
        let is_member = self.owner.as_ref().is_none_or(|owner| self.userlist.contains(owner));
        rule("owner", is_member, "one of the members")?;
        self.chatid.iter().try_for_each(|id| {
            bounds::characters("chatid", id, 1..=32)?;
            charset("chatid", id, "ASCII letters and digits", |c| c.is_ascii_alphanumeric())
        })
    }
}

/// Changes a group chat. `Debug` shows the chat.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateAppChat {
    /// The chat.
    pub chatid: String,
    /// At most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Who joins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_user_list: Vec<String>,
    /// Who leaves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub del_user_list: Vec<String>,
}
debug_showing!(UpdateAppChat, chatid);
wecom_call!(UpdateAppChat: post "/cgi-bin/appchat/update" => Empty, repeatable);

impl UpdateAppChat {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the chat is missing or the name too long.
    pub fn check(&self) -> Validity {
        present("chatid", &self.chatid)?;
        match &self.name {
            Some(name) => Ok(bounds::characters("name", name, 0..=50)?),
            None => Ok(()),
        }
    }
}

/// Asks for a group chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetAppChat {
    /// The chat.
    pub chatid: String,
}
wecom_call!(GetAppChat: get "/cgi-bin/appchat/get" => AppChatAnswer, repeatable {
    fn query(&self) -> Query<'_> { vec![("chatid", self.chatid.as_str().into())] }
});

/// The answer to [`GetAppChat`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AppChatAnswer {
    /// The chat.
    pub chat_info: AppChat,
}

/// A group chat. `Debug` shows its id.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AppChat {
    /// The chat.
    pub chatid: String,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: String,
    /// Its members.
    #[serde(deserialize_with = "lenient::list")]
    pub userlist: Vec<String>,
}
debug_showing!(AppChat, chatid);

/// Writes to a group chat. `Debug` shows chat and type.
#[derive(Clone, PartialEq, Eq)]
pub struct SendToAppChat {
    /// The chat.
    pub chatid: String,
    /// Text, picture, recording, video, file, text card, articles or markdown.
    pub message: Message,
    /// Whether it is confidential.
    pub safe: bool,
}
wecom_call!(SendToAppChat: post "/cgi-bin/appchat/send" => Empty, once);

impl std::fmt::Debug for SendToAppChat {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SendToAppChat")
            .field("chatid", &self.chatid)
            .field("msgtype", &self.message.msgtype())
            .finish_non_exhaustive()
    }
}

impl SendToAppChat {
    /// Finds what the platform would refuse or silently cut.
    ///
    /// # Errors
    /// When the chat is missing, or the message is outside its limits or of a type that chats do not take.
    pub fn check(&self) -> Validity {
        present("chatid", &self.chatid)?;
        let is_for_chats = !matches!(
            self.message,
            Message::MiniProgramNotice { .. } | Message::TaskCard { .. } | Message::TemplateCard(_)
        );
        rule("msgtype", is_for_chats, "of a type that chats take")?;
        self.message
            .check()
            .map_err(|error| error.within(self.message.msgtype()))
    }
}

impl Serialize for SendToAppChat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("chatid", &self.chatid)?;
        map.serialize_entry("msgtype", self.message.msgtype())?;
        map.serialize_entry(self.message.msgtype(), &self.message)?;
        map.serialize_entry("safe", &u8::from(self.safe))?;
        map.end()
    }
}
