//! The people as one account sees them.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::chat::Chat;
use super::windows::{Interaction, Windows};

/// More people than this are refused, so that a runaway script cannot fill the memory.
pub const MOST_PEOPLE: usize = 500_000;

/// One WeChat user as this account sees them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Which human being this is; state files of form 1 did not say.
    #[serde(default)]
    pub human: u64,
    /// The identifier of the person for this account.
    pub open_id: String,
    /// Shown on the phone only; WeChat no longer tells it to accounts.
    pub nickname: String,
    /// Whether the person follows the account.
    pub subscribed: bool,
    /// Unix seconds of the latest follow, simulated time.
    pub subscribed_at: Option<i64>,
    /// `ADD_SCENE_…` of the latest follow.
    pub subscribe_scene: String,
    /// The scene of the code through which the person followed, if any.
    pub qr_scene: Option<String>,
    /// Ids of the tags the account gave, in order.
    pub tags: Vec<i64>,
    /// What the account calls the person.
    #[serde(default)]
    pub remark: String,
    /// Whether the account put the person on its black list.
    #[serde(default)]
    pub blacklisted: bool,
    /// 1 iOS, 2 Android, 3 other.
    #[serde(default = "android")]
    pub client_platform: i64,
    /// Subscribe messages the person agreed to and that were not sent yet, by template; one-time subscriptions
    /// (一次性订阅) by `scene/template`.
    #[serde(default)]
    pub consents: BTreeMap<String, u32>,
    /// Unix seconds of the latest interaction, simulated time.
    #[serde(default)]
    pub last_contact: Option<i64>,
    /// Until when the account is shown as typing.
    #[serde(default)]
    pub typing_until: Option<i64>,
    /// Open send windows.
    #[serde(default)]
    pub windows: Windows,
    /// What the phone shows.
    #[serde(default)]
    pub chat: Chat,
}

fn android() -> i64 {
    2
}

/// Somebody who is to become a person to an account.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// The open id; drawn when there is none.
    pub open_id: Option<String>,
    /// The name of a human that is new.
    pub nickname: Option<String>,
    /// A human that is there already.
    pub human: Option<u64>,
}

/// A person without the chat, for lists.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonSummary {
    /// See [`Person`].
    pub human: u64,
    /// See [`Person`].
    pub open_id: String,
    /// See [`Person`].
    pub nickname: String,
    /// See [`Person`].
    pub subscribed: bool,
    /// See [`Person`].
    pub tags: Vec<i64>,
}

impl Person {
    /// Someone who does not follow the account yet.
    #[must_use]
    pub fn new(open_id: String, nickname: String, human: u64) -> Self {
        Self {
            human,
            open_id,
            nickname,
            subscribed: false,
            subscribed_at: None,
            subscribe_scene: String::new(),
            qr_scene: None,
            tags: Vec::new(),
            remark: String::new(),
            blacklisted: false,
            client_platform: android(),
            consents: BTreeMap::new(),
            last_contact: None,
            typing_until: None,
            windows: Windows::default(),
            chat: Chat::default(),
        }
    }

    /// Follows the account, through the code of `scene` if there is one.
    pub fn follow(&mut self, scene: Option<&str>, now: i64) {
        self.subscribed = true;
        self.subscribed_at = Some(now);
        self.subscribe_scene = if scene.is_some() {
            "ADD_SCENE_QR_CODE"
        } else {
            "ADD_SCENE_SEARCH"
        }
        .to_owned();
        self.qr_scene = scene.map(str::to_owned);
    }

    /// Does something that lets the account answer.
    pub fn interact(&mut self, by: Interaction, now: i64) {
        self.windows.open(by, now);
        self.last_contact = Some(now);
    }

    /// Uses one consent; false when there is none.
    pub fn spend_consent(&mut self, key: &str) -> bool {
        let Some(left) = self.consents.get_mut(key) else {
            return false;
        };
        *left -= 1;
        if *left == 0 {
            self.consents.remove(key);
        }
        true
    }

    /// Leaves the account; WeChat forgets the tags with it.
    pub fn unfollow(&mut self) {
        self.subscribed = false;
        self.tags.clear();
        self.windows.close_all();
    }

    /// For lists.
    #[must_use]
    pub fn summary(&self) -> PersonSummary {
        PersonSummary {
            human: self.human,
            open_id: self.open_id.clone(),
            nickname: self.nickname.clone(),
            subscribed: self.subscribed,
            tags: self.tags.clone(),
        }
    }
}

/// All people, in the order they were added.
#[derive(Debug, Default)]
pub struct People {
    list: Vec<Person>,
    by_open_id: HashMap<String, usize>,
}

impl People {
    /// Restores saved people.
    #[must_use]
    pub fn restore(list: Vec<Person>) -> Self {
        let by_open_id = list
            .iter()
            .enumerate()
            .map(|(place, person)| (person.open_id.clone(), place))
            .collect();
        Self { list, by_open_id }
    }

    /// Adds a person unless one with that open id exists.
    pub fn add(&mut self, person: Person) {
        if !self.knows(&person.open_id) {
            self.by_open_id.insert(person.open_id.clone(), self.list.len());
            self.list.push(person);
        }
    }

    /// Whether somebody has this open id.
    #[must_use]
    pub fn knows(&self, open_id: &str) -> bool {
        self.by_open_id.contains_key(open_id)
    }

    /// Whether there may be no more people.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.list.len() >= MOST_PEOPLE
    }

    /// The person with this open id.
    #[must_use]
    pub fn get(&self, open_id: &str) -> Option<&Person> {
        self.list.get(*self.by_open_id.get(open_id)?)
    }

    /// The person with this open id, to change.
    pub fn get_mut(&mut self, open_id: &str) -> Option<&mut Person> {
        self.list.get_mut(*self.by_open_id.get(open_id)?)
    }

    /// Everybody, oldest first.
    #[must_use]
    pub fn list(&self) -> &[Person] {
        &self.list
    }
}
