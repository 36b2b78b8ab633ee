//! Agents of human customer service; at most 100 (61452 to 61461 tell what is wrong with one).

use serde::{Deserialize, Serialize};

use crate::api::call::api_call;
use crate::api::official_account::media::{File, FileFault};
use crate::api::{Empty, OutOfBounds, Query, Upload, bounds, lenient};

/// Longest name of an agent, in characters.
pub const MAX_NICKNAME_CHARS: u64 = 16;
/// Largest picture of an agent, in bytes.
const MAX_PICTURE_BYTES: u64 = 5 * 1024 * 1024;

/// Makes an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddAgent {
    kf_account: String,
    nickname: String,
}
api_call!(AddAgent: post "/customservice/kfaccount/add" => Empty, once);

impl AddAgent {
    /// Named `kf_account` (`name@account`), shown to people as `nickname`.
    ///
    /// # Errors
    /// When the nickname is empty or longer than [`MAX_NICKNAME_CHARS`].
    pub fn new(kf_account: &str, nickname: &str) -> Result<Self, OutOfBounds> {
        bounds::characters("nickname", nickname, 1..=MAX_NICKNAME_CHARS)?;
        Ok(Self {
            kf_account: kf_account.to_owned(),
            nickname: nickname.to_owned(),
        })
    }
}

/// Changes what people see of an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct UpdateAgent(AddAgent);
api_call!(UpdateAgent: post "/customservice/kfaccount/update" => Empty, repeatable);

impl UpdateAgent {
    /// The agent `kf_account` is shown as `nickname` from now on.
    ///
    /// # Errors
    /// When the nickname is empty or longer than [`MAX_NICKNAME_CHARS`].
    pub fn new(kf_account: &str, nickname: &str) -> Result<Self, OutOfBounds> {
        AddAgent::new(kf_account, nickname).map(Self)
    }
}

/// Ends an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteAgent {
    kf_account: String,
}
api_call!(DeleteAgent: get "/customservice/kfaccount/del" => Empty, repeatable {
    fn query(&self) -> Query<'_> { vec![("kf_account", self.kf_account.as_str().into())] }
});

impl DeleteAgent {
    /// This one.
    #[must_use]
    pub fn new(kf_account: &str) -> Self {
        Self {
            kf_account: kf_account.to_owned(),
        }
    }
}

/// Sets an agent's picture: JPEG or PNG, best 640 × 640.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadAgentPicture<'a> {
    kf_account: String,
    file: File<'a>,
}
api_call!(UploadAgentPicture<'a>: upload "/customservice/kfaccount/uploadheadimg" => Empty, repeatable {
    fn query(&self) -> Query<'_> { vec![("kf_account", self.kf_account.as_str().into())] }
});

impl<'a> UploadAgentPicture<'a> {
    /// Of this agent.
    ///
    /// # Errors
    /// When it is no JPEG or PNG, empty, or larger than 5 MB.
    pub fn new(kf_account: &str, file: File<'a>) -> Result<Self, FileFault> {
        file.check(&["image/jpeg", "image/png"], MAX_PICTURE_BYTES)?;
        Ok(Self {
            kf_account: kf_account.to_owned(),
            file,
        })
    }

    fn upload(&self) -> Upload<'a> {
        self.file.upload()
    }
}

/// Invites a person to be an agent; they accept in WeChat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InviteAgent {
    kf_account: String,
    invite_wx: String,
}
api_call!(InviteAgent: post "/customservice/kfaccount/inviteworker" => Empty, once);

impl InviteAgent {
    /// The person with this WeChat name, as this agent.
    #[must_use]
    pub fn new(kf_account: &str, invite_wx: &str) -> Self {
        Self {
            kf_account: kf_account.to_owned(),
            invite_wx: invite_wx.to_owned(),
        }
    }
}

/// Asks for the agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListAgents;
api_call!(ListAgents: get "/cgi-bin/customservice/getkflist" => AgentList, repeatable);

/// The agents.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AgentList {
    /// The agents.
    #[serde(default, deserialize_with = "lenient::list")]
    pub kf_list: Vec<Agent>,
}

/// An agent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Agent {
    /// `name@account`.
    pub kf_account: String,
    /// The name people see.
    pub kf_nick: String,
    /// The number.
    #[serde(deserialize_with = "lenient::text")]
    pub kf_id: String,
    /// The picture's address.
    pub kf_headimgurl: String,
    /// The agent's own WeChat name, once they accepted.
    pub kf_wx: String,
    /// Who was invited, until they accepted.
    pub invite_wx: String,
    /// When the invitation ends, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub invite_expire_time: i64,
    /// `waiting`, `rejected` or `expired`.
    pub invite_status: String,
}

/// Asks for the agents who are online.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListOnlineAgents;
api_call!(ListOnlineAgents: get "/cgi-bin/customservice/getonlinekflist" => OnlineAgentList, repeatable);

/// The agents who are online.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OnlineAgentList {
    /// The agents.
    #[serde(default, deserialize_with = "lenient::list")]
    pub kf_online_list: Vec<OnlineAgent>,
}

/// An agent who is online.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct OnlineAgent {
    /// `name@account`.
    pub kf_account: String,
    /// 1: on the web.
    #[serde(deserialize_with = "lenient::number")]
    pub status: u32,
    /// The number.
    #[serde(deserialize_with = "lenient::text")]
    pub kf_id: String,
    /// With how many people they talk.
    #[serde(deserialize_with = "lenient::number")]
    pub accepted_case: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json, query};

    #[test]
    fn requests_are_written_as_documented_within_their_limits() {
        let written = r#"{"kf_account":"test1@test","nickname":"客服1"}"#;
        assert_eq!(json(&AddAgent::new("test1@test", "客服1").unwrap()), written);
        assert_eq!(json(&UpdateAgent::new("test1@test", "客服1").unwrap()), written);
        for (length, good) in [(0, false), (16, true), (17, false)] {
            assert_eq!(AddAgent::new("a@b", &"客".repeat(length)).is_ok(), good, "{length}");
        }
        assert_eq!(query(&DeleteAgent::new("test1@test")), "kf_account=test1@test");
        assert_eq!(
            json(&InviteAgent::new("test1@test", "test_kfwx")),
            r#"{"kf_account":"test1@test","invite_wx":"test_kfwx"}"#
        );
        let picture = |content_type| File {
            name: "a.png",
            content_type,
            bytes: b"png",
        };
        let upload = UploadAgentPicture::new("a@b", picture("image/png")).unwrap();
        assert_eq!(query(&upload), "kf_account=a@b");
        assert!(UploadAgentPicture::new("a@b", picture("image/gif")).is_err());
    }

    #[test]
    fn answers_are_read_as_documented() {
        let list = answer::<ListAgents>(
            r#"{"kf_list":[{"kf_account":"test1@test","kf_headimgurl":"http://mmbiz","kf_id":"1001","kf_nick":"ntest1","kf_wx":"kfwx1"},
                {"kf_account":"test3@test","kf_id":1003,"kf_nick":"ntest3","invite_wx":"kfwx3","invite_expire_time":123456789,
                 "invite_status":"waiting"}]}"#,
        );
        assert_eq!(
            (list.kf_list[0].kf_id.as_str(), list.kf_list[1].kf_id.as_str()),
            ("1001", "1003")
        );
        let online = answer::<ListOnlineAgents>(
            r#"{"kf_online_list":[{"kf_account":"test1@test","status":1,"kf_id":"1001","accepted_case":"1"}]}"#,
        );
        assert_eq!(online.kf_online_list[0].accepted_case, 1);
    }
}
