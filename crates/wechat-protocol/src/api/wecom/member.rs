//! A member of the corp.

use serde::{Deserialize, Serialize};

use crate::{
    api::{call::debug_showing, lenient, loose},
    quirks::optional_number_or_string,
};

/// A member. Everything but the id may be missing: new apps get neither picture, sex, numbers nor addresses, and no app
/// sees what the administrator hides. `Debug` shows the departments only.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Member {
    /// Who; letters' case does not matter.
    pub userid: String,
    /// Name.
    #[serde(deserialize_with = "loose::optional_text")]
    pub name: Option<String>,
    /// Departments.
    #[serde(deserialize_with = "lenient::list")]
    pub department: Vec<i64>,
    /// Place in each department.
    #[serde(deserialize_with = "lenient::list")]
    pub order: Vec<i64>,
    /// Position.
    #[serde(deserialize_with = "loose::optional_text")]
    pub position: Option<String>,
    /// Mobile number.
    #[serde(deserialize_with = "loose::optional_text")]
    pub mobile: Option<String>,
    /// 0 unknown, 1 male, 2 female; a text on the wire.
    #[serde(deserialize_with = "loose::optional_text")]
    pub gender: Option<String>,
    /// Personal e-mail address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub email: Option<String>,
    /// The corp's e-mail address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub biz_mail: Option<String>,
    /// Whether the member leads each department: 0 or 1.
    #[serde(deserialize_with = "lenient::list")]
    pub is_leader_in_dept: Vec<i64>,
    /// Whom the member reports to.
    #[serde(deserialize_with = "lenient::list")]
    pub direct_leader: Vec<String>,
    /// The picture's address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub avatar: Option<String>,
    /// The small picture's address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub thumb_avatar: Option<String>,
    /// Landline number.
    #[serde(deserialize_with = "loose::optional_text")]
    pub telephone: Option<String>,
    /// Another name.
    #[serde(deserialize_with = "loose::optional_text")]
    pub alias: Option<String>,
    /// Postal address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub address: Option<String>,
    /// Who, to a third party's app.
    #[serde(deserialize_with = "loose::optional_text")]
    pub open_userid: Option<String>,
    /// The first department.
    #[serde(deserialize_with = "optional_number_or_string")]
    pub main_department: Option<i64>,
    /// Fields of the corp's own.
    pub extattr: Option<ExtendedAttributes>,
    /// 1 active, 2 disabled, 4 not activated, 5 left.
    #[serde(deserialize_with = "optional_number_or_string")]
    pub status: Option<i64>,
    /// The address of the member's QR code.
    #[serde(deserialize_with = "loose::optional_text")]
    pub qr_code: Option<String>,
    /// Position that customers see.
    #[serde(deserialize_with = "loose::optional_text")]
    pub external_position: Option<String>,
    /// What customers see.
    pub external_profile: Option<ExternalProfile>,
}
debug_showing!(Member, department, status);

/// Fields of the corp's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExtendedAttributes {
    /// The fields.
    #[serde(deserialize_with = "lenient::list")]
    pub attrs: Vec<Attribute>,
}

/// What customers see of a member or corp.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExternalProfile {
    /// The corp's short name.
    #[serde(deserialize_with = "loose::optional_text", skip_serializing_if = "Option::is_none")]
    pub external_corp_name: Option<String>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechat_channels: Option<Channels>,
    /// Fields.
    #[serde(deserialize_with = "lenient::list")]
    pub external_attr: Vec<Attribute>,
}

/// A channel (视频号).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Channels {
    /// Its name.
    pub nickname: String,
    /// 0 shown, 1 hidden.
    #[serde(
        deserialize_with = "optional_number_or_string",
        skip_serializing_if = "Option::is_none"
    )]
    pub status: Option<i64>,
}

/// A field: text (`type` 0), web page (1) or Mini Program (2). `Debug` shows the type only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attribute {
    /// Which of the three is there.
    #[serde(rename = "type", deserialize_with = "lenient::number")]
    pub kind: i64,
    /// Its name.
    pub name: String,
    /// A text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<AttributeText>,
    /// A web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<AttributeWeb>,
    /// A Mini Program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub miniprogram: Option<AttributeMiniProgram>,
}
debug_showing!(Attribute, kind);

/// A text.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttributeText {
    /// The text.
    pub value: String,
}

/// A web page.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttributeWeb {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
}

/// A page of a Mini Program.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttributeMiniProgram {
    /// The Mini Program.
    pub appid: String,
    /// The page.
    pub pagepath: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}
