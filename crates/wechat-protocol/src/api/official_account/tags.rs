//! Tags on followers. An account has at most 100 tags (45056), a person 20 (45059); WeChat's own cannot be changed
//! (45058).

use serde::{Deserialize, Serialize};

use crate::api::call::{api_call, debug_showing};
use crate::api::{Empty, OutOfBounds, bounds, lenient, paths};

/// Most people in one call.
pub const MAX_OPENIDS: usize = 50;
/// Longest name of a tag, in characters.
pub const MAX_NAME_CHARS: u64 = 30;

/// Puts a tag on people. Answered with [`Empty`], also for [`UntagFollowers`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchTaggingRequest {
    /// Whom: at most [`MAX_OPENIDS`].
    pub openid_list: Vec<String>,
    /// The tag.
    pub tagid: i64,
}
api_call!(BatchTaggingRequest: post paths::BATCH_TAGGING => Empty, repeatable);
debug_showing!(BatchTaggingRequest, tagid);

impl BatchTaggingRequest {
    /// As many calls as it takes for any number of people.
    #[must_use]
    pub fn batches(openids: &[String], tagid: i64) -> Vec<Self> {
        openids
            .chunks(MAX_OPENIDS)
            .map(|batch| Self {
                openid_list: batch.to_vec(),
                tagid,
            })
            .collect()
    }
}

/// Takes a tag from people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct UntagFollowers(BatchTaggingRequest);
api_call!(UntagFollowers: post paths::BATCH_UNTAGGING => Empty, repeatable);

impl UntagFollowers {
    /// As many calls as it takes for any number of people.
    #[must_use]
    pub fn batches(openids: &[String], tagid: i64) -> Vec<Self> {
        BatchTaggingRequest::batches(openids, tagid)
            .into_iter()
            .map(Self)
            .collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct TagFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl TagFields {
    fn new(id: Option<i64>, name: Option<&str>) -> Result<Self, OutOfBounds> {
        if let Some(name) = name {
            bounds::characters("name", name, 1..=MAX_NAME_CHARS)?;
        }
        Ok(Self {
            id,
            name: name.map(str::to_owned),
        })
    }
}

/// Makes a tag; refused with 45157 when the name exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreateTag {
    tag: TagFields,
}
api_call!(CreateTag: post "/cgi-bin/tags/create" => CreatedTag, once);

impl CreateTag {
    /// With this name.
    ///
    /// # Errors
    /// When the name is empty or longer than [`MAX_NAME_CHARS`].
    pub fn new(name: &str) -> Result<Self, OutOfBounds> {
        TagFields::new(None, Some(name)).map(|tag| Self { tag })
    }
}

/// Names a tag anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RenameTag {
    tag: TagFields,
}
api_call!(RenameTag: post "/cgi-bin/tags/update" => Empty, repeatable);

impl RenameTag {
    /// With this name.
    ///
    /// # Errors
    /// When the name is empty or longer than [`MAX_NAME_CHARS`].
    pub fn new(id: i64, name: &str) -> Result<Self, OutOfBounds> {
        TagFields::new(Some(id), Some(name)).map(|tag| Self { tag })
    }
}

/// Ends a tag; refused with 45057 while more than 100,000 people have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteTag {
    tag: TagFields,
}
api_call!(DeleteTag: post "/cgi-bin/tags/delete" => Empty, repeatable);

impl DeleteTag {
    /// This tag.
    #[must_use]
    pub fn new(id: i64) -> Self {
        let tag = TagFields {
            id: Some(id),
            name: None,
        };
        Self { tag }
    }
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Tag {
    /// Its number; WeChat's own have those below 100.
    #[serde(deserialize_with = "crate::quirks::number_or_string")]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// How many people have it; known from [`ListTags`] only.
    #[serde(default, deserialize_with = "lenient::number")]
    pub count: u64,
}

/// A tag that was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CreatedTag {
    /// The tag.
    pub tag: Tag,
}

/// Asks for all tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListTags;
api_call!(ListTags: get "/cgi-bin/tags/get" => TagList, repeatable);

/// All tags.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TagList {
    /// The tags.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tags: Vec<Tag>,
}

/// Asks who has a tag, page by page.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ListTagged {
    tagid: i64,
    next_openid: String,
}
api_call!(ListTagged: post "/cgi-bin/user/tag/get" => super::users::FollowerPage, repeatable);
debug_showing!(ListTagged, tagid);

impl ListTagged {
    /// The page after `next_openid`; the first when it is empty.
    #[must_use]
    pub fn new(tagid: i64, next_openid: &str) -> Self {
        Self {
            tagid,
            next_openid: next_openid.to_owned(),
        }
    }
}

/// Asks which tags a person has.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct GetTagsOf {
    openid: String,
}
api_call!(GetTagsOf: post "/cgi-bin/tags/getidlist" => TagIds, repeatable);
debug_showing!(GetTagsOf);

impl GetTagsOf {
    /// This person.
    #[must_use]
    pub fn new(openid: &str) -> Self {
        Self {
            openid: openid.to_owned(),
        }
    }
}

/// Which tags a person has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TagIds {
    /// The tags.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tagid_list: Vec<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json};

    #[test]
    fn many_people_are_split_into_calls_of_fifty() {
        let people: Vec<String> = (0..101).map(|n| n.to_string()).collect();
        let sizes: Vec<_> = BatchTaggingRequest::batches(&people, 2)
            .iter()
            .map(|call| call.openid_list.len())
            .collect();
        assert_eq!(sizes, [50, 50, 1]);
        let written = r#"{"openid_list":["0"],"tagid":2}"#;
        assert_eq!(json(&BatchTaggingRequest::batches(&people[..1], 2)[0]), written);
        assert_eq!(json(&UntagFollowers::batches(&people[..1], 2)[0]), written);
    }

    #[test]
    fn requests_are_written_as_documented() {
        assert_eq!(json(&CreateTag::new("广东").unwrap()), r#"{"tag":{"name":"广东"}}"#);
        let renamed = RenameTag::new(134, "广东人").unwrap();
        assert_eq!(json(&renamed), r#"{"tag":{"id":134,"name":"广东人"}}"#);
        assert_eq!(json(&DeleteTag::new(134)), r#"{"tag":{"id":134}}"#);
        assert_eq!(json(&ListTagged::new(134, "")), r#"{"tagid":134,"next_openid":""}"#);
        assert_eq!(json(&GetTagsOf::new("o1")), r#"{"openid":"o1"}"#);
    }

    #[test]
    fn a_name_has_one_to_thirty_characters() {
        assert!(CreateTag::new(&"签".repeat(30)).is_ok());
        for name in [String::new(), "签".repeat(31)] {
            assert!(CreateTag::new(&name).is_err());
            assert!(RenameTag::new(1, &name).is_err());
        }
    }

    #[test]
    fn answers_are_read_as_documented() {
        assert_eq!(answer::<CreateTag>(r#"{"tag":{"id":"134","name":"广东"}}"#).tag.id, 134);
        let tags =
            answer::<ListTags>(r#"{"tags":[{"id":1,"name":"黑名单","count":0},{"id":2,"name":"x","count":"7"}]}"#);
        assert_eq!(tags.tags[1].count, 7);
        assert_eq!(answer::<GetTagsOf>(r#"{"tagid_list":[134,2]}"#).tagid_list, [134, 2]);
        let page = answer::<ListTagged>(r#"{"count":2,"data":{"openid":["o1","o2"]},"next_openid":"o2"}"#);
        assert_eq!(page.openids(), ["o1", "o2"]);
    }
}
