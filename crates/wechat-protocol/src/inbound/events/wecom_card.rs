//! WeCom: taps on cards.

use crate::{hidden::hide_debug, inbound::node::Node};

/// A tap on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CardEvent {
    /// A button or the submit button of a template card (`template_card_event`).
    Tapped(CardTap),
    /// The menu at a template card's corner (`template_card_menu_event`).
    Menu(CardTap),
    /// A button of a task card (`taskcard_click`).
    TaskCard {
        /// The button's key.
        key: String,
        /// The card's task.
        task_id: String,
    },
}

/// A tap on a template card.
#[derive(Clone, PartialEq, Eq)]
pub struct CardTap {
    /// The button's key.
    pub key: String,
    /// The card's task.
    pub task_id: String,
    /// The card's type, such as `button_interaction`.
    pub card_type: String,
    /// What lets the card be updated, once and for 24 hours.
    pub response_code: Option<String>,
    /// What was chosen on the card.
    pub selected: Vec<CardSelection>,
}

hide_debug!(CardTap);

/// What was chosen for one question of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardSelection {
    /// The question.
    pub question_key: String,
    /// The options chosen.
    pub option_ids: Vec<String>,
}

/// `name` is in lower case. None when it is no event of this family or lacks what its kind must have.
pub(super) fn read(name: &str, push: Node<'_, '_>) -> Option<CardEvent> {
    Some(match name {
        "template_card_event" => CardEvent::Tapped(tap(push)?),
        "template_card_menu_event" => CardEvent::Menu(tap(push)?),
        "taskcard_click" => CardEvent::TaskCard {
            key: push.text("EventKey")?,
            task_id: push.text("TaskId")?,
        },
        _ => return None,
    })
}

fn tap(push: Node<'_, '_>) -> Option<CardTap> {
    let selected = push.items("SelectedItems", "SelectedItem");
    Some(CardTap {
        key: push.text("EventKey")?,
        task_id: push.text("TaskId")?,
        card_type: push.text_or_empty("CardType"),
        response_code: push.text("ResponseCode"),
        selected: selected.into_iter().filter_map(selection).collect(),
    })
}

fn selection(item: Node<'_, '_>) -> Option<CardSelection> {
    let options = item.child("OptionIds");
    Some(CardSelection {
        question_key: item.text("QuestionKey")?,
        option_ids: match options.map(|options| options.texts("OptionId")) {
            Some(ids) if !ids.is_empty() => ids,
            _ => item.texts("OptionIds"),
        },
    })
}
