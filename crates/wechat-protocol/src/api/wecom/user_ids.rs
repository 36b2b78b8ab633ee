//! Finding members' ids, and turning them into others.

use serde::{Deserialize, Serialize};

use super::wecom_call;
use crate::{
    api::{bounds, call::debug_showing, invalid::Validity, loose},
    quirks::number_or_string,
};

/// Lists every member's id with each of its departments, for the directory-sync token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListMemberIds {
    /// Empty at first, then that of the last answer.
    pub cursor: String,
    /// 1 to 10,000.
    pub limit: u32,
}
wecom_call!(ListMemberIds: post "/cgi-bin/user/list_id" => MemberIds, repeatable);

impl ListMemberIds {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the limit is outside.
    pub fn check(&self) -> Validity {
        Ok(bounds::value("limit", self.limit, 1..=10_000)?)
    }
}

/// The answer to [`ListMemberIds`]. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct MemberIds {
    /// For the next call; none at the end.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub next_cursor: Option<String>,
    /// One for each member and department, so a member may come several times.
    #[serde(default, deserialize_with = "loose::or_default")]
    pub dept_user: Vec<DepartmentMember>,
}
debug_showing!(MemberIds);

/// A member in a department. `Debug` shows the department only.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct DepartmentMember {
    /// The member.
    pub userid: String,
    /// The department.
    #[serde(deserialize_with = "number_or_string")]
    pub department: i64,
}
debug_showing!(DepartmentMember, department);

/// The open id of a member, for payments. 43004: the member has no WeChat account. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConvertToOpenId {
    /// The member.
    pub userid: String,
}
debug_showing!(ConvertToOpenId);
wecom_call!(ConvertToOpenId: post "/cgi-bin/user/convert_to_openid" => OpenId, repeatable);

/// The answer to [`ConvertToOpenId`]. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct OpenId {
    /// The open id.
    pub openid: String,
}
debug_showing!(OpenId);

/// The member of an open id. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConvertToUserId {
    /// The open id.
    pub openid: String,
}
debug_showing!(ConvertToUserId);
wecom_call!(ConvertToUserId: post "/cgi-bin/user/convert_to_userid" => UserId, repeatable);

/// The member of a mobile number. Errors about more than a fifth of the corp's headcount block the call for a day.
/// `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindMemberByMobile {
    /// The number.
    pub mobile: String,
}
debug_showing!(FindMemberByMobile);
wecom_call!(FindMemberByMobile: post "/cgi-bin/user/getuserid" => UserId, repeatable);

/// The member of an e-mail address. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindMemberByEmail {
    /// The address.
    pub email: String,
    /// 1 the corp's, 2 a personal one.
    pub email_type: u8,
}
debug_showing!(FindMemberByEmail);
wecom_call!(FindMemberByEmail: post "/cgi-bin/user/get_userid_by_email" => UserId, repeatable);

impl FindMemberByEmail {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the type is neither.
    pub fn check(&self) -> Validity {
        Ok(bounds::value("email_type", self.email_type, 1..=2)?)
    }
}

/// A member's id. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct UserId {
    /// The member.
    pub userid: String,
}
debug_showing!(UserId);
