//! What the platform reports after a call was answered.

use std::sync::Arc;
use std::time::Duration;

use super::deliver::{begin, settle};
use super::message::Message;
use crate::state::accounts::AccountId;
use crate::world::World;

/// The answer to the call should arrive before its result does.
const PAUSE: Duration = Duration::from_millis(100);

/// What follows a call.
#[derive(Debug, Clone)]
pub enum Report {
    /// `TEMPLATESENDJOBFINISH`; a person who has left meanwhile counts as one who blocked it.
    Template {
        /// Whom the template message went to.
        open_id: String,
        /// Its message id.
        message_id: u64,
    },
    /// An event as it is.
    Event {
        /// Whom it concerns.
        open_id: String,
        /// The event.
        message: Message,
    },
    /// An event that arrives before the answer to the call does, as results may that are quick.
    First {
        /// Whom it concerns.
        open_id: String,
        /// The event.
        message: Message,
    },
}

impl Report {
    /// Whether the answer waits for it.
    #[must_use]
    pub fn comes_first(&self) -> bool {
        matches!(self, Self::First { .. })
    }
}

/// Tells the account and waits until it settled.
pub async fn report_now(world: &Arc<World>, account: AccountId, report: Report) {
    let (open_id, message) = compose(world, account, report);
    if let Some(begun) = begin(world, account, &open_id, &message, None) {
        settle(world, begun).await;
    }
}

/// Tells the account, in a task of its own.
pub fn begin_report(world: &Arc<World>, account: AccountId, report: Report) {
    let world = Arc::clone(world);
    let runtime = world.runtime.clone();
    runtime.spawn(async move {
        tokio::time::sleep(PAUSE).await;
        report_now(&world, account, report).await;
    });
}

fn compose(world: &World, account: AccountId, report: Report) -> (String, Message) {
    match report {
        Report::Template { open_id, message_id } => {
            let follows = world.with(|state| {
                let account = state.accounts.get(account)?;
                account.people.get(&open_id).map(|person| person.subscribed)
            });
            let status = if follows == Some(true) {
                "success"
            } else {
                "failed:user block"
            };
            (open_id, Message::template_report(message_id, status))
        }
        Report::Event { open_id, message } | Report::First { open_id, message } => (open_id, message),
    }
}
