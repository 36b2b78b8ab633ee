//! Chats between a person and an agent.

use serde::{Deserialize, Serialize};

use crate::api::call::{api_call, debug_showing};
use crate::api::{Empty, Query, lenient};

/// Who talks with whom. `Debug` does not show the person.
#[derive(Clone, PartialEq, Eq, Serialize)]
struct Pair {
    kf_account: String,
    openid: String,
}
debug_showing!(Pair, kf_account);

impl Pair {
    fn new(kf_account: &str, openid: &str) -> Self {
        Self {
            kf_account: kf_account.to_owned(),
            openid: openid.to_owned(),
        }
    }
}

/// Begins a chat; the agent must be online, and the person must have written within 48 hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CreateSession(Pair);
api_call!(CreateSession: post "/customservice/kfsession/create" => Empty, repeatable);

impl CreateSession {
    /// Between this agent and this person.
    #[must_use]
    pub fn new(kf_account: &str, openid: &str) -> Self {
        Self(Pair::new(kf_account, openid))
    }
}

/// Ends a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CloseSession(Pair);
api_call!(CloseSession: post "/customservice/kfsession/close" => Empty, repeatable);

impl CloseSession {
    /// Between this agent and this person.
    #[must_use]
    pub fn new(kf_account: &str, openid: &str) -> Self {
        Self(Pair::new(kf_account, openid))
    }
}

/// Asks which agent talks with a person. `Debug` does not show whom.
#[derive(Clone, PartialEq, Eq)]
pub struct GetSession {
    openid: String,
}
api_call!(GetSession: get "/customservice/kfsession/getsession" => SessionOf, repeatable {
    fn query(&self) -> Query<'_> { vec![("openid", self.openid.as_str().into())] }
});
debug_showing!(GetSession);

impl GetSession {
    /// Of this person.
    #[must_use]
    pub fn new(openid: &str) -> Self {
        Self {
            openid: openid.to_owned(),
        }
    }
}

/// Which agent talks with a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SessionOf {
    /// Since when, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub createtime: i64,
    /// The agent; empty for none.
    pub kf_account: String,
}

/// Asks with whom an agent talks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSessions {
    kf_account: String,
}
api_call!(ListSessions: get "/customservice/kfsession/getsessionlist" => SessionList, repeatable {
    fn query(&self) -> Query<'_> { vec![("kf_account", self.kf_account.as_str().into())] }
});

impl ListSessions {
    /// Of this agent.
    #[must_use]
    pub fn new(kf_account: &str) -> Self {
        Self {
            kf_account: kf_account.to_owned(),
        }
    }
}

/// With whom an agent talks.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SessionList {
    /// The chats.
    #[serde(default, deserialize_with = "lenient::list")]
    pub sessionlist: Vec<Session>,
}

/// A chat. `Debug` does not show the person.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Session {
    /// Since when, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub createtime: i64,
    /// The person.
    pub openid: String,
}
debug_showing!(Session, createtime);

/// Asks who waits for an agent; the first 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListWaiting;
api_call!(ListWaiting: get "/customservice/kfsession/getwaitcase" => WaitingList, repeatable);

/// Who waits for an agent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct WaitingList {
    /// How many wait.
    #[serde(deserialize_with = "lenient::number")]
    pub count: u64,
    /// The first 100.
    #[serde(deserialize_with = "lenient::list")]
    pub waitcaselist: Vec<WaitingPerson>,
}

/// A person who waits. `Debug` does not show whom.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct WaitingPerson {
    /// When they last wrote, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub latest_time: i64,
    /// The person.
    pub openid: String,
}
debug_showing!(WaitingPerson, latest_time);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json, query};

    #[test]
    fn requests_are_written_as_documented() {
        let written = r#"{"kf_account":"test1@test","openid":"OPENID"}"#;
        assert_eq!(json(&CreateSession::new("test1@test", "OPENID")), written);
        assert_eq!(json(&CloseSession::new("test1@test", "OPENID")), written);
        assert_eq!(query(&GetSession::new("OPENID")), "openid=OPENID");
        assert_eq!(query(&ListSessions::new("test1@test")), "kf_account=test1@test");
    }

    #[test]
    fn answers_are_read_as_documented_and_debug_shows_nobody() {
        let session = answer::<GetSession>(r#"{"createtime":123456789,"kf_account":"test1@test"}"#);
        assert_eq!(session.kf_account, "test1@test");
        let list = answer::<ListSessions>(r#"{"sessionlist":[{"createtime":"123456789","openid":"HIDDEN"}]}"#);
        assert_eq!(list.sessionlist[0].createtime, 123_456_789);
        let waiting =
            answer::<ListWaiting>(r#"{"count":150,"waitcaselist":[{"latest_time":123456789,"openid":"HIDDEN"}]}"#);
        assert_eq!(waiting.count, 150);
        let created = CreateSession::new("a@b", "HIDDEN");
        assert!(!format!("{list:?} {waiting:?} {created:?}").contains("HIDDEN"));
    }
}
