//! Messages of an app to members.
//!
//! Lengths are bytes of UTF-8 where not said otherwise. The platform cuts longer texts silently, so `check` refuses them.
//! <https://developer.work.weixin.qq.com/document/path/90236>

mod answer;
mod content;
mod update;

pub use answer::{Delivery, SentMessage};
pub use content::{Article, ContentItem, Message, MpArticle, TaskButton};
pub use update::{
    CardUpdate, GetStatistics, RecallMessage, Statistic, Statistics, StatisticsDay, UpdateTaskCard, UpdateTemplateCard,
    UpdatedMessage,
};

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::wecom_call;
use crate::api::{
    bounds,
    invalid::{Validity, charset, each, needed, present, rule},
};

/// Longest interval of the duplicate check, in seconds.
pub const MAX_DUPLICATE_CHECK_SECONDS: u32 = 4 * 3600;

/// To whom a message goes. `Debug` shows counts only.
#[derive(Clone, PartialEq, Eq)]
pub enum Recipients {
    /// Every member the app can see.
    Everyone,
    /// Members, departments' members and tags' members.
    Chosen {
        /// At most 1000.
        users: Vec<String>,
        /// At most 100.
        parties: Vec<i64>,
        /// At most 100.
        tags: Vec<i64>,
    },
}

impl std::fmt::Debug for Recipients {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Everyone => formatter.write_str("Everyone"),
            Self::Chosen { users, parties, tags } => formatter
                .debug_struct("Chosen")
                .field("users", &users.len())
                .field("parties", &parties.len())
                .field("tags", &tags.len())
                .finish(),
        }
    }
}

/// Whether a message may be passed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Safe {
    /// It may.
    #[default]
    No = 0,
    /// It is confidential. Not for news (40074); files of office and picture types only.
    Confidential = 1,
    /// Inside the corp; articles of the corp's own only.
    WithinCorp = 2,
}

/// Sends a message. `Debug` shows its type.
#[derive(Clone, PartialEq, Eq)]
pub struct SendMessage {
    /// To whom.
    pub to: Recipients,
    /// The app, whose token is used.
    pub agentid: i64,
    /// What.
    pub message: Message,
    /// Whether it may be passed on.
    pub safe: Safe,
    /// Whether third-party ids in it are translated.
    pub enable_id_trans: bool,
    /// For how many seconds the same request is dropped, at most 4 hours; not at all without it.
    pub duplicate_check: Option<u32>,
}
wecom_call!(SendMessage: post "/cgi-bin/message/send" => SentMessage, once);

impl std::fmt::Debug for SendMessage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SendMessage")
            .field("to", &self.to)
            .field("agentid", &self.agentid)
            .field("msgtype", &self.message.msgtype())
            .finish_non_exhaustive()
    }
}

impl Recipients {
    /// Members only.
    #[must_use]
    pub fn users<'a>(users: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Chosen {
            users: users.into_iter().map(str::to_owned).collect(),
            parties: Vec::new(),
            tags: Vec::new(),
        }
    }

    fn check(&self) -> Validity {
        let Self::Chosen { users, parties, tags } = self else {
            return Ok(());
        };
        let is_anybody = !(users.is_empty() && parties.is_empty() && tags.is_empty());
        needed("touser, toparty or totag", is_anybody)?;
        bounds::items("touser", users, 0..=1000)?;
        bounds::items("toparty", parties, 0..=100)?;
        bounds::items("totag", tags, 0..=100)?;
        each("touser", users, |id| {
            present("userid", id)?;
            charset("userid", id, "characters other than |", |c| c != '|')?;
            rule("userid", id != "@all", "everyone has a name of its own")
        })
    }
}

fn joined(ids: &[i64]) -> String {
    let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
    ids.join("|")
}

impl SendMessage {
    /// A message that may be passed on, without duplicate check.
    #[must_use]
    pub fn new(to: Recipients, agentid: i64, message: Message) -> Self {
        Self {
            to,
            agentid,
            message,
            safe: Safe::No,
            enable_id_trans: false,
            duplicate_check: None,
        }
    }

    /// Finds what the platform would refuse or silently cut.
    ///
    /// # Errors
    /// When the recipients (40032, 82001, 82002, 82003), the message or an option is outside its limits.
    pub fn check(&self) -> Validity {
        self.to.check()?;
        let fits = match self.safe {
            Safe::No => true,
            Safe::Confidential => !matches!(self.message, Message::News { .. }),
            Safe::WithinCorp => matches!(self.message, Message::MpNews { .. }),
        };
        rule("safe", fits, "not with this type of message")?;
        let is_notice = matches!(self.message, Message::MiniProgramNotice { .. });
        rule(
            "touser",
            !(is_notice && self.to == Recipients::Everyone),
            "not everyone for this type of message",
        )?;
        if let Some(seconds) = self.duplicate_check {
            bounds::value(
                "duplicate_check_interval",
                seconds,
                1..=MAX_DUPLICATE_CHECK_SECONDS.into(),
            )?;
        }
        self.message
            .check()
            .map_err(|error| error.within(self.message.msgtype()))
    }
}

impl Serialize for SendMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.to {
            Recipients::Everyone => map.serialize_entry("touser", "@all")?,
            Recipients::Chosen { users, parties, tags } => {
                for (name, ids) in [
                    ("touser", users.join("|")),
                    ("toparty", joined(parties)),
                    ("totag", joined(tags)),
                ] {
                    if !ids.is_empty() {
                        map.serialize_entry(name, &ids)?;
                    }
                }
            }
        }
        map.serialize_entry("msgtype", self.message.msgtype())?;
        map.serialize_entry("agentid", &self.agentid)?;
        map.serialize_entry(self.message.msgtype(), &self.message)?;
        if self.safe != Safe::No {
            map.serialize_entry("safe", &(self.safe as u8))?;
        }
        if self.enable_id_trans {
            map.serialize_entry("enable_id_trans", &1)?;
        }
        if let Some(seconds) = self.duplicate_check {
            map.serialize_entry("enable_duplicate_check", &1)?;
            map.serialize_entry("duplicate_check_interval", &seconds)?;
        }
        map.end()
    }
}
