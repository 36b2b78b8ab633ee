//! Templates of subscribe messages; the same API serves official accounts and mini programs.

use serde::{Deserialize, Serialize};

use crate::api::call::api_call;
use crate::api::{Empty, OutOfBounds, Query, bounds, lenient};

/// Takes a template of WeChat's library into the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddSubscribeTemplate {
    tid: String,
    #[serde(rename = "kidList")]
    kid_list: Vec<u32>,
    #[serde(rename = "sceneDesc")]
    scene_desc: String,
}
api_call!(AddSubscribeTemplate: post "/wxaapi/newtmpl/addtemplate" => AddedSubscribeTemplate, once);

impl AddSubscribeTemplate {
    /// By its number in the library, with 2 to 5 of its keywords in this order, and what it is used for in up to 15
    /// characters.
    ///
    /// # Errors
    /// When there are too few or too many of either.
    pub fn new(tid: &str, keywords: &[u32], scene_desc: &str) -> Result<Self, OutOfBounds> {
        bounds::items("kidList", keywords, 2..=5)?;
        bounds::characters("sceneDesc", scene_desc, 0..=15)?;
        Ok(Self {
            tid: tid.to_owned(),
            kid_list: keywords.to_vec(),
            scene_desc: scene_desc.to_owned(),
        })
    }
}

/// A template was taken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AddedSubscribeTemplate {
    /// Its id at this account, by which it is sent.
    #[serde(rename = "priTmplId")]
    pub id: String,
}

/// Drops a template from the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteSubscribeTemplate {
    #[serde(rename = "priTmplId")]
    id: String,
}
api_call!(DeleteSubscribeTemplate: post "/wxaapi/newtmpl/deltemplate" => Empty, repeatable);

impl DeleteSubscribeTemplate {
    /// By its id at this account.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned() }
    }
}

/// What lists of this API answer with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub struct Listed<T> {
    /// How many there are in all, where it is told.
    #[serde(default, deserialize_with = "lenient::number")]
    pub count: u64,
    /// The elements.
    #[serde(default, deserialize_with = "lenient::list")]
    pub data: Vec<T>,
}

/// Asks for the account's templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListSubscribeTemplates;
api_call!(ListSubscribeTemplates: get "/wxaapi/newtmpl/gettemplate" => Listed<SubscribeTemplate>, repeatable);

/// A template of the account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SubscribeTemplate {
    /// Its id, by which it is sent.
    #[serde(rename = "priTmplId")]
    pub id: String,
    /// Its title.
    pub title: String,
    /// The form, with fields such as `{{thing1.DATA}}`.
    pub content: String,
    /// An example.
    pub example: String,
    /// 2: for one message each time; 3: for as many as one likes.
    #[serde(rename = "type", deserialize_with = "lenient::number")]
    pub kind: u8,
    /// What fields of the types `const` and `enum` may hold.
    #[serde(deserialize_with = "lenient::list")]
    pub keyword_enum_value_list: Vec<KeywordValues>,
}

/// What a field may hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct KeywordValues {
    /// The field, such as `enum1.DATA`.
    pub keyword_code: String,
    /// The values.
    #[serde(deserialize_with = "lenient::list")]
    pub enum_value_list: Vec<String>,
}

/// Asks for the account's categories, by which the library is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListCategories;
api_call!(ListCategories: get "/wxaapi/newtmpl/getcategory" => Listed<Category>, repeatable);

/// A category.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Category {
    /// Its number.
    #[serde(deserialize_with = "lenient::number")]
    pub id: u64,
    /// Its name.
    pub name: String,
}

/// Looks for templates of the library in categories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchLibrary {
    ids: String,
    start: u32,
    limit: u32,
}
api_call!(SearchLibrary: get "/wxaapi/newtmpl/getpubtemplatetitles" => Listed<LibraryTemplate>, repeatable {
    fn query(&self) -> Query<'_> {
        vec![
            ("ids", self.ids.as_str().into()),
            ("start", self.start.to_string().into()),
            ("limit", self.limit.to_string().into()),
        ]
    }
});

impl SearchLibrary {
    /// The templates of these categories from `start` (0 is the first) on, at most `limit`, itself at most 30.
    ///
    /// # Errors
    /// When there is no category, or the limit is 0 or over 30.
    pub fn new(categories: &[u64], start: u32, limit: u32) -> Result<Self, OutOfBounds> {
        bounds::items("ids", categories, 1..=u64::MAX)?;
        bounds::value("limit", limit, 1..=30)?;
        let ids: Vec<String> = categories.iter().map(u64::to_string).collect();
        Ok(Self {
            ids: ids.join(","),
            start,
            limit,
        })
    }
}

/// A template of the library.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct LibraryTemplate {
    /// Its number in the library.
    #[serde(deserialize_with = "lenient::text")]
    pub tid: String,
    /// Its title.
    pub title: String,
    /// 2: for one message each time; 3: for as many as one likes.
    #[serde(rename = "type", deserialize_with = "lenient::number")]
    pub kind: u8,
    /// Its category.
    #[serde(deserialize_with = "lenient::text")]
    pub category_id: String,
}

/// Asks for the keywords of a template of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListKeywords {
    tid: String,
}
api_call!(ListKeywords: get "/wxaapi/newtmpl/getpubtemplatekeywords" => Listed<Keyword>, repeatable {
    fn query(&self) -> Query<'_> { vec![("tid", self.tid.as_str().into())] }
});

impl ListKeywords {
    /// By the template's number in the library.
    #[must_use]
    pub fn new(tid: &str) -> Self {
        Self { tid: tid.to_owned() }
    }
}

/// A keyword: a field that a template can have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Keyword {
    /// Its number within the template.
    #[serde(deserialize_with = "lenient::number")]
    pub kid: u32,
    /// Its name.
    pub name: String,
    /// An example.
    pub example: String,
    /// Its type, such as `thing`.
    pub rule: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json, query};

    #[test]
    fn requests_are_written_as_documented() {
        let add = AddSubscribeTemplate::new("401", &[1, 2], "测试数据").unwrap();
        assert_eq!(json(&add), r#"{"tid":"401","kidList":[1,2],"sceneDesc":"测试数据"}"#);
        assert_eq!(
            json(&DeleteSubscribeTemplate::new("wDYzYZVxob")),
            r#"{"priTmplId":"wDYzYZVxob"}"#
        );
        let search = SearchLibrary::new(&[2, 616], 0, 1).unwrap();
        assert_eq!(query(&search), "ids=2,616&start=0&limit=1");
        assert_eq!(query(&ListKeywords::new("99")), "tid=99");
    }

    #[test]
    fn limits_hold_on_both_sides() {
        for (keywords, good) in [(1, false), (2, true), (5, true), (6, false)] {
            assert_eq!(AddSubscribeTemplate::new("1", &vec![1; keywords], "").is_ok(), good);
        }
        for (length, good) in [(15, true), (16, false)] {
            assert_eq!(
                AddSubscribeTemplate::new("1", &[1, 2], &"景".repeat(length)).is_ok(),
                good
            );
        }
        for (limit, good) in [(0, false), (1, true), (30, true), (31, false)] {
            assert_eq!(SearchLibrary::new(&[1], 0, limit).is_ok(), good);
        }
        assert!(SearchLibrary::new(&[], 0, 1).is_err());
    }

    #[test]
    fn answers_are_read_as_documented() {
        let added = answer::<AddSubscribeTemplate>(r#"{"errmsg":"ok","errcode":0,"priTmplId":"9Aw5ZV1j9x"}"#);
        assert_eq!(added.id, "9Aw5ZV1j9x");
        let own = answer::<ListSubscribeTemplates>(
            r#"{"errcode":0,"data":[{"priTmplId":"9Aw5","title":"报名结果通知","content":"会议时间:{{date2.DATA}}\n",
                "example":"会议时间:2016年8月8日\n","type":2,
                "keywordEnumValueList":[{"enumValueList":["室内","户外"],"keywordCode":"enum1.DATA"}]}]}"#,
        );
        assert_eq!(own.data[0].keyword_enum_value_list[0].enum_value_list, ["室内", "户外"]);
        let categories = answer::<ListCategories>(r#"{"errcode":0,"data":[{"id":616,"name":"公交"}]}"#);
        assert_eq!(categories.data[0].id, 616);
        let found = answer::<SearchLibrary>(
            r#"{"count":55,"data":[{"tid":99,"title":"付款成功通知","type":2,"categoryId":"616"}]}"#,
        );
        assert_eq!((found.count, found.data[0].tid.as_str()), (55, "99"));
        let keywords =
            answer::<ListKeywords>(r#"{"data":[{"kid":1,"name":"物品名称","example":"名称","rule":"thing"}]}"#);
        assert_eq!(keywords.data[0].rule, "thing");
    }
}
