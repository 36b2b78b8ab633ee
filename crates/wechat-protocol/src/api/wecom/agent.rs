//! An app of the corp.

use serde::{Deserialize, Serialize};

use super::wecom_call;
use crate::api::{Empty, Query, call::debug_showing, lenient, loose};

/// Asks for an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetAgent {
    /// The app.
    pub agentid: i64,
}
wecom_call!(GetAgent: get "/cgi-bin/agent/get" => Agent, repeatable {
    fn query(&self) -> Query<'_> { vec![("agentid", self.agentid.to_string().into())] }
});

/// An app. `Debug` leaves out who may see it.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Agent {
    /// The app.
    #[serde(deserialize_with = "lenient::number")]
    pub agentid: i64,
    /// Its name.
    pub name: String,
    /// Its picture's address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub square_logo_url: Option<String>,
    /// What it is for.
    #[serde(deserialize_with = "loose::optional_text")]
    pub description: Option<String>,
    /// Members who may see it.
    pub allow_userinfos: AllowedUsers,
    /// Departments that may see it.
    pub allow_partys: AllowedParties,
    /// Tags that may see it.
    pub allow_tags: AllowedTags,
    /// Whether it is stopped.
    #[serde(deserialize_with = "lenient::flag")]
    pub close: bool,
    /// The domain of its pages.
    #[serde(deserialize_with = "loose::optional_text")]
    pub redirect_domain: Option<String>,
    /// 0 does not report places, 1 reports when entered.
    #[serde(deserialize_with = "lenient::number")]
    pub report_location_flag: i64,
    /// Whether it reports that it was entered.
    #[serde(deserialize_with = "lenient::flag")]
    pub isreportenter: bool,
    /// Its start page.
    #[serde(deserialize_with = "loose::optional_text")]
    pub home_url: Option<String>,
}
debug_showing!(Agent, agentid, name, close);

/// Members who may see an app.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AllowedUsers {
    /// The members.
    #[serde(deserialize_with = "lenient::list")]
    pub user: Vec<AllowedUser>,
}

/// A member who may see an app.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AllowedUser {
    /// The member.
    pub userid: String,
}

/// Departments that may see an app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AllowedParties {
    /// The departments.
    #[serde(deserialize_with = "lenient::list")]
    pub partyid: Vec<i64>,
}

/// Tags that may see an app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AllowedTags {
    /// The tags.
    #[serde(deserialize_with = "lenient::list")]
    pub tagid: Vec<i64>,
}

/// Changes the given fields of an app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetAgent {
    /// The app.
    pub agentid: i64,
    /// 0 does not report places, 1 reports when entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_location_flag: Option<u8>,
    /// The picture, a temporary medium.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_mediaid: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The domain of its pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_domain: Option<String>,
    /// 1 reports that it was entered, 0 does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isreportenter: Option<u8>,
    /// Its start page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_url: Option<String>,
}
wecom_call!(SetAgent: post "/cgi-bin/agent/set" => Empty, repeatable);
