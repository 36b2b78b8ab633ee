//! The blocks that ask something. Lengths are characters where not said otherwise.

use serde::Serialize;

use crate::api::{
    bounds,
    invalid::{Validity, distinct, each, present, rule},
};

/// An answer to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// 1 to 128 bytes, different from the others'.
    pub id: String,
    /// 1 to 16.
    pub text: String,
}

fn check_choices(list: &[Choice], selected: Option<&String>) -> Validity {
    bounds::items("option_list", list, 1..=10)?;
    each("option_list", list, |choice| {
        bounds::bytes("id", &choice.id, 1..=128)?;
        Ok(bounds::characters("text", &choice.text, 1..=16)?)
    })?;
    distinct("option_list.id", list.iter().map(|choice| choice.id.as_str()))?;
    let is_known = selected.is_none_or(|id| list.iter().any(|choice| choice.id == *id));
    rule("selected_id", is_known, "one of the options' ids")
}

/// A choice before buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ButtonSelection {
    /// 1 to 1024 bytes.
    pub question_key: String,
    /// What is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// 1 to 10.
    pub option_list: Vec<Choice>,
    /// What is chosen at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected_id: Option<String>,
}

impl ButtonSelection {
    pub(super) fn check(&self) -> Validity {
        bounds::bytes("button_selection.question_key", &self.question_key, 1..=1024)?;
        check_choices(&self.option_list, self.selected_id.as_ref()).map_err(|error| error.within("button_selection"))
    }
}

/// A button: comes back as an event, or leads to a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Button {
    /// 0 comes back, 1 leads to a page.
    #[serde(rename = "type")]
    pub kind: u8,
    /// 1 to 10.
    pub text: String,
    /// 1 to 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<u8>,
    /// What comes back; 1 to 1024 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Button {
    pub(super) fn check(&self) -> Validity {
        bounds::value("type", self.kind, 0..=1)?;
        bounds::characters("text", &self.text, 1..=10)?;
        if let Some(style) = self.style {
            bounds::value("style", style, 1..=4)?;
        }
        match self.kind {
            0 => Ok(bounds::bytes("key", self.key.as_deref().unwrap_or_default(), 1..=1024)?),
            _ => present("url", self.url.as_deref().unwrap_or_default()),
        }
    }
}

/// What is voted on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checkbox {
    /// 1 to 1024 bytes.
    pub question_key: String,
    /// 0 one answer, 1 several.
    pub mode: u8,
    /// 1 to 20.
    pub option_list: Vec<CheckboxOption>,
}

/// An answer to vote for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CheckboxOption {
    /// 1 to 128 bytes, different from the others'.
    pub id: String,
    /// 1 to 17.
    pub text: String,
    /// Whether it is chosen at first.
    pub is_checked: bool,
}

impl Checkbox {
    pub(super) fn check(&self) -> Validity {
        bounds::bytes("checkbox.question_key", &self.question_key, 1..=1024)?;
        bounds::value("checkbox.mode", self.mode, 0..=1)?;
        bounds::items("checkbox.option_list", &self.option_list, 1..=20)?;
        each("checkbox.option_list", &self.option_list, |option| {
            bounds::bytes("id", &option.id, 1..=128)?;
            Ok(bounds::characters("text", &option.text, 1..=17)?)
        })?;
        distinct(
            "checkbox.option_list.id",
            self.option_list.iter().map(|option| option.id.as_str()),
        )
    }
}

/// One of several choices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Select {
    /// 1 to 1024 bytes, different from the others'.
    pub question_key: String,
    /// What is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is chosen at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected_id: Option<String>,
    /// 1 to 10.
    pub option_list: Vec<Choice>,
}

impl Select {
    pub(super) fn check(&self) -> Validity {
        bounds::bytes("question_key", &self.question_key, 1..=1024)?;
        check_choices(&self.option_list, self.selected_id.as_ref())
    }
}

/// Sends what was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SubmitButton {
    /// 1 to 10.
    pub text: String,
    /// Comes back; 1 to 1024 bytes.
    pub key: String,
}

impl SubmitButton {
    pub(super) fn check(&self) -> Validity {
        bounds::characters("submit_button.text", &self.text, 1..=10)?;
        Ok(bounds::bytes("submit_button.key", &self.key, 1..=1024)?)
    }
}
