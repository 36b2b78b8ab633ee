//! Followers: who they are and what the account noted of them.

use serde::{Deserialize, Serialize};

use crate::api::call::{api_call, debug_showing};
use crate::api::{Empty, OutOfBounds, Query, bounds, lenient, paths};

/// Most people in one [`GetUsers`].
pub const MAX_USERS: u64 = 100;
/// Longest remark, in bytes: WeChat wants fewer than 30.
pub const MAX_REMARK_BYTES: u64 = 29;

/// Asks what is known of a person. `Debug` does not show whom.
#[derive(Clone, PartialEq, Eq)]
pub struct GetUser {
    openid: String,
}
api_call!(GetUser: get paths::USER_INFO => User, repeatable {
    fn query(&self) -> Query<'_> { vec![("openid", self.openid.as_str().into()), ("lang", "zh_CN".into())] }
});
debug_showing!(GetUser);

impl GetUser {
    /// This person.
    #[must_use]
    pub fn new(openid: &str) -> Self {
        Self {
            openid: openid.to_owned(),
        }
    }
}

/// Asks what is known of up to 100 people. `Debug` does not show whom.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct GetUsers {
    user_list: Vec<Wanted>,
}
api_call!(GetUsers: post "/cgi-bin/user/info/batchget" => UserList, repeatable);
debug_showing!(GetUsers);

#[derive(Clone, PartialEq, Eq, Serialize)]
struct Wanted {
    openid: String,
    lang: &'static str,
}

impl GetUsers {
    /// These people.
    ///
    /// # Errors
    /// When there is none or more than [`MAX_USERS`].
    pub fn new(openids: &[String]) -> Result<Self, OutOfBounds> {
        bounds::items("user_list", openids, 1..=MAX_USERS)?;
        let wanted = |openid: &String| Wanted {
            openid: openid.clone(),
            lang: "zh_CN",
        };
        Ok(Self {
            user_list: openids.iter().map(wanted).collect(),
        })
    }
}

/// What is known of people.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserList {
    /// In the order asked; also those who do not follow.
    #[serde(default, deserialize_with = "lenient::list")]
    pub user_info_list: Vec<User>,
}

/// A person. WeChat gives no name, picture, sex or place since 2021-12-27. `Debug` does not show who it is.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct User {
    /// Whether they follow the account; if not, all but `openid` and `unionid` is empty.
    #[serde(deserialize_with = "lenient::flag")]
    pub subscribe: bool,
    /// The person at this account.
    pub openid: String,
    /// Such as `zh_CN`.
    pub language: String,
    /// When they last followed, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub subscribe_time: i64,
    /// The person at all accounts of one Open Platform account.
    pub unionid: Option<String>,
    /// What the account noted.
    pub remark: String,
    /// Their group; superseded by tags.
    #[serde(deserialize_with = "lenient::number")]
    pub groupid: i64,
    /// Their tags.
    #[serde(deserialize_with = "lenient::list")]
    pub tagid_list: Vec<i64>,
    /// How they came: `ADD_SCENE_` and `SEARCH`, `QR_CODE`, `PROFILE_CARD`, `PAID`, `OTHERS`….
    pub subscribe_scene: String,
    /// The number in the code they scanned.
    #[serde(deserialize_with = "lenient::number")]
    pub qr_scene: u32,
    /// The text in the code they scanned.
    pub qr_scene_str: String,
}
debug_showing!(User, subscribe, language, subscribe_time, tagid_list, subscribe_scene);

/// Asks for the open ids of all followers, up to 10,000 a page. `Debug` does not show where it goes on.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ListFollowers {
    next_openid: String,
}
api_call!(ListFollowers: get "/cgi-bin/user/get" => FollowerPage, repeatable {
    fn query(&self) -> Query<'_> {
        match self.next_openid.as_str() {
            "" => vec![],
            next => vec![("next_openid", next.into())],
        }
    }
});
debug_showing!(ListFollowers);

impl ListFollowers {
    /// The first page.
    #[must_use]
    pub fn first() -> Self {
        Self::default()
    }

    /// The page after `page`; none when that was the last.
    #[must_use]
    pub fn after(page: &FollowerPage) -> Option<Self> {
        page.next().map(Self::from)
    }

    /// The page that begins after this open id, as an earlier page named it.
    #[must_use]
    pub fn from(next_openid: &str) -> Self {
        Self {
            next_openid: next_openid.to_owned(),
        }
    }
}

/// A page of open ids. `Debug` does not show them.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FollowerPage {
    /// How many there are in all; 0 where it is not told.
    #[serde(deserialize_with = "lenient::number")]
    pub total: u64,
    /// How many are on this page.
    #[serde(deserialize_with = "lenient::number")]
    pub count: u64,
    /// Missing after the last page.
    data: Option<OpenIds>,
    /// The last one of this page.
    #[serde(deserialize_with = "lenient::text")]
    next_openid: String,
}
debug_showing!(FollowerPage, total, count);

#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
struct OpenIds {
    #[serde(default, deserialize_with = "lenient::list")]
    openid: Vec<String>,
}

impl FollowerPage {
    /// The open ids on this page.
    #[must_use]
    pub fn openids(&self) -> &[String] {
        self.data.as_ref().map_or(&[], |data| &data.openid)
    }

    /// Where the next page begins. The last full page still names one, and the page after it is empty.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        let more = !self.openids().is_empty() && !self.next_openid.is_empty();
        more.then_some(self.next_openid.as_str())
    }
}

/// Notes something on a person, for the account alone. `Debug` shows neither.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SetRemark {
    openid: String,
    remark: String,
}
api_call!(SetRemark: post "/cgi-bin/user/info/updateremark" => Empty, repeatable);
debug_showing!(SetRemark);

impl SetRemark {
    /// This remark; an empty one takes it away.
    ///
    /// # Errors
    /// When it is longer than [`MAX_REMARK_BYTES`].
    pub fn new(openid: &str, remark: &str) -> Result<Self, OutOfBounds> {
        bounds::bytes("remark", remark, 0..=MAX_REMARK_BYTES)?;
        Ok(Self {
            openid: openid.to_owned(),
            remark: remark.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json, query};

    #[test]
    fn requests_are_written_as_documented() {
        assert_eq!(query(&GetUser::new("o1")), "openid=o1&lang=zh_CN");
        assert_eq!(
            json(&GetUsers::new(&["o1".into(), "o2".into()]).unwrap()),
            r#"{"user_list":[{"openid":"o1","lang":"zh_CN"},{"openid":"o2","lang":"zh_CN"}]}"#
        );
        assert_eq!(
            json(&SetRemark::new("o1", "示例").unwrap()),
            r#"{"openid":"o1","remark":"示例"}"#
        );
        assert_eq!(query(&ListFollowers::first()), "");
    }

    #[test]
    fn limits_hold_on_both_sides() {
        for (count, good) in [(0, false), (1, true), (100, true), (101, false)] {
            assert_eq!(GetUsers::new(&vec!["o".to_owned(); count]).is_ok(), good, "{count}");
        }
        assert!(SetRemark::new("o", &"a".repeat(29)).is_ok());
        assert!(SetRemark::new("o", &"备".repeat(10)).is_err());
    }

    #[test]
    fn people_are_read_whether_they_follow_or_not() {
        let user = answer::<GetUser>(
            r#"{"subscribe":1,"openid":"HIDDEN","language":"zh_CN","subscribe_time":"1382694957","unionid":"HIDDEN",
                "remark":"HIDDEN","groupid":0,"tagid_list":[128,2],"subscribe_scene":"ADD_SCENE_QR_CODE","qr_scene":98765,
                "qr_scene_str":"HIDDEN"}"#,
        );
        assert_eq!(
            (user.subscribe_time, user.qr_scene, user.tagid_list.len()),
            (1_382_694_957, 98_765, 2)
        );
        assert!(!format!("{user:?}").contains("HIDDEN"));
        let users =
            answer::<GetUsers>(r#"{"user_info_list":[{"subscribe":1,"openid":"a"},{"subscribe":0,"openid":"b"}]}"#);
        assert!(!users.user_info_list[1].subscribe);
    }

    #[test]
    fn pages_end_with_no_next_or_with_no_data() {
        let page = answer::<ListFollowers>(r#"{"total":3,"count":2,"data":{"openid":["o1","o2"]},"next_openid":"o2"}"#);
        let next = ListFollowers::after(&page).unwrap();
        assert_eq!(query(&next), "next_openid=o2");
        assert!(!format!("{page:?} {next:?}").contains("o2"));
        for last in [
            r#"{"total":3,"count":0,"next_openid":"o3"}"#,
            r#"{"total":3,"count":1,"data":{"openid":"o3"},"next_openid":""}"#,
            r#"{"total":0,"count":0,"data":null}"#,
        ] {
            assert_eq!(ListFollowers::after(&answer::<ListFollowers>(last)), None, "{last}");
        }
    }
}
