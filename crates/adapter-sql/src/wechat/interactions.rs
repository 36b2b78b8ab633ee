//! What people did of late.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::time::Timestamp;
use domain::wechat::{Interaction, InteractionKind};
use ports::StoreError;
use ports::wechat::InteractionReads;

use super::rows::MESSAGES;
use crate::sql::{Row, Sql, all};
use crate::store::SqlStore;
use crate::telemetry::call;

/// Newest rows looked at, of messages and of events.
const NEWEST: u32 = 20;
/// What a text holds that came from a tap on an item of a menu message, in XML and in JSON.
const MENU_ITEM: &str = "bizmsgmenuid";

#[async_trait]
impl InteractionReads for SqlStore {
    async fn newest(&self, person: &PersonRef) -> Result<Vec<Interaction>, StoreError> {
        call("interactions.newest", self.newest_interactions(person)).await
    }
}

impl SqlStore {
    async fn newest_interactions(&self, person: &PersonRef) -> Result<Vec<Interaction>, StoreError> {
        let mut messages = self.select_newest(person);
        messages.push(" AND event_folded IS NULL");
        let mut events = self.select_newest(person);
        events
            .push(" AND event_folded IN (")
            .marks(InteractionKind::EVENTS.len());
        events.push(")");
        for event in InteractionKind::EVENTS {
            events.bind(event);
        }
        let mut interactions = Vec::new();
        for mut sql in [messages, events] {
            sql.push(" ORDER BY id DESC LIMIT ?").bind(NEWEST);
            for row in all(self.reader(), MESSAGES, sql).await? {
                interactions.extend(to_interaction(&row)?);
            }
        }
        Ok(interactions)
    }

    fn select_newest(&self, person: &PersonRef) -> Sql {
        let text = format!(
            "SELECT id, event_folded, raw, create_time FROM wechat_messages{} WHERE from_user = ? AND account = ?",
            self.dialect().using_index("ix_wechat_messages_from_user")
        );
        Sql::new(self.dialect(), text)
            .with(person.open_id.as_str())
            .with(person.account.as_str())
    }
}

fn to_interaction(row: &Row) -> Result<Option<Interaction>, StoreError> {
    let menu_item = row.text("raw")?.contains(MENU_ITEM);
    let kind = InteractionKind::of(row.text_or_null("event_folded")?.as_deref(), menu_item);
    let at = Timestamp::from_unix_seconds(row.number("create_time")?);
    Ok(kind.map(|kind| Interaction { kind, at }))
}
