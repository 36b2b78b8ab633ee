//! Everything the simulated platform knows.

pub mod account;
pub mod accounts;
pub mod app_messages;
pub mod bounded;
pub mod chat;
pub mod codes;
pub mod contacts;
pub mod content;
pub mod corp_apps;
pub mod corps;
pub mod dedupe;
pub mod faults;
pub mod humans;
pub mod journal;
pub mod kf;
pub mod live;
pub mod media;
pub mod menus;
pub mod mini;
pub mod notices;
pub mod oauth;
pub mod official;
pub mod people;
pub mod persistence;
pub mod platform;
pub mod quotas;
pub mod records;
pub mod rids;
pub mod stats;
pub mod subscriptions;
pub mod tag_book;
pub mod template_book;
pub mod tickets;
pub mod tokens;
pub mod windows;

use std::collections::VecDeque;
use std::sync::Arc;

use self::accounts::{AccountId, Accounts};
use self::bounded::Bounded;
use self::chat::{Chat, ChatBody, ChatEntry, DeliveryStatus};
use self::codes::Code;
use self::corps::Corps;
use self::faults::Faults;
use self::humans::Humans;
use self::journal::Journal;
use self::live::{Live, LiveEvent};
use self::notices::Notices;
use self::people::{NewPerson, Person};
use self::records::{Call, CallbackAttempt, Exchange};
use self::rids::RidRecord;
use self::stats::Stats;
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

/// The number of the calendar month in Beijing, where monthly quotas start anew: twelve times the year plus the month.
#[must_use]
pub fn beijing_month(now: i64) -> i64 {
    // Howard Hinnant's days_from_civil backwards: https://howardhinnant.github.io/date_algorithms.html
    let days = beijing_day(now) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    // Months are counted from March, so January and February belong to the year before.
    (era * 400 + year_of_era) * 12 + shifted_month + 2
}

/// The whole state; [`crate::world::World`] guards it.
#[derive(Debug)]
pub struct State {
    /// Time, the same for all accounts.
    pub clock: Clock,
    /// Identifiers and dice.
    pub chance: Chance,
    /// The human beings.
    pub humans: Humans,
    /// The accounts and what each of them knows.
    pub accounts: Accounts,
    /// What the apps of a WeCom corp share.
    pub corps: Corps,
    /// Planted faults.
    pub faults: Faults,
    /// Counters.
    pub stats: Stats,
    /// Calls received.
    pub calls: Journal<Call>,
    /// Notices that reached people.
    pub notices: Notices,
    /// Callback attempts made.
    pub callbacks: Journal<CallbackAttempt>,
    /// Refused calls by request id.
    pub rids: Bounded<RidRecord>,
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
    /// A platform where nothing has happened yet.
    #[must_use]
    pub fn new(accounts: Accounts, chance: Chance, capacity: usize) -> Self {
        Self {
            clock: Clock::default(),
            chance,
            humans: Humans::default(),
            accounts,
            corps: Corps::default(),
            faults: Faults::default(),
            stats: Stats::default(),
            calls: Journal::new(capacity),
            notices: Notices::new(capacity),
            callbacks: Journal::new(capacity),
            rids: Bounded::default(),
            live: Live::default(),
            changed: false,
            exchanges: VecDeque::new(),
            next_exchange: 1,
            next_delivery: 1,
            capacity,
        }
    }

    /// Forgets people, codes, faults, quotas, journals, counters and the clock's offset. Accounts, their settings and
    /// tokens stay, and so does the sequence of identifiers.
    pub fn reset(&mut self) {
        self.accounts.iter_mut().for_each(account::Account::reset);
        self.clock = Clock::default();
        self.humans = Humans::default();
        self.corps = Corps::default();
        self.faults = Faults::default();
        self.stats = Stats::default();
        self.calls = Journal::new(self.capacity);
        self.notices = Notices::new(self.capacity);
        self.rids = Bounded::default();
        self.callbacks = Journal::new(self.capacity);
        self.exchanges.clear();
        self.changed = true;
        self.live.publish(&LiveEvent::Reset);
    }

    /// Makes a human a person to an account; one whose open id is known there already stays who it is. Returns the
    /// open id, or `None` when there are too many people or no such human.
    pub fn add_person(&mut self, id: AccountId, new: NewPerson) -> Option<String> {
        let account = &mut self.accounts[id];
        if let Some(known) = new.open_id.as_ref().filter(|open_id| account.people.knows(open_id)) {
            return Some(known.clone());
        }
        if account.people.is_full() {
            return None;
        }
        let human = match new.human {
            Some(number) => self.humans.get(number)?.id,
            None => self.humans.add(new.nickname),
        };
        let open_id = new.open_id.unwrap_or_else(|| self.chance.open_id());
        let human = self.humans.get_mut(human)?;
        if let Some(known) = human.open_ids.get(&account.name) {
            return Some(known.clone());
        }
        human.open_ids.insert(Arc::clone(&account.name), open_id.clone());
        account
            .people
            .add(Person::new(open_id.clone(), human.nickname.clone(), human.id));
        if account.identity.product == account::Product::WeCom {
            let corp = self.corps.of(&account.identity.app_id);
            let key = open_id.to_lowercase();
            corp.members
                .entry(key)
                .or_insert_with(|| corps::Member::new(&open_id, &human.nickname));
        }
        self.changed = true;
        Some(open_id)
    }

    /// The account that an open id belongs to. WeCom user ids are not unique: the first account counts.
    #[must_use]
    pub fn account_of(&self, open_id: &str) -> Option<AccountId> {
        self.accounts.find(|account| account.people.knows(open_id))
    }

    /// The union id of a person, if the account is bound to an open platform account.
    pub fn union_id(&mut self, id: AccountId, open_id: &str) -> Option<String> {
        let account = self.accounts.get(id)?;
        let group = account.identity.union_group.as_deref()?;
        let human = account.people.get(open_id)?.human;
        self.changed |= !self.humans.get(human)?.union_ids.contains_key(group);
        self.humans.union_id(human, group, &mut self.chance)
    }

    /// Changes a person and tells the phone pages; `None` for an unknown open id.
    pub fn change_person<T>(
        &mut self,
        id: AccountId,
        open_id: &str,
        change: impl FnOnce(&mut Person) -> T,
    ) -> Option<T> {
        let account = self.accounts.get_mut(id)?;
        let person = account.people.get_mut(open_id)?;
        let result = change(person);
        self.live.publish(&LiveEvent::Person {
            account: &account.name,
            person: person.summary(),
        });
        self.changed = true;
        Some(result)
    }

    /// Adds a line to a person's chat, if the person is known; answers its position.
    pub fn show(
        &mut self,
        id: AccountId,
        open_id: &str,
        body: ChatBody,
        delivery: Option<DeliveryStatus>,
    ) -> Option<u64> {
        self.change_chat(id, open_id, |chat| Some(chat.push(wall_millis(), body, delivery)))
    }

    /// Puts something else in the place of a line, if it is still kept.
    pub fn show_instead(&mut self, id: AccountId, open_id: &str, sequence: u64, body: ChatBody) {
        self.change_chat(id, open_id, |chat| chat.replace(sequence, body));
    }

    /// Tells how a callback stands at the line it belongs to.
    pub fn show_delivery(&mut self, id: AccountId, open_id: &str, status: DeliveryStatus) {
        self.change_chat(id, open_id, |chat| chat.update_delivery(status));
    }

    fn change_chat(
        &mut self,
        id: AccountId,
        open_id: &str,
        change: impl FnOnce(&mut Chat) -> Option<ChatEntry>,
    ) -> Option<u64> {
        let account = self.accounts.get_mut(id)?;
        let entry = change(&mut account.people.get_mut(open_id)?.chat)?;
        self.live.publish(&LiveEvent::Chat {
            account: &account.name,
            open_id,
            entry: &entry,
        });
        self.changed = true;
        Some(entry.sequence)
    }

    /// Adds a scene code.
    pub fn add_code(&mut self, id: AccountId, code: Code) {
        let account = &mut self.accounts[id];
        self.live.publish(&LiveEvent::Code {
            account: &account.name,
            code: &code,
        });
        account.codes.add(code);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_in_beijing() {
        // 2026-03-01 00:00 +08:00
        let march = 1_772_294_400;
        assert_eq!(beijing_month(march) - beijing_month(march - 1), 1);
        assert_eq!(beijing_month(march), 2026 * 12 + 2);
        // 2026-01-01 00:00 +08:00
        assert_eq!(beijing_month(1_767_196_800), 2026 * 12);
    }
}
