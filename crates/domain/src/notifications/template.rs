//! Templates (模板): the approved forms of an account's notices, and what of ours goes into their fields.

use std::collections::{BTreeMap, BTreeSet};

use super::template_fields::{FieldKind, fitted};
use crate::ids::MessageTemplateId;
use crate::time::Timestamp;
use crate::validation::FieldFaults;

/// Longest text of a mapped field, placeholders unfilled, in characters.
const MAX_TEXT: usize = 500;

/// Which kind of message a template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplateKind {
    /// A template message (模板消息): every follower may get it.
    Template,
    /// A subscribe notification that each consent allows once (一次性订阅).
    SubscribeOnce,
    /// A subscribe notification that a consent allows for good (长期订阅).
    SubscribeLong,
}

impl TemplateKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Template, Self::SubscribeOnce, Self::SubscribeLong];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::SubscribeOnce => "subscribe-once",
            Self::SubscribeLong => "subscribe-long",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A template as WeChat tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTemplate {
    /// WeChat's id.
    pub template_id: String,
    /// Its kind.
    pub kind: TemplateKind,
    /// Its title.
    pub title: String,
    /// The form, with fields such as `{{thing1.DATA}}`.
    pub content: String,
    /// An example; may be empty.
    pub example: String,
    /// What fields of the types `const` and `enum` may hold, by field.
    pub choices: Vec<(String, Vec<String>)>,
}

/// One field of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateField {
    /// WeChat's key, such as `thing1`.
    pub key: String,
    /// What stands before it in the form; may be empty.
    pub label: String,
    /// What it may hold, where that is limited to a few values.
    pub choices: Vec<String>,
}

/// A template of an account, as we keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageTemplate {
    /// Our id.
    pub id: MessageTemplateId,
    /// Our name of the account.
    pub account: String,
    /// What WeChat told.
    pub found: FoundTemplate,
    /// What goes into its fields: key → text with our placeholders. Empty until somebody maps them.
    pub mapping: Vec<(String, String)>,
    /// When WeChat last told of it.
    pub synced_at: Timestamp,
    /// When WeChat no longer told of it: it can be sent no more.
    pub gone_at: Option<Timestamp>,
    /// Counts changes from 1.
    pub version: u64,
}

/// What happened to a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateHappened {
    /// WeChat told of it for the first time.
    Found,
    /// WeChat told of it otherwise than before, or again.
    Changed,
    /// Its fields were mapped.
    Mapped,
    /// WeChat no longer tells of it, or it was deleted.
    Gone,
}

/// What a placeholder stands for, as far as fields care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// Any words.
    Words,
    /// `2026-12-01 09:41`.
    Moment,
    /// ASCII letters, digits, `.` and `-`.
    Code,
}

/// The placeholders of ours, with what they stand for.
pub const PLACEHOLDERS: [(&str, PlaceholderKind); 6] = [
    ("event.title", PlaceholderKind::Words),
    ("event.location", PlaceholderKind::Words),
    ("event.start", PlaceholderKind::Moment),
    ("event.end", PlaceholderKind::Moment),
    ("ticket.code", PlaceholderKind::Code),
    ("checkIn.time", PlaceholderKind::Moment),
];

impl FoundTemplate {
    /// Its fields in the order of the form. A field named twice is listed once.
    #[must_use]
    pub fn fields(&self) -> Vec<TemplateField> {
        let mut seen = BTreeSet::new();
        let mut fields = Vec::new();
        let mut rest = self.content.as_str();
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((inside, behind)) = after.split_once("}}") else {
                break;
            };
            if let Some(key) = inside.trim().strip_suffix(".DATA")
                && seen.insert(key.to_owned())
            {
                fields.push(self.field(key, before));
            }
            rest = behind;
        }
        fields
    }

    fn field(&self, key: &str, before: &str) -> TemplateField {
        let line = before.rsplit('\n').next().unwrap_or_default();
        let label = line.trim().trim_end_matches([':', '：']).trim();
        let choices = self.choices.iter().find(|(field, _)| field == key);
        TemplateField {
            key: key.to_owned(),
            label: label.to_owned(),
            choices: choices.map(|(_, values)| values.clone()).unwrap_or_default(),
        }
    }
}

impl MessageTemplate {
    /// A template that WeChat told of for the first time.
    #[must_use]
    pub const fn found(id: MessageTemplateId, account: String, found: FoundTemplate, now: Timestamp) -> Self {
        Self {
            id,
            account,
            found,
            mapping: Vec::new(),
            synced_at: now,
            gone_at: None,
            version: 1,
        }
    }

    /// WeChat told of it again. The mapping stays as far as its fields do. `false`: nothing but the time changed.
    pub fn found_again(&mut self, found: FoundTemplate, now: Timestamp) -> bool {
        let changed = self.found != found || self.gone_at.is_some();
        self.synced_at = now;
        self.gone_at = None;
        if changed {
            self.found = found;
            let keys: BTreeSet<_> = self.found.fields().into_iter().map(|field| field.key).collect();
            self.mapping.retain(|(key, _)| keys.contains(key));
            self.version += 1;
        }
        changed
    }

    /// WeChat no longer tells of it. `false`: that was known.
    pub const fn gone(&mut self, now: Timestamp) -> bool {
        if self.gone_at.is_some() {
            return false;
        }
        self.gone_at = Some(now);
        self.version += 1;
        true
    }

    /// Whether it can be sent: it is there, and every field has something to hold.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let has = |key: &str| self.mapping.iter().any(|(mapped, _)| mapped == key);
        self.gone_at.is_none() && self.found.fields().iter().all(|field| has(&field.key))
    }

    /// Says what goes into the fields. `false`: nothing changed.
    ///
    /// # Errors
    /// When a field of the template is left out, one is not of it, a placeholder is unknown, or a text could not become
    /// what the field's type demands.
    pub fn map(&mut self, mapping: &BTreeMap<String, String>) -> Result<bool, FieldFaults> {
        let fields = self.found.fields();
        check_mapping(&fields, mapping)?;
        let mapped: Vec<_> = fields
            .iter()
            .filter_map(|field| Some((field.key.clone(), mapping.get(&field.key)?.trim().to_owned())))
            .collect();
        if mapped == self.mapping {
            return Ok(false);
        }
        self.mapping = mapped;
        self.version += 1;
        Ok(true)
    }
}

fn check_mapping(fields: &[TemplateField], mapping: &BTreeMap<String, String>) -> Result<(), FieldFaults> {
    let mut faults = FieldFaults::default();
    for key in mapping.keys() {
        if !fields.iter().any(|field| field.key == *key) {
            faults.add("fields", format!("{key} is not a field of the template"));
        }
    }
    for field in fields {
        match mapping.get(&field.key) {
            None => faults.add("fields", format!("{} is missing", field.key)),
            Some(text) => {
                if let Err(reason) = check_text(field, text.trim()) {
                    faults.add("fields", format!("{} {reason}", field.key));
                }
            }
        }
    }
    faults.check()
}

/// Checks one text with every placeholder filled by an example of what it stands for.
fn check_text(field: &TemplateField, text: &str) -> Result<(), String> {
    if text.chars().count() > MAX_TEXT {
        return Err(format!("must have at most {MAX_TEXT} characters"));
    }
    let (example, kinds) = example(text)?;
    if !field.choices.is_empty() && !field.choices.contains(&example) {
        return Err(format!("must be one of {}", field.choices.join(", ")));
    }
    let kind = FieldKind::of(&field.key);
    if !kind.takes_any_words() && kinds.contains(&PlaceholderKind::Words) {
        return Err(format!(
            "is of the type {}: words of an event may not fit it",
            kind.name()
        ));
    }
    if text.is_empty() {
        return Err("must not be empty".to_owned());
    }
    fitted(&field.key, &example)
        .map(drop)
        .map_err(|fault| fault.to_string())
}

impl PlaceholderKind {
    /// An example of what it stands for.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Words => "春天的音乐会",
            Self::Moment => "2026-12-01 09:41",
            Self::Code => "NE1-ABCD.2345",
        }
    }
}

fn example(text: &str) -> Result<(String, Vec<PlaceholderKind>), String> {
    let (mut filled, mut kinds, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, behind) = after.split_once("}}").ok_or("has a placeholder without an end")?;
        let known = PLACEHOLDERS.iter().find(|(known, _)| *known == name.trim());
        let (_, kind) = known.ok_or_else(|| format!("names {{{{{}}}}}, which is not known", name.trim()))?;
        filled.push_str(before);
        filled.push_str(kind.example());
        kinds.push(*kind);
        rest = behind;
    }
    filled.push_str(rest);
    Ok((filled, kinds))
}

/// Whether a text names one of these placeholders, such as those that only an attendee has.
#[must_use]
pub fn names_any(text: &str, placeholders: &[&str]) -> bool {
    text.split("{{").skip(1).any(|rest| {
        rest.split_once("}}")
            .is_some_and(|(name, _)| placeholders.contains(&name.trim()))
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn template(content: &str) -> MessageTemplate {
        let found = FoundTemplate {
            template_id: "T".to_owned(),
            kind: TemplateKind::Template,
            title: "报名通知".to_owned(),
            content: content.to_owned(),
            example: String::new(),
            choices: vec![("enum3".to_owned(), vec!["室内".to_owned()])],
        };
        MessageTemplate::found(
            MessageTemplateId::from_uuid(Uuid::from_u128(1)),
            "default".to_owned(),
            found,
            Timestamp::from_unix_seconds(0),
        )
    }

    fn mapping(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
            .collect()
    }

    fn reasons(content: &str, pairs: &[(&str, &str)]) -> Vec<String> {
        match template(content).map(&mapping(pairs)) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().flat_map(|(_, reasons)| reasons.to_vec()).collect(),
        }
    }

    #[test]
    fn fields_are_read_from_the_form_with_their_labels() {
        let fields = template("{{first}}\n活动名称：{{ thing1.DATA }}\n时间:{{time2.DATA}} {{thing1.DATA}}\n{{broken")
            .found
            .fields();
        let read: Vec<_> = fields
            .iter()
            .map(|field| (field.key.as_str(), field.label.as_str()))
            .collect();
        assert_eq!(read, [("thing1", "活动名称"), ("time2", "时间")]);
    }

    #[test]
    fn a_whole_mapping_makes_a_template_ready() {
        let mut template = template("活动:{{thing1.DATA}}\n时间:{{time2.DATA}}");
        assert!(!template.is_ready());
        let whole = mapping(&[("thing1", "{{event.title}}"), ("time2", "{{event.start}}")]);
        assert_eq!(template.map(&whole), Ok(true));
        assert!(template.is_ready());
        assert_eq!(template.map(&whole), Ok(false), "nothing changed");
        assert_eq!(template.version, 2);
    }

    #[test]
    fn a_mapping_that_wechat_might_refuse_is_refused() {
        let content = "{{thing1.DATA}}{{time2.DATA}}";
        assert_eq!(reasons(content, &[("thing1", "x")]), ["time2 is missing"]);
        for (text, found) in [
            ("{{event.title}}", "type time"),
            ("soon", "a time such as"),
            ("{{event.nobody}}", "not known"),
            ("{{event.start", "without an end"),
            ("", "must not be empty"),
        ] {
            let reasons = reasons(content, &[("thing1", "x"), ("time2", text)]);
            assert!(reasons.len() == 1 && reasons[0].contains(found), "{text}: {reasons:?}");
        }
        let foreign = reasons("{{thing1.DATA}}", &[("thing1", "x"), ("thing2", "x")]);
        assert_eq!(foreign, ["thing2 is not a field of the template"]);
    }

    #[test]
    fn a_field_of_few_values_takes_only_them() {
        assert!(reasons("{{enum3.DATA}}", &[("enum3", "室内")]).is_empty());
        assert_eq!(
            reasons("{{enum3.DATA}}", &[("enum3", "户外")]),
            ["enum3 must be one of 室内"]
        );
    }

    #[test]
    fn a_template_that_comes_back_keeps_what_still_fits() {
        let mut template = template("{{thing1.DATA}}{{thing2.DATA}}");
        template.map(&mapping(&[("thing1", "a"), ("thing2", "b")])).unwrap();
        let now = Timestamp::from_unix_seconds(9);
        assert!(template.gone(now) && !template.gone(now));
        let mut found = template.found.clone();
        found.content = "{{thing2.DATA}}".to_owned();
        assert!(template.found_again(found.clone(), now));
        assert_eq!(template.mapping, [("thing2".to_owned(), "b".to_owned())]);
        assert!(template.is_ready() && !template.found_again(found, now));
    }
}
