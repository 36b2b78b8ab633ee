//! What the data says once it is open. Unknown fields are accepted; `Debug` shows no person.

use serde::{Deserialize, Deserializer};

use crate::{
    hidden::hide_debug,
    quirks::{number_or_string, optional_number_or_string},
};

/// Who made the data, and when.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Watermark {
    /// The Mini Program.
    #[serde(rename = "appid")]
    pub app_id: String,
    /// Unix seconds.
    #[serde(deserialize_with = "number_or_string")]
    pub timestamp: i64,
}

#[derive(Deserialize)]
pub(super) struct Watermarked {
    pub(super) watermark: Watermark,
}

/// A person's profile (`getUserInfo`). Since late 2022 clients hand over a placeholder for name and avatar.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// The person.
    pub open_id: Option<String>,
    /// The person across the accounts of one owner.
    pub union_id: Option<String>,
    /// The name.
    pub nick_name: Option<String>,
    /// 0 unknown, 1 male, 2 female.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub gender: Option<u8>,
    /// The language, such as `zh_CN`.
    pub language: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The province.
    pub province: Option<String>,
    /// The country.
    pub country: Option<String>,
    /// The avatar's address.
    pub avatar_url: Option<String>,
    /// Who made it, and when.
    pub watermark: Watermark,
}

/// A phone number (`getPhoneNumber`).
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneNumber {
    /// With the country's code when it is foreign.
    pub phone_number: String,
    /// Without the country's code.
    pub pure_phone_number: String,
    /// The country's code, such as `86`; sent as a string or a number.
    #[serde(deserialize_with = "digits")]
    pub country_code: String,
    /// Who made it, and when.
    pub watermark: Watermark,
}

/// The group a page was shared to (`getShareInfo`).
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct GroupShare {
    /// The group's id towards this Mini Program.
    #[serde(rename = "openGId")]
    pub open_group_id: String,
    /// Who made it, and when.
    pub watermark: Watermark,
}

/// Steps of the last thirty days (`getWeRunData`).
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunData {
    /// One entry a day.
    pub step_info_list: Vec<StepInfo>,
    /// Who made it, and when.
    pub watermark: Watermark,
}

/// The steps of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct StepInfo {
    /// The day's beginning, in unix seconds.
    #[serde(deserialize_with = "number_or_string")]
    pub timestamp: i64,
    /// Steps.
    #[serde(deserialize_with = "number_or_string")]
    pub step: u64,
}

hide_debug!(UserInfo, PhoneNumber, GroupShare, RunData);

fn digits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    number_or_string::<D, u64>(deserializer).map(|number| number.to_string())
}
