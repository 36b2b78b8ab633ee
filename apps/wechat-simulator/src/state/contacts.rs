//! External contacts (外部联系人) of a corp.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::bounded::Bounded;

/// Everything about them.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Contacts {
    /// By external user id.
    pub people: BTreeMap<String, Contact>,
    /// User ids, in lower case, of members who may have contacts.
    pub members: BTreeSet<String>,
    /// 企业标签, by group id.
    pub tag_groups: BTreeMap<String, TagGroup>,
    /// Welcome codes.
    pub welcome_codes: Bounded<WelcomeCode>,
    /// 客户群, by chat id.
    pub groups: BTreeMap<String, CustomerGroup>,
}

/// One external contact.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// The name.
    pub name: String,
    /// 1 WeChat, 2 WeCom.
    pub kind: i64,
    /// 0 unknown, 1 male, 2 female.
    pub gender: i64,
    /// Of a corp that bound an open platform account.
    pub union_id: Option<String>,
    /// Of somebody in another corp.
    pub corp_name: Option<String>,
    /// Who has the contact, by user id in lower case.
    pub follows: BTreeMap<String, Follow>,
}

/// What a member knows about a contact.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Follow {
    /// The member as written.
    pub userid: String,
    /// The member's name for them.
    pub remark: String,
    /// About them.
    pub description: String,
    /// Unix seconds, simulated time.
    pub created_at: i64,
    /// Ids of tags.
    pub tags: BTreeSet<String>,
    /// Their company.
    pub remark_company: String,
    /// Their numbers.
    pub remark_mobiles: Vec<String>,
    /// `state` of the way they came.
    pub state: String,
    /// 1 by code, …
    pub add_way: i64,
}

/// A group of tags.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagGroup {
    /// Its name.
    pub name: String,
    /// Unix seconds, simulated time.
    pub created_at: i64,
    /// Larger comes first.
    pub order: i64,
    /// By id.
    pub tags: BTreeMap<String, ContactTag>,
}

/// A tag.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ContactTag {
    /// Its name.
    pub name: String,
    /// Unix seconds, simulated time.
    pub created_at: i64,
    /// Larger comes first.
    pub order: i64,
}

/// Lets one message greet a new contact.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WelcomeCode {
    /// The new contact.
    pub external_userid: String,
    /// The member.
    pub userid: String,
    /// Unix seconds, simulated time.
    pub expires_at: i64,
    /// It works once.
    pub used: bool,
}

/// A group with customers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerGroup {
    /// Its name.
    pub name: String,
    /// User id.
    pub owner: String,
    /// Unix seconds, simulated time.
    pub created_at: i64,
    /// User ids and external user ids.
    pub members: Vec<String>,
}

impl Contacts {
    /// The tag with this id, with its group.
    #[must_use]
    pub fn tag(&self, id: &str) -> Option<(&str, &TagGroup, &ContactTag)> {
        let mut groups = self.tag_groups.iter();
        groups.find_map(|(group_id, group)| Some((group_id.as_str(), group, group.tags.get(id)?)))
    }
}

/// Shows nothing of people, and no secrets.
impl fmt::Debug for Contact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Contact").finish_non_exhaustive()
    }
}

/// Shows nothing of people, and no secrets.
impl fmt::Debug for Follow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Follow").finish_non_exhaustive()
    }
}

/// Shows nothing of people, and no secrets.
impl fmt::Debug for Contacts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Contacts").finish_non_exhaustive()
    }
}
