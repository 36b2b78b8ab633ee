//! Template cards: five kinds of card made of common blocks. Lengths are characters where not said otherwise.
//!
//! <https://developer.work.weixin.qq.com/document/path/90236>, section on template cards.

mod block;
mod choice;

pub use block::{
    ActionMenu, CardImage, Emphasis, HorizontalContent, ImageTextArea, Jump, Link, MainTitle, MenuAction, QuoteArea,
    Source, VerticalContent,
};
pub use choice::{Button, ButtonSelection, Checkbox, CheckboxOption, Choice, Select, SubmitButton};

use serde::Serialize;

use super::task_id;
use crate::api::{
    bounds,
    invalid::{Validity, distinct, each, needed},
};

/// A card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "card_type", rename_all = "snake_case")]
pub enum TemplateCard {
    /// A notice of text.
    TextNotice(TextNotice),
    /// A notice with a picture.
    NewsNotice(NewsNotice),
    /// Buttons.
    ButtonInteraction(ButtonInteraction),
    /// A vote.
    VoteInteraction(VoteInteraction),
    /// Several choices.
    MultipleInteraction(MultipleInteraction),
}

/// What any card may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Common {
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_title: Option<MainTitle>,
    /// Unique in the app: 1 to 128 ASCII letters, digits and `_-@`. Needed by the three interactive kinds and beside a menu.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_id: Option<String>,
    /// Where a tap on the card leads; needed by both notices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_action: Option<Link>,
}

/// A notice of text: needs a main title's title or the text below it, and an action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TextNotice {
    /// What any card may have.
    #[serde(flatten)]
    pub common: Common,
    /// The menu in the corner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_menu: Option<ActionMenu>,
    /// A quotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_area: Option<QuoteArea>,
    /// A large number or word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emphasis_content: Option<Emphasis>,
    /// At most 160.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_title_text: Option<String>,
    /// At most 6 lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub horizontal_content_list: Vec<HorizontalContent>,
    /// At most 3 links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub jump_list: Vec<Jump>,
}

/// A notice with a picture: needs a title, a picture or a picture with text, and an action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewsNotice {
    /// What any card may have.
    #[serde(flatten)]
    pub common: Common,
    /// The menu in the corner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_menu: Option<ActionMenu>,
    /// A quotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_area: Option<QuoteArea>,
    /// A picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_image: Option<CardImage>,
    /// A small picture beside text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_text_area: Option<ImageTextArea>,
    /// At most 4 paragraphs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vertical_content_list: Vec<VerticalContent>,
    /// At most 6 lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub horizontal_content_list: Vec<HorizontalContent>,
    /// At most 3 links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub jump_list: Vec<Jump>,
}

/// Buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ButtonInteraction {
    /// What any card may have.
    #[serde(flatten)]
    pub common: Common,
    /// The menu in the corner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_menu: Option<ActionMenu>,
    /// A quotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_area: Option<QuoteArea>,
    /// At most 160.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_title_text: Option<String>,
    /// At most 6 lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub horizontal_content_list: Vec<HorizontalContent>,
    /// A choice before the buttons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button_selection: Option<ButtonSelection>,
    /// 1 to 6.
    pub button_list: Vec<Button>,
}

/// A vote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VoteInteraction {
    /// What any card may have.
    #[serde(flatten)]
    pub common: Common,
    /// What is voted on.
    pub checkbox: Checkbox,
    /// Sends the vote.
    pub submit_button: SubmitButton,
}

/// Several choices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MultipleInteraction {
    /// What any card may have.
    #[serde(flatten)]
    pub common: Common,
    /// 1 to 3.
    pub select_list: Vec<Select>,
    /// Sends the choices.
    pub submit_button: SubmitButton,
}

impl TemplateCard {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When a block is missing or a field is outside its limits.
    pub fn check(&self) -> Validity {
        match self {
            Self::TextNotice(card) => card.check(),
            Self::NewsNotice(card) => card.check(),
            Self::ButtonInteraction(card) => card.check(),
            Self::VoteInteraction(card) => card.check(),
            Self::MultipleInteraction(card) => card.check(),
        }
    }
}

impl Common {
    fn check(&self) -> Validity {
        if let Some(source) = &self.source {
            source.check()?;
        }
        if let Some(title) = &self.main_title {
            title.check()?;
        }
        if let Some(action) = &self.card_action {
            action.check().map_err(|error| error.within("card_action"))?;
        }
        self.task_id.iter().try_for_each(|id| task_id("task_id", id))
    }

    fn check_notice(&self, menu: Option<&ActionMenu>) -> Validity {
        self.check()?;
        needed(
            "card_action",
            self.card_action.as_ref().is_some_and(Link::leads_somewhere),
        )?;
        self.check_menu(menu)
    }

    fn check_interaction(&self, menu: Option<&ActionMenu>) -> Validity {
        self.check()?;
        needed("main_title", self.has_title())?;
        needed("task_id", self.task_id.is_some())?;
        self.check_menu(menu)
    }

    fn check_menu(&self, menu: Option<&ActionMenu>) -> Validity {
        let Some(menu) = menu else {
            return Ok(());
        };
        needed("task_id", self.task_id.is_some())?;
        menu.check()
    }

    fn has_title(&self) -> bool {
        let title = self.main_title.as_ref().and_then(|title| title.title.as_ref());
        title.is_some_and(|title| !title.is_empty())
    }
}

fn check_lines(lines: &[HorizontalContent], jumps: &[Jump]) -> Validity {
    bounds::items("horizontal_content_list", lines, 0..=6)?;
    each("horizontal_content_list", lines, HorizontalContent::check)?;
    bounds::items("jump_list", jumps, 0..=3)?;
    each("jump_list", jumps, Jump::check)
}

fn check_sub_title(text: Option<&String>) -> Validity {
    match text {
        Some(text) => Ok(bounds::characters("sub_title_text", text, 0..=160)?),
        None => Ok(()),
    }
}

impl TextNotice {
    fn check(&self) -> Validity {
        self.common.check_notice(self.action_menu.as_ref())?;
        let has_text = self.sub_title_text.as_deref().is_some_and(|text| !text.is_empty());
        needed(
            "main_title.title or sub_title_text",
            has_text || self.common.has_title(),
        )?;
        check_sub_title(self.sub_title_text.as_ref())?;
        if let Some(quote) = &self.quote_area {
            quote.check()?;
        }
        if let Some(emphasis) = &self.emphasis_content {
            emphasis.check()?;
        }
        check_lines(&self.horizontal_content_list, &self.jump_list)
    }
}

impl NewsNotice {
    fn check(&self) -> Validity {
        self.common.check_notice(self.action_menu.as_ref())?;
        needed("main_title", self.common.has_title())?;
        let has_picture = self.card_image.is_some() || self.image_text_area.is_some();
        needed("card_image or image_text_area", has_picture)?;
        if let Some(image) = &self.card_image {
            image.check()?;
        }
        if let Some(area) = &self.image_text_area {
            area.check()?;
        }
        if let Some(quote) = &self.quote_area {
            quote.check()?;
        }
        bounds::items("vertical_content_list", &self.vertical_content_list, 0..=4)?;
        each(
            "vertical_content_list",
            &self.vertical_content_list,
            VerticalContent::check,
        )?;
        check_lines(&self.horizontal_content_list, &self.jump_list)
    }
}

impl ButtonInteraction {
    fn check(&self) -> Validity {
        self.common.check_interaction(self.action_menu.as_ref())?;
        check_sub_title(self.sub_title_text.as_ref())?;
        if let Some(quote) = &self.quote_area {
            quote.check()?;
        }
        check_lines(&self.horizontal_content_list, &[])?;
        if let Some(selection) = &self.button_selection {
            selection.check()?;
        }
        bounds::items("button_list", &self.button_list, 1..=6)?;
        each("button_list", &self.button_list, Button::check)
    }
}

impl VoteInteraction {
    fn check(&self) -> Validity {
        self.common.check_interaction(None)?;
        self.checkbox.check()?;
        self.submit_button.check()
    }
}

impl MultipleInteraction {
    fn check(&self) -> Validity {
        self.common.check_interaction(None)?;
        bounds::items("select_list", &self.select_list, 1..=3)?;
        each("select_list", &self.select_list, Select::check)?;
        distinct(
            "select_list.question_key",
            self.select_list.iter().map(|select| select.question_key.as_str()),
        )?;
        self.submit_button.check()
    }
}
