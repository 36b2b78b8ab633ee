//! How an action of a person is carried out: who acts, what changes, what the callback is told.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use serde_json::json;

use super::answer::ControlError;
use super::which::Which;
use crate::callback::{Message, begin, settle};
use crate::state::State;
use crate::state::account::Product;
use crate::state::accounts::AccountId;
use crate::state::chat::ChatBody;
use crate::state::windows::Interaction;
use crate::world::World;

/// Query of every action.
#[derive(Debug, Deserialize)]
pub struct Waiting {
    /// `false` answers at once, before the callback has been called.
    #[serde(default = "yes")]
    pub wait: bool,
    /// Name of the account, where an open id is not unique.
    pub account: Option<String>,
}

fn yes() -> bool {
    true
}

/// What an action answers.
pub type Answer = Result<HttpResponse, ControlError>;

/// What an action leads to: what the callback is told, and the line in the chat.
pub type Act = (Message, ChatBody);

/// Who acts.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// To which account.
    pub account: AccountId,
    /// The person there, who exists.
    pub open_id: &'a str,
}

/// Lets a person do something: `change` changes the state and says what the callback is told.
pub async fn act(
    world: Data<World>,
    open_id: &str,
    waiting: &Waiting,
    change: impl FnOnce(&mut State, Actor<'_>) -> Result<Act, ControlError>,
) -> Answer {
    let which = waiting.account.as_deref().map(Which::named).unwrap_or_default();
    let (account, message, line) = world.with(|state| {
        let account = which.find_person(state, open_id)?;
        let (message, line) = change(state, Actor { account, open_id })?;
        Ok::<_, ControlError>((account, message, line))
    })?;
    tell(world, account, open_id, &message, Some(line), waiting.wait).await
}

/// Tells the callback. Runs in a task of its own: the delivery goes on when the caller of the control API does not wait
/// for it.
pub async fn tell(
    world: Data<World>,
    account: AccountId,
    open_id: &str,
    message: &Message,
    line: Option<ChatBody>,
    wait: bool,
) -> Answer {
    let world: Arc<World> = world.into_inner();
    let begun = begin(&world, account, open_id, message, line).ok_or(ControlError::UnknownAccount)?;
    let early = json!({"deliveryId": begun.id, "message": begun.message()});
    let runtime = world.runtime.clone();
    let task = runtime.spawn(async move { settle(&world, begun).await });
    if !wait {
        return Ok(HttpResponse::Accepted().json(early));
    }
    let delivery = task.await.map_err(|_| ControlError::Stopping)?;
    Ok(HttpResponse::Ok().json(delivery))
}

/// A line that says what the person did.
pub fn did(action: &str, detail: Option<String>) -> ChatBody {
    ChatBody::Did {
        action: action.to_owned(),
        detail,
    }
}

/// Only a follower has a conversation with an official account; the other products know no following. Opens the window
/// that belongs to the interaction.
pub fn interact(state: &mut State, actor: Actor<'_>, by: Option<Interaction>) -> Result<(), ControlError> {
    let now = state.clock.now();
    let account = &mut state.accounts[actor.account];
    let must_follow = account.identity.product == Product::OfficialAccount;
    let person = account
        .people
        .get_mut(actor.open_id)
        .ok_or(ControlError::UnknownPerson)?;
    if must_follow && !person.subscribed {
        return Err(ControlError::NotAFollower);
    }
    if let Some(by) = by {
        person.interact(by, now);
    }
    Ok(())
}
