//! Take note of accepted and refused subscribe notifications.

use std::sync::Arc;

use async_trait::async_trait;
use domain::notifications::consent::{ConsentChange, ConsentEntry};
use domain::time::Timestamp;
use domain::wechat::{ConsentGiven, IncomingKind, Signal};
use ports::notifications::consents::ConsentStore;
use ports::wechat::RecordedMessage;

use crate::context::Context;
use crate::jobs::JobOutcome;
use crate::wechat::TakesNote;

/// Keeps the ledger of consents.
#[derive(Clone)]
pub struct ConsentListener(pub Arc<dyn ConsentStore>);

#[async_trait]
impl TakesNote for ConsentListener {
    async fn note(&self, message: &RecordedMessage, _: &Context) -> JobOutcome {
        let IncomingKind::Signal(Signal::Consents(given)) = &message.incoming.kind else {
            return Ok(());
        };
        let entries: Vec<_> = given
            .iter()
            .enumerate()
            .filter_map(|(place, one)| entry(message, place, one))
            .collect();
        if entries.is_empty() {
            return Ok(());
        }
        Ok(self.0.note(&entries).await?)
    }
}

fn entry(message: &RecordedMessage, place: usize, given: &ConsentGiven) -> Option<ConsentEntry> {
    Some(ConsentEntry {
        source: format!("message:{}:{place}", message.id),
        person: message.incoming.person.clone(),
        template_id: given.template_id.clone(),
        change: change(given)?,
        at: Timestamp::from_unix_seconds(message.incoming.create_time),
    })
}

/// A refusal in a dialog takes nothing away that was given before; one in the settings takes all.
const fn change(given: &ConsentGiven) -> Option<ConsentChange> {
    match (given.accepted, given.in_dialog) {
        (true, true) => Some(ConsentChange::Granted),
        (false, false) => Some(ConsentChange::Withdrawn),
        (true, false) | (false, true) => None,
    }
}
