//! A template card (模板卡片) as requests submit it: one shape for its five types, whose blocks are checked here.

use serde::Deserialize;
use utoipa::ToSchema;
use wechat_protocol::api::wecom::card::{
    ButtonInteraction, Common, MultipleInteraction, NewsNotice, TemplateCard, TextNotice, VoteInteraction,
};

use super::card_blocks::{
    CardButtonBody, CardCheckboxBody, CardEmphasisBody, CardImageBody, CardImageTextBody, CardJumpBody, CardLink,
    CardMenu, CardParagraphBody, CardQuoteBody, CardSelectBody, CardSourceBody, CardSubmitBody, CardTitleBody,
    LineOfCard, SelectionOfCard,
};
use super::content::Materials;
use crate::error::ApiError;

/// A template card. Lengths are characters where bytes are not named. Which blocks a type takes:
/// `text-notice`: menu, quote, emphasis, subTitle, lines, jumps; `news-notice`: menu, quote, image, imageText, paragraphs,
/// lines, jumps; `button-interaction`: menu, quote, subTitle, lines, selection, buttons; `vote-interaction`: checkbox,
/// submit; `multiple-interaction`: selects, submit. All take source, title, taskId and action.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "type": "button-interaction", "taskId": "shift-2026-12-01", "title": {"title": "明早 8:30 的班次"},
    "buttons": [{"type": "callback", "text": "我来", "key": "accept"}, {"type": "callback", "text": "来不了", "key": "decline"}]
}))]
pub(super) struct CardBody {
    /// Which type.
    #[serde(rename = "type")]
    kind: CardType,
    /// Unique in the account: 1 to 128 ASCII letters, digits and `_-@`. Needed by the interactions and beside a menu.
    task_id: Option<String>,
    /// Where the card comes from.
    source: Option<CardSourceBody>,
    /// Its title.
    title: Option<CardTitleBody>,
    /// Where a tap on it leads; needed by both notices.
    action: Option<CardLink>,
    /// The menu in its corner.
    menu: Option<CardMenu>,
    /// A quotation.
    quote: Option<CardQuoteBody>,
    /// A large number or word.
    emphasis: Option<CardEmphasisBody>,
    /// At most 160.
    sub_title: Option<String>,
    /// At most 6 lines of name and value.
    lines: Option<Vec<LineOfCard>>,
    /// At most 3 links.
    jumps: Option<Vec<CardJumpBody>>,
    /// A picture.
    image: Option<CardImageBody>,
    /// A small picture beside text.
    image_text: Option<CardImageTextBody>,
    /// At most 4 paragraphs.
    paragraphs: Option<Vec<CardParagraphBody>>,
    /// A choice before the buttons.
    selection: Option<SelectionOfCard>,
    /// 1 to 6 buttons.
    buttons: Option<Vec<CardButtonBody>>,
    /// What is voted on.
    checkbox: Option<CardCheckboxBody>,
    /// 1 to 3 choices.
    selects: Option<Vec<CardSelectBody>>,
    /// Sends what was chosen.
    submit: Option<CardSubmitBody>,
}

/// The types of card.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum CardType {
    TextNotice,
    NewsNotice,
    ButtonInteraction,
    VoteInteraction,
    MultipleInteraction,
}

impl CardType {
    /// The blocks it takes besides those that all take.
    const fn takes(self) -> &'static [&'static str] {
        match self {
            Self::TextNotice => &["menu", "quote", "emphasis", "subTitle", "lines", "jumps"],
            Self::NewsNotice => &["menu", "quote", "image", "imageText", "paragraphs", "lines", "jumps"],
            Self::ButtonInteraction => &["menu", "quote", "subTitle", "lines", "selection", "buttons"],
            Self::VoteInteraction => &["checkbox", "submit"],
            Self::MultipleInteraction => &["selects", "submit"],
        }
    }
}

impl CardBody {
    pub(super) fn task_id(&self) -> Option<String> {
        self.task_id.clone()
    }

    /// The card in WeCom's shape; its limits are still to be checked.
    ///
    /// # Errors
    /// When it has a block that its type does not take, or lacks one that it needs.
    pub(super) fn card(self, materials: &mut Materials) -> Result<TemplateCard, ApiError> {
        self.check_blocks()?;
        let common = Common {
            source: self.source.map(Into::into),
            main_title: self.title.map(Into::into),
            task_id: self.task_id,
            card_action: self.action.map(Into::into),
        };
        let lines = self
            .lines
            .unwrap_or_default()
            .into_iter()
            .map(|line| line.line(materials));
        let horizontal_content_list = lines.collect();
        let jump_list = each(self.jumps);
        Ok(match self.kind {
            CardType::TextNotice => TemplateCard::TextNotice(TextNotice {
                common,
                action_menu: self.menu.map(Into::into),
                quote_area: self.quote.map(Into::into),
                emphasis_content: self.emphasis.map(Into::into),
                sub_title_text: self.sub_title,
                horizontal_content_list,
                jump_list,
            }),
            CardType::NewsNotice => TemplateCard::NewsNotice(NewsNotice {
                common,
                action_menu: self.menu.map(Into::into),
                quote_area: self.quote.map(Into::into),
                card_image: self.image.map(Into::into),
                image_text_area: self.image_text.map(Into::into),
                vertical_content_list: each(self.paragraphs),
                horizontal_content_list,
                jump_list,
            }),
            CardType::ButtonInteraction => TemplateCard::ButtonInteraction(ButtonInteraction {
                common,
                action_menu: self.menu.map(Into::into),
                quote_area: self.quote.map(Into::into),
                sub_title_text: self.sub_title,
                horizontal_content_list,
                button_selection: self.selection.map(Into::into),
                button_list: each(self.buttons),
            }),
            CardType::VoteInteraction => TemplateCard::VoteInteraction(VoteInteraction {
                common,
                checkbox: needed("checkbox", self.checkbox)?.into(),
                submit_button: needed("submit", self.submit)?.into(),
            }),
            CardType::MultipleInteraction => TemplateCard::MultipleInteraction(MultipleInteraction {
                common,
                select_list: each(self.selects),
                submit_button: needed("submit", self.submit)?.into(),
            }),
        })
    }

    fn check_blocks(&self) -> Result<(), ApiError> {
        let given = [
            ("menu", self.menu.is_some()),
            ("quote", self.quote.is_some()),
            ("emphasis", self.emphasis.is_some()),
            ("subTitle", self.sub_title.is_some()),
            ("lines", self.lines.is_some()),
            ("jumps", self.jumps.is_some()),
            ("image", self.image.is_some()),
            ("imageText", self.image_text.is_some()),
            ("paragraphs", self.paragraphs.is_some()),
            ("selection", self.selection.is_some()),
            ("buttons", self.buttons.is_some()),
            ("checkbox", self.checkbox.is_some()),
            ("selects", self.selects.is_some()),
            ("submit", self.submit.is_some()),
        ];
        let takes = self.kind.takes();
        match given.iter().find(|(name, is_given)| *is_given && !takes.contains(name)) {
            Some((name, _)) => Err(ApiError::invalid(
                &format!("card.{name}"),
                "does not belong to this type of card",
            )),
            None => Ok(()),
        }
    }
}

fn each<T, U: From<T>>(list: Option<Vec<T>>) -> Vec<U> {
    list.unwrap_or_default().into_iter().map(U::from).collect()
}

fn needed<T>(name: &str, block: Option<T>) -> Result<T, ApiError> {
    block.ok_or_else(|| ApiError::invalid(&format!("card.{name}"), "is needed by this type of card"))
}
