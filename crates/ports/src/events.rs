//! What events need from outside.

use async_trait::async_trait;
use domain::events::{Event, EventState, QrCode, QrPurpose, WechatConfig};
use domain::ids::EventId;
use domain::time::{Timestamp, Zone};

use crate::jobs::Outbox;
use crate::log::EventLog;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Opens transactions about events.
#[async_trait]
pub trait EventsStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn EventsTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait EventsTransaction: Send {
    /// Events.
    fn events(&mut self) -> &mut dyn EventRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// The outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Events inside a transaction.
#[async_trait]
pub trait EventRepository: Send {
    /// The event, locked against other writers until the transaction ends; deleted ones too.
    async fn find_for_update(&mut self, id: EventId) -> Result<Option<Event>, StoreError>;

    /// Seats taken at this moment. After [`Self::find_for_update`] nobody can take one until the transaction ends.
    async fn seats_taken(&mut self, id: EventId) -> Result<u32, StoreError>;

    /// Stores a new event and its empty roll. A known id MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, event: &Event) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, event: &Event, expected_version: u64) -> Result<(), StoreError>;

    /// Stores a scene code. A known id or scene MUST fail with [`StoreError::Duplicate`].
    async fn add_qr_code(&mut self, code: &QrCode) -> Result<(), StoreError>;

    /// A scene code by its id.
    async fn find_qr_code(&mut self, id: domain::ids::QrCodeId) -> Result<Option<QrCode>, StoreError>;
}

/// An event with its counters, for lists and pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventView {
    /// The event.
    pub event: Event,
    /// Seats taken.
    pub taken: u32,
    /// People who came.
    pub checked_in: u32,
}

/// Which events, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventFilter {
    /// Part of the title or location, any case.
    pub search: Option<String>,
    /// Only in this state.
    pub state: Option<EventState>,
    /// Only those that end after this.
    pub ends_after: Option<Timestamp>,
    /// Only those that start before this.
    pub starts_before: Option<Timestamp>,
    /// The order.
    pub sort: EventSort,
}

/// Orders of an event list; equal entries follow by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EventSort {
    /// Newest first. The only order with a cursor.
    #[default]
    CreatedDescending,
    /// Oldest first.
    CreatedAscending,
    /// Earliest start first.
    StartAscending,
    /// Latest start first.
    StartDescending,
    /// By title.
    TitleAscending,
    /// By title, backwards.
    TitleDescending,
}

/// Reading events outside a transaction. Deleted events MUST be out of sight.
#[async_trait]
pub trait EventReads: Send + Sync {
    /// One event with its counters.
    async fn find(&self, id: EventId) -> Result<Option<EventView>, StoreError>;

    /// Events; a cursor goes with [`EventSort::CreatedDescending`] only and is ignored otherwise.
    async fn list(&self, filter: &EventFilter, page: PageQuery) -> Result<Page<EventView>, StoreError>;

    /// An event's scene codes, newest first.
    async fn qr_codes(&self, event: EventId, page: PageQuery) -> Result<Page<QrCode>, StoreError>;
}

/// An event as the chat shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventCard {
    /// Its id.
    pub id: EventId,
    /// Its title.
    pub title: String,
    /// Where it is; may be empty.
    pub location: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Its zone.
    pub zone: Zone,
    /// Where it stands.
    pub state: EventState,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// Check-in opens.
    pub check_in_opens_at: Option<Timestamp>,
    /// Its WeChat settings.
    pub wechat: WechatConfig,
}

/// Where a scene leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneRoute {
    /// The account whose code it is.
    pub account: String,
    /// The scene.
    pub scene: String,
    /// What a scan does.
    pub purpose: QrPurpose,
    /// The event.
    pub event: EventCard,
}

/// Which event a message means. Asked for many messages at once.
#[async_trait]
pub trait EventDirectory: Send + Sync {
    /// Routes of the `(account, scene)` pairs that are known; deleted events included. Scenes are case-sensitive.
    async fn routes(&self, scenes: &[(String, String)]) -> Result<Vec<SceneRoute>, StoreError>;

    /// Events not deleted whose interaction code is one of these, in [`WechatConfig::comparable_code`] form;
    /// at most 20 per code, latest start first.
    async fn by_interaction_codes(&self, codes: &[String]) -> Result<Vec<EventCard>, StoreError>;

    /// One event's card; deleted ones too.
    async fn card(&self, id: EventId) -> Result<Option<EventCard>, StoreError>;
}
