//! Everything the simulated platform knows.

pub mod chat;
pub mod codes;
pub mod dedupe;
pub mod faults;
pub mod journal;
pub mod live;
pub mod notices;
pub mod people;
pub mod persistence;
pub mod platform;
pub mod quotas;
pub mod records;
pub mod stats;
pub mod tokens;
pub mod windows;

use std::collections::VecDeque;
use std::sync::Arc;

use self::chat::{ChatBody, DeliveryStatus};
use self::codes::{Code, Codes};
use self::dedupe::ClientMessageIds;
use self::faults::Faults;
use self::journal::Journal;
use self::live::{Live, LiveEvent};
use self::notices::Notices;
use self::people::{People, Person};
use self::platform::Platform;
use self::quotas::Quotas;
use self::records::{Call, CallbackAttempt, Exchange};
use self::stats::Stats;
use self::tokens::Tokens;
use crate::chance::Chance;
use crate::clock::{Clock, wall_millis};

/// Exchanges kept in full for the phone page.
const KEPT_EXCHANGES: usize = 200;
const BEIJING_OFFSET_SECONDS: i64 = 8 * 3600;
const DAY_SECONDS: i64 = 86_400;

/// The number of the day in Beijing, where quotas start anew.
#[must_use]
pub fn beijing_day(now: i64) -> i64 {
    (now + BEIJING_OFFSET_SECONDS).div_euclid(DAY_SECONDS)
}

/// The whole state; [`crate::world::World`] guards it.
#[derive(Debug)]
pub struct State {
    /// Time.
    pub clock: Clock,
    /// Identifiers and dice.
    pub chance: Chance,
    /// Settings that may change.
    pub platform: Platform,
    /// The people.
    pub people: People,
    /// Scene codes.
    pub codes: Codes,
    /// Access tokens.
    pub tokens: Tokens,
    /// Repeated template sends.
    pub client_message_ids: ClientMessageIds,
    /// Planted faults.
    pub faults: Faults,
    /// Daily quotas.
    pub quotas: Quotas,
    /// Counters.
    pub stats: Stats,
    /// Calls received.
    pub calls: Journal<Call>,
    /// Notices that reached people.
    pub notices: Notices,
    /// Callback attempts made.
    pub callbacks: Journal<CallbackAttempt>,
    /// Open phone pages.
    pub live: Live,
    /// Whether something that is saved has changed since the last save.
    pub changed: bool,
    exchanges: VecDeque<Arc<Exchange>>,
    next_exchange: u64,
    next_delivery: u64,
    capacity: usize,
}

impl State {
    /// An empty platform.
    #[must_use]
    pub fn new(platform: Platform, chance: Chance, capacity: usize) -> Self {
        Self {
            clock: Clock::default(),
            chance,
            platform,
            people: People::default(),
            codes: Codes::default(),
            tokens: Tokens::default(),
            client_message_ids: ClientMessageIds::default(),
            faults: Faults::default(),
            quotas: Quotas::default(),
            stats: Stats::default(),
            calls: Journal::new(capacity),
            notices: Notices::new(capacity),
            callbacks: Journal::new(capacity),
            live: Live::default(),
            changed: false,
            exchanges: VecDeque::new(),
            next_exchange: 1,
            next_delivery: 1,
            capacity,
        }
    }

    /// Forgets people, codes, faults, quotas, journals, counters and the clock's offset. Tokens stay good, settings
    /// and the sequence of identifiers stay as they are.
    pub fn reset(&mut self) {
        let platform = self.platform.clone();
        let chance = std::mem::replace(&mut self.chance, Chance::new(Some(0)));
        let fresh = Self::new(platform, chance, self.capacity);
        let old = std::mem::replace(self, fresh);
        self.tokens = old.tokens;
        self.tokens.set_lifetime(tokens::DEFAULT_LIFETIME);
        self.next_delivery = old.next_delivery;
        self.next_exchange = old.next_exchange;
        self.live = old.live;
        self.changed = true;
        self.live.publish(&LiveEvent::Reset);
    }

    /// Adds a person unless there is one already; `None` when there are too many.
    pub fn add_person(&mut self, open_id: Option<String>, nickname: Option<String>) -> Option<&mut Person> {
        let open_id = open_id.unwrap_or_else(|| self.chance.open_id());
        let nickname = nickname.unwrap_or_else(|| format!("访客 {}", self.people.list().len() + 1));
        self.changed = true;
        self.people.add(Person::new(open_id, nickname))
    }

    /// Changes a person and tells the phone pages; `None` for an unknown open id.
    pub fn change_person<T>(&mut self, open_id: &str, change: impl FnOnce(&mut Person) -> T) -> Option<T> {
        let person = self.people.get_mut(open_id)?;
        let result = change(person);
        self.live.publish(&LiveEvent::Person {
            person: person.summary(),
        });
        self.changed = true;
        Some(result)
    }

    /// Adds a line to a person's chat, if the person is known.
    pub fn show(&mut self, open_id: &str, body: ChatBody, delivery: Option<DeliveryStatus>) {
        let Some(person) = self.people.get_mut(open_id) else {
            return;
        };
        let entry = person.chat.push(wall_millis(), body, delivery);
        self.live.publish(&LiveEvent::Chat { open_id, entry: &entry });
        self.changed = true;
    }

    /// Tells how a callback stands at the line it belongs to.
    pub fn show_delivery(&mut self, open_id: &str, status: DeliveryStatus) {
        let Some(person) = self.people.get_mut(open_id) else {
            return;
        };
        if let Some(entry) = person.chat.update_delivery(status) {
            self.live.publish(&LiveEvent::Chat { open_id, entry: &entry });
            self.changed = true;
        }
    }

    /// Adds a scene code.
    pub fn add_code(&mut self, code: Code) {
        self.live.publish(&LiveEvent::Code { code: &code });
        self.codes.add(code);
        self.changed = true;
    }

    /// Records an exchange in full; `make` is given its number.
    pub fn record_exchange(&mut self, make: impl FnOnce(u64) -> Exchange) {
        let exchange = Arc::new(make(self.next_exchange));
        self.next_exchange += 1;
        if self.exchanges.len() == KEPT_EXCHANGES {
            self.exchanges.pop_front();
        }
        self.live.publish(&LiveEvent::Exchange { exchange: &exchange });
        self.exchanges.push_back(exchange);
    }

    /// The newest exchanges, oldest first.
    pub fn exchanges(&self) -> impl Iterator<Item = &Arc<Exchange>> {
        self.exchanges.iter()
    }

    /// A number for a new delivery.
    pub fn next_delivery(&mut self) -> u64 {
        let number = self.next_delivery;
        self.next_delivery += 1;
        number
    }
}
