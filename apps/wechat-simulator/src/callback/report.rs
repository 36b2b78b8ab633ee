//! `TEMPLATESENDJOBFINISH`: how a template message ended.

use std::sync::Arc;
use std::time::Duration;

use super::deliver::{begin, settle};
use super::message::Message;
use crate::world::World;

/// The answer to the send should arrive before its result does.
const PAUSE: Duration = Duration::from_millis(100);

/// Tells the account how the send ended: a person who has left meanwhile counts as one who blocked it.
pub async fn report_template(world: &Arc<World>, open_id: &str, message_id: u64) {
    tokio::time::sleep(PAUSE).await;
    let follows = world.with(|state| state.people.get(open_id).is_some_and(|person| person.subscribed));
    let status = if follows { "success" } else { "failed:user block" };
    let begun = begin(world, open_id, &Message::TemplateReport { message_id, status }, None);
    settle(world, begun).await;
}
