//! The black list: followers whose messages the account does not get.

use serde::Serialize;

use super::users::FollowerPage;
use crate::api::call::{api_call, debug_showing};
use crate::api::{Empty, OutOfBounds, bounds};

/// Most people in one call.
pub const MAX_OPENIDS: u64 = 20;

/// Asks who is on the black list, 1,000 a page. `Debug` does not show where it goes on.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct ListBlocked {
    begin_openid: String,
}
api_call!(ListBlocked: post "/cgi-bin/tags/members/getblacklist" => FollowerPage, repeatable);
debug_showing!(ListBlocked);

impl ListBlocked {
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
    pub fn from(begin_openid: &str) -> Self {
        Self {
            begin_openid: begin_openid.to_owned(),
        }
    }
}

/// Puts people on the black list. `Debug` does not show them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    openid_list: Vec<String>,
}
api_call!(Block: post "/cgi-bin/tags/members/batchblacklist" => Empty, repeatable);
debug_showing!(Block);

impl Block {
    /// These people.
    ///
    /// # Errors
    /// When there is none or more than [`MAX_OPENIDS`].
    pub fn new(openid_list: Vec<String>) -> Result<Self, OutOfBounds> {
        bounds::items("openid_list", &openid_list, 1..=MAX_OPENIDS)?;
        Ok(Self { openid_list })
    }
}

/// Takes people off the black list. `Debug` does not show them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Unblock {
    openid_list: Vec<String>,
}
api_call!(Unblock: post "/cgi-bin/tags/members/batchunblacklist" => Empty, repeatable);
debug_showing!(Unblock);

impl Unblock {
    /// These people.
    ///
    /// # Errors
    /// When there is none or more than [`MAX_OPENIDS`].
    pub fn new(openid_list: Vec<String>) -> Result<Self, OutOfBounds> {
        bounds::items("openid_list", &openid_list, 1..=MAX_OPENIDS)?;
        Ok(Self { openid_list })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json};

    #[test]
    fn calls_take_one_to_twenty_people() {
        for (count, good) in [(0, false), (1, true), (20, true), (21, false)] {
            assert_eq!(Block::new(vec!["o".into(); count]).is_ok(), good, "{count}");
            assert_eq!(Unblock::new(vec!["o".into(); count]).is_ok(), good, "{count}");
        }
        let people = vec!["o1".to_owned(), "o2".to_owned()];
        let written = r#"{"openid_list":["o1","o2"]}"#;
        assert_eq!(json(&Block::new(people.clone()).unwrap()), written);
        assert_eq!(json(&Unblock::new(people).unwrap()), written);
    }

    #[test]
    fn pages_follow_each_other() {
        assert_eq!(json(&ListBlocked::first()), r#"{"begin_openid":""}"#);
        let page = answer::<ListBlocked>(r#"{"total":23000,"count":1,"data":{"openid":["o1"]},"next_openid":"o1"}"#);
        assert_eq!(json(&ListBlocked::after(&page).unwrap()), r#"{"begin_openid":"o1"}"#);
        let end = answer::<ListBlocked>(r#"{"total":23000,"count":0}"#);
        assert_eq!(ListBlocked::after(&end), None);
    }
}
