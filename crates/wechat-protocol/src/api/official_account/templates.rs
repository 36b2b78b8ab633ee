//! An account's template messages: at most 25 templates.

use serde::{Deserialize, Serialize};

use crate::api::call::api_call;
use crate::api::{Empty, lenient};

/// Asks for the account's templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListTemplates;
api_call!(ListTemplates: get "/cgi-bin/template/get_all_private_template" => TemplateList, repeatable);

/// The account's templates.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TemplateList {
    /// The templates.
    #[serde(default, deserialize_with = "lenient::list")]
    pub template_list: Vec<Template>,
}

/// A template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Template {
    /// Its id, by which it is sent.
    pub template_id: String,
    /// Its title.
    pub title: String,
    /// Its industry.
    pub primary_industry: String,
    /// The second industry.
    pub deputy_industry: String,
    /// The form, with fields such as `{{thing1.DATA}}`.
    pub content: String,
    /// An example.
    pub example: String,
}

impl Template {
    /// The names of its fields (`thing1`), in their order.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        let end = |rest: &str| rest.find(".DATA}}");
        let parts = self.content.split("{{").skip(1);
        parts.filter_map(|rest| Some(rest[..end(rest)?].trim())).collect()
    }
}

/// Takes a template of WeChat's library into the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddTemplate {
    template_id_short: String,
    keyword_name_list: Vec<String>,
}
api_call!(AddTemplate: post "/cgi-bin/template/api_add_template" => AddedTemplate, once);

impl AddTemplate {
    /// By its number in the library, with these of its fields in this order.
    #[must_use]
    pub fn new<'a>(template_id_short: &str, keywords: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            template_id_short: template_id_short.to_owned(),
            keyword_name_list: keywords.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// A template was taken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AddedTemplate {
    /// Its id at this account.
    pub template_id: String,
}

/// Drops a template from the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteTemplate {
    template_id: String,
}
api_call!(DeleteTemplate: post "/cgi-bin/template/del_private_template" => Empty, repeatable);

impl DeleteTemplate {
    /// By its id at this account.
    #[must_use]
    pub fn new(template_id: &str) -> Self {
        Self {
            template_id: template_id.to_owned(),
        }
    }
}

/// Sets the account's industries: once a month (43102), and it drops the templates of the former ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetIndustry {
    industry_id1: String,
    industry_id2: String,
}
api_call!(SetIndustry: post "/cgi-bin/template/api_set_industry" => Empty, once);

impl SetIndustry {
    /// By their numbers in WeChat's table.
    #[must_use]
    pub fn new(first: u32, second: u32) -> Self {
        Self {
            industry_id1: first.to_string(),
            industry_id2: second.to_string(),
        }
    }
}

/// Asks for the account's industries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetIndustry;
api_call!(GetIndustry: get "/cgi-bin/template/get_industry" => Industries, repeatable);

/// The account's industries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Industries {
    /// The first.
    pub primary_industry: Industry,
    /// The second.
    pub secondary_industry: Industry,
}

/// An industry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Industry {
    /// Such as 运输与仓储.
    pub first_class: String,
    /// Such as 快递.
    pub second_class: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json};

    #[test]
    fn requests_are_written_as_documented() {
        assert_eq!(
            json(&AddTemplate::new("TM00015", ["单号", "签收时间"])),
            r#"{"template_id_short":"TM00015","keyword_name_list":["单号","签收时间"]}"#
        );
        assert_eq!(
            json(&DeleteTemplate::new("Dyvp3-Ff0cnail")),
            r#"{"template_id":"Dyvp3-Ff0cnail"}"#
        );
        assert_eq!(
            json(&SetIndustry::new(1, 4)),
            r#"{"industry_id1":"1","industry_id2":"4"}"#
        );
    }

    #[test]
    fn answers_are_read_as_documented() {
        let list = answer::<ListTemplates>(
            r#"{"template_list":[{"template_id":"iPk5sOIt5X","title":"领取奖金提醒","primary_industry":"IT科技",
                "deputy_industry":"互联网|电子商务","content":"{{ thing1.DATA}}\n\n金额:{{amount2.DATA}}\n{{broken","example":"x"}]}"#,
        );
        assert_eq!(list.template_list[0].fields(), ["thing1", "amount2"]);
        assert_eq!(answer::<ListTemplates>("{}").template_list, []);
        assert_eq!(
            answer::<AddTemplate>(r#"{"errcode":0,"template_id":"Doclyl5uP7"}"#).template_id,
            "Doclyl5uP7"
        );
        let industries = answer::<GetIndustry>(
            r#"{"primary_industry":{"first_class":"运输与仓储","second_class":"快递"},
                "secondary_industry":{"first_class":"IT科技","second_class":"互联网|电子商务"}}"#,
        );
        assert_eq!(industries.primary_industry.second_class, "快递");
    }
}
