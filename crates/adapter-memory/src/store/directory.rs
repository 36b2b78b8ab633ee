//! Which event a message means.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::events::{Event, QrCode, QrPurpose, WechatConfig};
use domain::ids::EventId;
use ports::StoreError;
use ports::events::{EventCard, EventDirectory, SceneRoute};

use super::MemoryStore;
use super::state::State;

/// Most events told for one interaction code.
const PER_CODE: usize = 20;

#[async_trait]
impl EventDirectory for MemoryStore {
    async fn routes(&self, scenes: &[(String, String)]) -> Result<Vec<SceneRoute>, StoreError> {
        let state = self.read();
        let asked: BTreeSet<_> = scenes.iter().collect();
        Ok(asked
            .into_iter()
            .filter_map(|scene| match state.scenes.get(scene) {
                Some(code) => route(&state, state.qr_codes.get(code)?),
                None => channel_route(&state, scene),
            })
            .collect())
    }

    async fn by_interaction_codes(&self, codes: &[String]) -> Result<Vec<EventCard>, StoreError> {
        let state = self.read();
        let asked: BTreeSet<_> = codes.iter().collect();
        Ok(asked.into_iter().flat_map(|code| by_code(&state, code)).collect())
    }

    async fn card(&self, id: EventId) -> Result<Option<EventCard>, StoreError> {
        Ok(self.read().events.get(&id).map(card))
    }
}

fn route(state: &State, code: &QrCode) -> Option<SceneRoute> {
    Some(SceneRoute {
        account: code.account.clone(),
        scene: code.scene.clone(),
        purpose: code.purpose,
        event: state.events.get(&code.event).map(card)?,
    })
}

/// A channel registers for its event.
fn channel_route(state: &State, scene: &(String, String)) -> Option<SceneRoute> {
    let channel = state.channels.channel_of(&scene.0, &scene.1)?;
    Some(SceneRoute {
        account: scene.0.clone(),
        scene: scene.1.clone(),
        purpose: QrPurpose::Register,
        event: state.events.get(&channel.stored().draft.event?).map(card)?,
    })
}

fn by_code(state: &State, code: &str) -> Vec<EventCard> {
    let mut events: Vec<_> = state
        .events
        .values()
        .filter(|event| event.stored().deleted_at.is_none())
        .filter(|event| {
            let own = event.details().wechat.interaction_code();
            own.and_then(WechatConfig::comparable_code).as_deref() == Some(code)
        })
        .collect();
    events.sort_by_key(|event| Reverse((event.details().starts_at, event.id())));
    events.into_iter().take(PER_CODE).map(card).collect()
}

fn card(event: &Event) -> EventCard {
    let (stored, details) = (event.stored(), event.details());
    EventCard {
        id: stored.id,
        title: details.title.clone(),
        location: details.location.clone(),
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        zone: details.zone.clone(),
        state: stored.state,
        cancel_reason: stored.cancel_reason.clone(),
        deleted: stored.deleted_at.is_some(),
        check_in_opens_at: details.check_in_opens_at,
        wechat: details.wechat.clone(),
    }
}
