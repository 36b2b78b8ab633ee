//! Group chats of members with customers.

use serde::{Deserialize, Serialize};

use super::wecom_call;
use crate::{
    api::{
        bounds,
        call::debug_showing,
        invalid::{Validity, present},
        lenient, loose,
    },
    quirks::optional_number_or_string,
};

/// Lists group chats. `Debug` shows the limit.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListGroupChats {
    /// 0 all, 1 the owner is leaving, 2 being handed over, 3 handed over.
    pub status_filter: u8,
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_filter: Option<OwnerFilter>,
    /// Empty at first, then that of the last answer.
    pub cursor: String,
    /// 1 to 1000.
    pub limit: u32,
}
debug_showing!(ListGroupChats, limit);
wecom_call!(ListGroupChats: post "/cgi-bin/externalcontact/groupchat/list" => GroupChats, repeatable);

/// Whose group chats. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerFilter {
    /// At most 100 members.
    pub userid_list: Vec<String>,
}
debug_showing!(OwnerFilter);

impl ListGroupChats {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When a number is outside its limits.
    pub fn check(&self) -> Validity {
        bounds::value("status_filter", self.status_filter, 0..=3)?;
        if let Some(filter) = &self.owner_filter {
            bounds::items("owner_filter.userid_list", &filter.userid_list, 1..=100)?;
        }
        Ok(bounds::value("limit", self.limit, 1..=1000)?)
    }
}

/// The answer to [`ListGroupChats`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GroupChats {
    /// The chats.
    #[serde(deserialize_with = "lenient::list")]
    pub group_chat_list: Vec<GroupChatState>,
    /// For the next call; none at the end.
    #[serde(deserialize_with = "loose::optional_text")]
    pub next_cursor: Option<String>,
}

/// A group chat in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GroupChatState {
    /// The chat.
    pub chat_id: String,
    /// 0 normal, 1 the owner is leaving, 2 being handed over, 3 handed over.
    #[serde(deserialize_with = "lenient::number")]
    pub status: i64,
}

/// Asks for a group chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetGroupChat {
    /// The chat.
    pub chat_id: String,
    /// 1 with members' names, 0 without.
    pub need_name: u8,
}
wecom_call!(GetGroupChat: post "/cgi-bin/externalcontact/groupchat/get" => GroupChatAnswer, repeatable);

impl GetGroupChat {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the chat is missing or the flag is no flag.
    pub fn check(&self) -> Validity {
        present("chat_id", &self.chat_id)?;
        Ok(bounds::value("need_name", self.need_name, 0..=1)?)
    }
}

/// The answer to [`GetGroupChat`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GroupChatAnswer {
    /// The chat.
    pub group_chat: GroupChat,
}

/// A group chat. `Debug` shows its id.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GroupChat {
    /// The chat.
    pub chat_id: String,
    /// Its name.
    #[serde(deserialize_with = "loose::or_default")]
    pub name: String,
    /// The member who owns it.
    #[serde(deserialize_with = "loose::or_default")]
    pub owner: String,
    /// Since when, in unix seconds.
    #[serde(deserialize_with = "optional_number_or_string")]
    pub create_time: Option<i64>,
    /// The notice above it.
    #[serde(deserialize_with = "loose::optional_text")]
    pub notice: Option<String>,
    /// Who is in it.
    #[serde(deserialize_with = "lenient::list")]
    pub member_list: Vec<GroupMember>,
    /// Who leads it.
    #[serde(deserialize_with = "lenient::list")]
    pub admin_list: Vec<GroupAdmin>,
}
debug_showing!(GroupChat, chat_id);

/// Who is in a group chat. `Debug` shows the type.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GroupMember {
    /// Member or customer.
    pub userid: String,
    /// 1 member, 2 customer.
    #[serde(rename = "type", deserialize_with = "lenient::number")]
    pub kind: i64,
    /// The customer, in every app of the Open Platform account.
    #[serde(deserialize_with = "loose::optional_text")]
    pub unionid: Option<String>,
    /// Unix seconds.
    #[serde(deserialize_with = "optional_number_or_string")]
    pub join_time: Option<i64>,
    /// 1 invited by a member, 2 by a link, 3 by a code.
    #[serde(deserialize_with = "optional_number_or_string")]
    pub join_scene: Option<i64>,
    /// Who invited.
    pub invitor: Option<GroupAdmin>,
    /// The name within the chat.
    #[serde(deserialize_with = "loose::optional_text")]
    pub group_nickname: Option<String>,
    /// The name, where it was asked for.
    #[serde(deserialize_with = "loose::optional_text")]
    pub name: Option<String>,
}
debug_showing!(GroupMember, kind);

/// A member by id. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GroupAdmin {
    /// The member.
    pub userid: String,
}
debug_showing!(GroupAdmin);
