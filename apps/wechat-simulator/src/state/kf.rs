//! Human helpers (客服) of an official account and their conversations.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

/// Messages kept for `msgrecord/getmsglist`.
const KEPT_RECORDS: usize = 10_000;

/// One helper.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Helper {
    /// Number, from 1001.
    pub id: u64,
    /// Shown to people.
    pub nickname: String,
    /// The WeChat name bound or invited.
    pub wechat_name: Option<String>,
    /// Whether the invitation was accepted.
    pub bound: bool,
    /// Whether the helper is at the desk.
    pub online: bool,
    /// The address of the picture.
    pub head_image: Option<String>,
}

/// One conversation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The helper's account.
    pub kf_account: String,
    /// Unix seconds, simulated time.
    pub created_at: i64,
}

/// One line of the record of a conversation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KfRecord {
    /// The helper's account.
    pub worker: String,
    /// The person.
    pub openid: String,
    /// 2002 helper speaks, 2003 person speaks.
    pub opercode: i64,
    /// Unix seconds, simulated time.
    pub time: i64,
    /// What was said.
    pub text: String,
}

/// All helpers, conversations and waiting people.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KfDesk {
    /// Helpers by account (`name@account`).
    pub helpers: BTreeMap<String, Helper>,
    /// Conversations by open id.
    pub sessions: BTreeMap<String, Session>,
    /// People who wait for a helper, with the second since when.
    pub waiting: BTreeMap<String, i64>,
    records: VecDeque<KfRecord>,
    last_id: u64,
}

impl KfDesk {
    /// A number for a new helper.
    pub fn next_id(&mut self) -> u64 {
        self.last_id = self.last_id.max(1000) + 1;
        self.last_id
    }

    /// Notes what was said between a person and the helper of their conversation.
    pub fn note(&mut self, open_id: &str, worker: Option<&str>, opercode: i64, now: i64, text: &str) {
        let session = self.sessions.get(open_id).map(|session| session.kf_account.as_str());
        let Some(worker) = worker.or(session) else { return };
        let record = KfRecord {
            worker: worker.to_owned(),
            openid: open_id.to_owned(),
            opercode,
            time: now,
            text: text.to_owned(),
        };
        if self.records.len() == KEPT_RECORDS {
            self.records.pop_front();
        }
        self.records.push_back(record);
    }

    /// What was said, oldest first; the position is the `msgid`.
    pub fn records(&self) -> impl Iterator<Item = (usize, &KfRecord)> {
        self.records
            .iter()
            .enumerate()
            .map(|(place, record)| (place + 1, record))
    }
}
