//! A member answers a card of an app.

use std::collections::BTreeMap;

use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;

use super::acting::{Answer, Waiting, act, did};
use super::answer::ControlError;
use super::corp::corp;
use crate::callback::{Field, Message};
use crate::state::app_messages::ResponseCode;
use crate::world::World;

/// Seconds for which the card can be changed.
const RESPONSE_SECONDS: i64 = 72 * 3600;
const CODE_LENGTH: usize = 64;

/// Body of `POST …/card`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pressed {
    task_id: String,
    /// The key of the button.
    key: String,
    /// Chosen options by question.
    #[serde(default)]
    selected: BTreeMap<String, Vec<String>>,
    /// Whether the key is of the menu in the corner.
    #[serde(default)]
    menu: bool,
}

/// `POST …/card`: presses a button; the event has a new code to change the card with.
pub async fn press(world: Data<World>, user_id: Path<String>, query: Query<Waiting>, pressed: Json<Pressed>) -> Answer {
    act(world, &user_id, &query, |state, actor| {
        let (now, code) = (state.clock.now(), state.chance.name(CODE_LENGTH));
        let agent = state.accounts[actor.account].identity.agent_id;
        let corp = corp(state, actor.account)?;
        let agent = agent.ok_or_else(|| ControlError::Invalid("the account is no app".to_owned()))?;
        let messages = &mut corp.messages;
        let msgid = messages.tasks.get(&format!("{agent}/{}", pressed.task_id)).cloned();
        let msgid = msgid.ok_or(ControlError::UnknownJob)?;
        let message = messages.sent.get(&msgid).ok_or(ControlError::UnknownJob)?;
        let has_it = message
            .users
            .iter()
            .any(|user| user.eq_ignore_ascii_case(actor.open_id));
        if !has_it || message.recalled {
            return Err(ControlError::UnknownJob);
        }
        let line = did("card", Some(pressed.key.clone()));
        if message.msg_type == "taskcard" {
            let event = Message::event("taskcard_click")
                .with("EventKey", pressed.key.as_str())
                .with("TaskId", pressed.task_id.as_str());
            return Ok((event, line));
        }
        let kind = message.content["card_type"].as_str().unwrap_or_default().to_owned();
        let known = ResponseCode {
            agent_id: agent,
            msgid,
            expires_at: now + RESPONSE_SECONDS,
            used: false,
        };
        messages.response_codes.insert(code.clone(), known);
        let name = if pressed.menu {
            "template_card_menu_event"
        } else {
            "template_card_event"
        };
        let mut event = Message::event(name)
            .with("EventKey", pressed.key.as_str())
            .with("TaskId", pressed.task_id.as_str())
            .with("CardType", kind)
            .with("ResponseCode", code);
        if !pressed.menu && !pressed.selected.is_empty() {
            event = event.with_group("SelectedItems", pressed.selected.iter().map(selected).collect());
        }
        Ok((event, line))
    })
    .await
}

fn selected((question, options): (&String, &Vec<String>)) -> Field {
    let options = options.iter().map(|option| Field::text("OptionId", option.as_str()));
    Field::group(
        "SelectedItem",
        vec![
            Field::text("QuestionKey", question.as_str()),
            Field::group("OptionIds", options.collect()),
        ],
    )
}
