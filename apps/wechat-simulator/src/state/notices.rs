//! The notices that reached people, and how often the same one did.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::Value;

use super::journal::{Journal, Key, Page};
use super::records::{Channel, Notice, compact};
use crate::clock::wall_millis;

/// A notice that is about to reach a person.
#[derive(Debug)]
pub struct NewNotice {
    /// See [`Notice`].
    pub account: Arc<str>,
    /// See [`Notice`].
    pub open_id: String,
    /// See [`Notice`].
    pub channel: Channel,
    /// See [`Notice`].
    pub client_msg_id: Option<String>,
    /// See [`Notice`].
    pub template_id: Option<String>,
    /// See [`Notice`].
    pub content: Value,
    /// See [`Notice`].
    pub msgid: Option<u64>,
}

/// All notices.
#[derive(Debug)]
pub struct Notices {
    journal: Journal<Notice>,
    seen: HashMap<u64, u32>,
    by_msgid: HashMap<u64, Arc<Notice>>,
    capacity: usize,
}

impl Notices {
    /// None yet; keeps the newest `capacity`.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            journal: Journal::new(capacity),
            seen: HashMap::new(),
            by_msgid: HashMap::new(),
            capacity,
        }
    }

    /// Records that a notice reached its person.
    pub fn record(&mut self, new: NewNotice) {
        self.stay_bounded();
        let times = self.seen.entry(fingerprint(&new)).or_default();
        *times += 1;
        let times = *times;
        let NewNotice {
            account,
            open_id,
            channel,
            client_msg_id,
            template_id,
            content,
            msgid,
        } = new;
        let notice = self.journal.push(|sequence| Notice {
            sequence,
            at: wall_millis(),
            account,
            open_id,
            channel,
            client_msg_id,
            template_id,
            content: compact(&content),
            msgid,
            times,
            suppressed: 0.into(),
        });
        if let Some(msgid) = msgid {
            self.by_msgid.insert(msgid, notice);
        }
    }

    /// Records that a repetition of the notice with this message id was recognised.
    pub fn suppress(&mut self, msgid: u64) {
        if let Some(notice) = self.by_msgid.get(&msgid) {
            notice.suppressed.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// See [`Journal::page`].
    #[must_use]
    pub fn page(&self, keys: &[Key], since: u64, limit: usize) -> Page<Notice> {
        self.journal.page(keys, since, limit)
    }

    /// See [`Journal::dropped`].
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.journal.dropped()
    }

    /// The side tables start over when they have grown beyond the journal.
    fn stay_bounded(&mut self) {
        if self.seen.len() > 2 * self.capacity {
            self.seen.clear();
        }
        if self.by_msgid.len() > 2 * self.capacity {
            self.by_msgid.clear();
        }
    }
}

fn fingerprint(notice: &NewNotice) -> u64 {
    let mut hasher = DefaultHasher::new();
    notice.account.hash(&mut hasher);
    notice.open_id.hash(&mut hasher);
    notice.channel.hash(&mut hasher);
    match &notice.client_msg_id {
        Some(id) => id.hash(&mut hasher),
        None => (&notice.template_id, notice.content.to_string()).hash(&mut hasher),
    }
    hasher.finish()
}
