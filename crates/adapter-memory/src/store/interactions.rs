//! What people did of late.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::time::Timestamp;
use domain::wechat::{Interaction, InteractionKind};
use ports::StoreError;
use ports::wechat::InteractionReads;

use super::MemoryStore;

const NEWEST: usize = 20;

#[async_trait]
impl InteractionReads for MemoryStore {
    async fn newest(&self, person: &PersonRef) -> Result<Vec<Interaction>, StoreError> {
        let state = self.read();
        let own = state.messages.values().rev().map(|row| &row.message.incoming);
        let own = own.filter(|incoming| incoming.person == *person);
        let interactions = own.filter_map(|incoming| {
            let menu_item = incoming.raw.contains("bizmsgmenuid");
            let kind = InteractionKind::of(incoming.event.as_deref(), menu_item)?;
            let at = Timestamp::from_unix_seconds(incoming.create_time);
            Some((incoming.event.is_some(), Interaction { kind, at }))
        });
        let (events, messages): (Vec<_>, Vec<_>) = interactions.partition(|(is_event, _)| *is_event);
        let newest = [events, messages]
            .into_iter()
            .flat_map(|part| part.into_iter().take(NEWEST));
        Ok(newest.map(|(_, interaction)| interaction).collect())
    }
}
