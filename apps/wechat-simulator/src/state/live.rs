//! What open phone pages are told as it happens.

use std::sync::Arc;

use serde::Serialize;
use tokio::sync::broadcast;

use super::chat::ChatEntry;
use super::codes::Code;
use super::people::PersonSummary;
use super::records::Exchange;

/// Events a slow page may lag behind before it has to load everything again.
const BUFFERED: usize = 1024;

/// One thing that happened.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LiveEvent<'a> {
    /// A person was added or changed.
    Person {
        /// Name of the account.
        account: &'a str,
        /// The person now.
        person: PersonSummary,
    },
    /// A line was added or changed.
    Chat {
        /// Name of the account.
        account: &'a str,
        /// Whose chat.
        open_id: &'a str,
        /// The line now.
        entry: &'a ChatEntry,
    },
    /// A code was created.
    Code {
        /// Name of the account.
        account: &'a str,
        /// The code.
        code: &'a Code,
    },
    /// Something went over the wire.
    Exchange {
        /// What.
        exchange: &'a Exchange,
    },
    /// Settings changed: load them again.
    Settings,
    /// Everything was forgotten: load everything again.
    Reset,
    /// This page missed something: load everything again.
    Resync,
}

/// The sender side.
#[derive(Debug)]
pub struct Live(broadcast::Sender<Arc<str>>);

impl Default for Live {
    fn default() -> Self {
        Self(broadcast::Sender::new(BUFFERED))
    }
}

impl Live {
    /// Tells all pages; free when there is none.
    pub fn publish(&self, event: &LiveEvent<'_>) {
        if self.0.receiver_count() > 0
            && let Some(text) = to_text(event)
        {
            // Fails only when the last page has just gone.
            let _ = self.0.send(text.into());
        }
    }

    /// What a new page listens to.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<str>> {
        self.0.subscribe()
    }
}

/// The event as JSON.
#[must_use]
pub fn to_text(event: &LiveEvent<'_>) -> Option<String> {
    serde_json::to_string(event).ok()
}
