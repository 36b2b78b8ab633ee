//! Apps of a corp, and what they make: login codes, chats; robots of groups.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::media::MediaLibrary;

/// Who can see an app.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Visible {
    /// User ids.
    pub users: Vec<String>,
    /// Departments, with those below.
    pub departments: Vec<i64>,
    /// Tags.
    pub tags: Vec<i64>,
}

/// An app.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Agent {
    /// What `agent/set` sets.
    pub profile: Map<String, Value>,
    /// Everybody without it.
    pub visible: Option<Visible>,
    /// Whether it may use customer contact (48002 otherwise).
    pub customer_contact: bool,
    /// Its menu.
    pub menu: Option<Value>,
}

impl Default for Agent {
    fn default() -> Self {
        Self {
            profile: Map::new(),
            visible: None,
            customer_contact: true,
            menu: None,
        }
    }
}

/// A code of web login.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginCode {
    /// Whose it is: a user id, or the open id of an outsider.
    pub person: String,
    /// Whether details may be asked for.
    pub private: bool,
    /// Unix seconds, simulated time.
    pub expires_at: i64,
    /// It works once.
    pub used: bool,
}

/// A chat that an app made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppChat {
    /// Its name.
    pub name: String,
    /// User id.
    pub owner: String,
    /// User ids.
    pub users: Vec<String>,
    /// The app that made it, which alone may use it.
    pub agent_id: i64,
}

/// A robot of a group.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Robot {
    /// Its name.
    pub name: String,
    /// When it spoke lately, Unix seconds, simulated time.
    pub spoke_at: Vec<i64>,
    /// What it said, newest last.
    pub messages: Vec<Value>,
    /// Its own media.
    pub media: MediaLibrary,
}

/// Shows nothing of people, and no secrets.
impl fmt::Debug for Robot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Robot").finish_non_exhaustive()
    }
}
