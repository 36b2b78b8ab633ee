//! Events and their scene codes.

use domain::events::{Event, EventDetails, EventDraft, EventState, QrCode, QrPurpose, StoredEvent, WechatConfigDraft};
use domain::ids::{EventId, QrCodeId};
use domain::time::{Timestamp, Zone};

use super::{after, fresh, next_now, now};

/// An event in the making.
#[derive(Debug, Clone)]
pub struct EventBuilder {
    id: EventId,
    draft: EventDraft,
    state: EventState,
    cancel_reason: Option<String>,
    deleted_at: Option<Timestamp>,
    created_at: Timestamp,
}

/// A draft that begins in an hour, lasts two, and has no limit of seats; made later than any event before it.
#[must_use]
pub fn an_event() -> EventBuilder {
    EventBuilder {
        id: fresh(EventId::from_uuid),
        draft: EventDraft {
            title: "春天的音乐会".to_owned(),
            description: String::new(),
            starts_at: after(3_600),
            ends_at: after(10_800),
            zone: Zone::DEFAULT_NAME.to_owned(),
            location: String::new(),
            capacity: None,
            registration_opens_at: None,
            registration_closes_at: None,
            check_in_opens_at: None,
            walk_ins: false,
            wechat: WechatConfigDraft::default(),
        },
        state: EventState::Draft,
        cancel_reason: None,
        deleted_at: None,
        created_at: next_now(),
    }
}

impl EventBuilder {
    /// Under this title.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.draft.title);
        self
    }

    /// With this description.
    #[must_use]
    pub fn described(mut self, description: &str) -> Self {
        description.clone_into(&mut self.draft.description);
        self
    }

    /// At this place.
    #[must_use]
    pub fn located(mut self, location: &str) -> Self {
        location.clone_into(&mut self.draft.location);
        self
    }

    /// With so many seats.
    #[must_use]
    pub fn with_capacity(mut self, seats: u32) -> Self {
        self.draft.capacity = Some(i64::from(seats));
        self
    }

    /// From one instant to another.
    #[must_use]
    pub fn between(mut self, starts_at: Timestamp, ends_at: Timestamp) -> Self {
        self.draft.starts_at = starts_at;
        self.draft.ends_at = ends_at;
        self
    }

    /// Reached by typing this code.
    #[must_use]
    pub fn with_interaction_code(mut self, code: &str) -> Self {
        self.draft.wechat.interaction_code = Some(code.to_owned());
        self
    }

    /// With anything else about its facts.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut EventDraft)) -> Self {
        change(&mut self.draft);
        self
    }

    /// Under this id.
    #[must_use]
    pub fn with_id(mut self, id: EventId) -> Self {
        self.id = id;
        self
    }

    /// Made at this instant.
    #[must_use]
    pub fn created_at(mut self, at: Timestamp) -> Self {
        self.created_at = at;
        self
    }

    /// Open to the public.
    #[must_use]
    pub fn published(mut self) -> Self {
        self.state = EventState::Published;
        self
    }

    /// Called off.
    #[must_use]
    pub fn cancelled(mut self, reason: &str) -> Self {
        self.state = EventState::Cancelled;
        self.cancel_reason = Some(reason.to_owned());
        self
    }

    /// Out of sight.
    #[must_use]
    pub fn deleted(mut self) -> Self {
        self.deleted_at = Some(after(7));
        self
    }

    /// The event, in its first version.
    ///
    /// # Panics
    /// When its facts break a rule.
    #[must_use]
    pub fn build(self) -> Event {
        Event::restore(StoredEvent {
            id: self.id,
            details: EventDetails::check(self.draft).unwrap(),
            state: self.state,
            cancel_reason: self.cancel_reason,
            published_at: (self.state == EventState::Published).then_some(self.created_at),
            deleted_at: self.deleted_at,
            created_at: self.created_at,
            updated_at: self.created_at,
            version: 1,
        })
    }
}

/// A permanent registration code of the account `default`.
#[must_use]
pub fn a_qr_code(event: EventId, scene: &str) -> QrCode {
    QrCode {
        id: fresh(QrCodeId::from_uuid),
        event,
        account: "default".to_owned(),
        purpose: QrPurpose::Register,
        scene: scene.to_owned(),
        ticket: "gQH47joAAAAAAAAAASxodHRwOi8v".to_owned(),
        url: "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI".to_owned(),
        image_url: "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQH47joAAAAAAAAAASxodHRwOi8v".to_owned(),
        expires_at: None,
        created_at: now(),
    }
}
