//! One store behind all of its ports.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::attendance::{Attendee, CheckIn, PersonRef, Roll};
use domain::events::{Event, QrCode};
use domain::ids::EventId;
use domain::time::Timestamp;
use ports::StoreError;
use ports::attendance::{AttendanceReads, AttendanceStore, AttendanceTransaction};
use ports::events::{EventDirectory, EventReads, EventsStore, EventsTransaction};
use ports::files::FileBook;
use ports::idempotency::OnceRequests;
use ports::identity::{OperatorReads, OperatorStore, PeopleReads, PeopleStore, PhonesStore, WecomLinksStore};
use ports::jobs::{DeadLetters, JobEnvelope, OutboxRelay};
use ports::log::HistoryReads;
use ports::notifications::broadcasts::BroadcastStore;
use ports::notifications::consents::ConsentStore;
use ports::notifications::templates::TemplateStore;
use ports::notifications::{DeliveryReads, DeliveryStore};
use ports::wechat::articles::{ArticlesStore, DraftReads, PublicationReads, PublishReports};
use ports::wechat::followers::{FollowerReads, FollowersStore, PersonalData};
use ports::wechat::mass::{EarlyMassReports, MassStore};
use ports::wechat::materials::{MaterialReads, MaterialsStore};
use ports::wechat::menus::MenusStore;
use ports::wechat::rules::{RuleReads, RulesStore};
use ports::wechat::wecom::{ContactReads, CorpRecords, DirectoryReads};
use ports::wechat::wecom::{StaffMessageReads, StaffMessagesStore};
use ports::wechat::{
    AccountSightings, AccountStore, ChannelReads, ChannelsStore, InteractionReads, MessageArrivals, MessageLog,
    MessageReads, ScanCounts, SceneCodeReads, SceneCodeRenewals,
};

use ports::wechat::mini_program::{
    CodeReads, CodesStore, ContentCheckReads, ContentChecksStore, EarlyVerdicts, LinkReads, LinksStore, SessionKeys,
};

use crate::build;

/// Every store port over one fresh, empty store.
#[derive(Clone)]
pub struct StoreWorld {
    /// Transactions about events.
    pub events: Arc<dyn EventsStore>,
    /// Reading events.
    pub event_reads: Arc<dyn EventReads>,
    /// Which event a message means.
    pub directory: Arc<dyn EventDirectory>,
    /// Reading the event log.
    pub history: Arc<dyn HistoryReads>,
    /// Transactions about attendance.
    pub attendance: Arc<dyn AttendanceStore>,
    /// Reading attendance.
    pub attendance_reads: Arc<dyn AttendanceReads>,
    /// Transactions about channels.
    pub channels: Arc<dyn ChannelsStore>,
    /// Reading channels.
    pub channel_reads: Arc<dyn ChannelReads>,
    /// Reading scene codes.
    pub scene_codes: Arc<dyn SceneCodeReads>,
    /// Making codes anew.
    pub renewals: Arc<dyn SceneCodeRenewals>,
    /// Counting scans.
    pub scan_counts: Arc<dyn ScanCounts>,
    /// The log of messages.
    pub messages: Arc<dyn MessageLog>,
    /// Reading messages.
    pub message_reads: Arc<dyn MessageReads>,
    /// When messages arrived.
    pub arrivals: Arc<dyn MessageArrivals>,
    /// Accounts.
    pub accounts: Arc<dyn AccountStore>,
    /// What was last seen of accounts.
    pub sightings: Arc<dyn AccountSightings>,
    /// The relay's side of the outbox.
    pub outbox: Arc<dyn OutboxRelay>,
    /// The graveyard of jobs.
    pub dead_letters: Arc<dyn DeadLetters>,
    /// Stored deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
    /// Reading deliveries.
    pub delivery_reads: Arc<dyn DeliveryReads>,
    /// Templates of accounts.
    pub templates: Arc<dyn TemplateStore>,
    /// Consents.
    pub consents: Arc<dyn ConsentStore>,
    /// Broadcasts.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Stored operators.
    pub operators: Arc<dyn OperatorStore>,
    /// Transactions about people.
    pub people: Arc<dyn PeopleStore>,
    /// Reading people.
    pub people_reads: Arc<dyn PeopleReads>,
    /// What people did of late.
    pub interactions: Arc<dyn InteractionReads>,
    /// Transactions about reply rules.
    pub rules: Arc<dyn RulesStore>,
    /// Reading reply rules.
    pub rule_reads: Arc<dyn RuleReads>,
    /// Mass messages.
    pub mass: Arc<dyn MassStore>,
    /// Reports on mass messages.
    pub mass_reports: Arc<dyn EarlyMassReports>,
    /// Transactions about menus, and reading them.
    pub menus: Arc<dyn MenusStore>,
    /// Transactions about followers.
    pub followers: Arc<dyn FollowersStore>,
    /// Reading followers.
    pub follower_reads: Arc<dyn FollowerReads>,
    /// Deletes what people wrote.
    pub personal_data: Arc<dyn PersonalData>,
    /// Stores of drafts and publications.
    pub articles: ArticlesWorld,
    /// Stores of the Mini Program.
    pub mini_program: MiniProgramWorld,
    /// Stores of materials.
    pub materials: MaterialWorld,
    /// WeCom corporations.
    pub corp: CorpWorld,
    /// Messages to members, and who is which member.
    pub staff: StaffWorld,
    /// Once-only requests.
    pub once: Arc<dyn OnceRequests>,
}

/// The store ports of drafts and publications.
#[derive(Clone)]
pub struct ArticlesWorld {
    /// Transactions.
    pub store: Arc<dyn ArticlesStore>,
    /// Reading drafts.
    pub drafts: Arc<dyn DraftReads>,
    /// Reading publications.
    pub publications: Arc<dyn PublicationReads>,
    /// Reports as they came.
    pub reports: Arc<dyn PublishReports>,
}

impl ArticlesWorld {
    /// All of them in one store.
    pub fn of<S>(store: &Arc<S>) -> Self
    where
        S: ArticlesStore + DraftReads + PublicationReads + PublishReports + 'static,
    {
        Self {
            store: store.clone(),
            drafts: store.clone(),
            publications: store.clone(),
            reports: store.clone(),
        }
    }
}

/// The store ports of materials.
#[derive(Clone)]
pub struct MaterialWorld {
    /// Transactions about materials.
    pub store: Arc<dyn MaterialsStore>,
    /// Reading materials.
    pub reads: Arc<dyn MaterialReads>,
    /// Which files are needed.
    pub book: Arc<dyn FileBook>,
}

impl MaterialWorld {
    /// One store behind all of them.
    pub fn of<S>(store: &Arc<S>) -> Self
    where
        S: MaterialsStore + MaterialReads + FileBook + 'static,
    {
        Self {
            store: store.clone(),
            reads: store.clone(),
            book: store.clone(),
        }
    }
}

/// The store ports of the Mini Program.
#[derive(Clone)]
pub struct MiniProgramWorld {
    /// Session keys.
    pub session_keys: Arc<dyn SessionKeys>,
    /// Phone numbers.
    pub phones: Arc<dyn PhonesStore>,
    /// Transactions about codes.
    pub codes: Arc<dyn CodesStore>,
    /// Reading codes.
    pub code_reads: Arc<dyn CodeReads>,
    /// Transactions about links.
    pub links: Arc<dyn LinksStore>,
    /// Reading links.
    pub link_reads: Arc<dyn LinkReads>,
    /// Transactions about content checks.
    pub checks: Arc<dyn ContentChecksStore>,
    /// Reading content checks.
    pub check_reads: Arc<dyn ContentCheckReads>,
    /// Verdicts as they came.
    pub verdicts: Arc<dyn EarlyVerdicts>,
}

impl MiniProgramWorld {
    /// All of them in one store.
    pub fn of<S>(store: &Arc<S>) -> Self
    where
        S: SessionKeys + PhonesStore + CodesStore + CodeReads + LinksStore + LinkReads,
        S: ContentChecksStore + ContentCheckReads + EarlyVerdicts + 'static,
    {
        Self {
            session_keys: store.clone(),
            phones: store.clone(),
            codes: store.clone(),
            code_reads: store.clone(),
            links: store.clone(),
            link_reads: store.clone(),
            checks: store.clone(),
            check_reads: store.clone(),
            verdicts: store.clone(),
        }
    }
}

/// The store ports of WeCom corporations.
#[derive(Clone)]
pub struct CorpWorld {
    /// Transactions.
    pub records: Arc<dyn CorpRecords>,
    /// Reading directories.
    pub directory: Arc<dyn DirectoryReads>,
    /// Reading external contacts.
    pub contacts: Arc<dyn ContactReads>,
}

impl CorpWorld {
    /// All of them in one store.
    pub fn of<S>(store: &Arc<S>) -> Self
    where
        S: CorpRecords + DirectoryReads + ContactReads + 'static,
    {
        Self {
            records: store.clone(),
            directory: store.clone(),
            contacts: store.clone(),
        }
    }
}

/// The store ports of messages to members and of operators' links.
#[derive(Clone)]
pub struct StaffWorld {
    /// Transactions about messages.
    pub messages: Arc<dyn StaffMessagesStore>,
    /// Reading messages.
    pub reads: Arc<dyn StaffMessageReads>,
    /// Reading operators.
    pub operators: Arc<dyn OperatorReads>,
    /// Transactions about links.
    pub links: Arc<dyn WecomLinksStore>,
}

impl StaffWorld {
    /// All of them in one store.
    pub fn of<S>(store: &Arc<S>) -> Self
    where
        S: StaffMessagesStore + StaffMessageReads + OperatorReads + WecomLinksStore + 'static,
    {
        Self {
            messages: store.clone(),
            reads: store.clone(),
            operators: store.clone(),
            links: store.clone(),
        }
    }
}

impl StoreWorld {
    /// Stores a new event in a transaction of its own.
    pub async fn with_event(&self, event: &Event) -> EventId {
        let mut tx = self.begin_events().await;
        tx.events().add(event).await.unwrap();
        tx.commit().await.unwrap();
        event.id()
    }

    /// Stores a new scene code.
    pub async fn with_qr_code(&self, code: &QrCode) {
        let mut tx = self.begin_events().await;
        tx.events().add_qr_code(code).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Stores what `change` makes of an event.
    pub async fn with_changed_event(&self, id: EventId, change: impl FnOnce(&mut Event)) {
        let mut tx = self.begin_events().await;
        let mut event = tx.events().find_for_update(id).await.unwrap().unwrap();
        let version = event.version();
        change(&mut event);
        tx.events().save(&event, version).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Stores jobs in the outbox.
    pub async fn with_jobs(&self, jobs: &[JobEnvelope]) {
        self.outbox.enqueue(jobs).await.unwrap();
    }

    /// Gives people seats, as far as the event has them, in one transaction.
    pub async fn with_registered(&self, event: EventId, people: &[PersonRef]) -> Vec<Attendee> {
        let attendees: Vec<_> = people
            .iter()
            .map(|person| build::an_attendee(event, person.clone()))
            .collect();
        self.with_attendees(&attendees).await;
        attendees
    }

    /// Stores registrations of one event and counts them, in one transaction.
    pub async fn with_attendees(&self, attendees: &[Attendee]) {
        let mut tx = self.begin_attendance().await;
        let mut roll = lock_roll(&mut *tx, attendees[0].event).await.unwrap();
        tx.book().add_attendees(attendees).await.unwrap();
        roll.taken += u32::try_from(attendees.len()).unwrap();
        tx.book().save_rolls(&[roll]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Checks somebody in under a fresh scan.
    pub async fn with_checked_in(&self, attendee: &Attendee, gate: Option<&str>, at: Timestamp) -> (Attendee, CheckIn) {
        let mut tx = self.begin_attendance().await;
        let mut roll = lock_roll(&mut *tx, attendee.event).await.unwrap();
        let (attendee, check_in) = build::a_check_in(attendee, gate, at);
        tx.book()
            .save_checked_in(std::slice::from_ref(&attendee))
            .await
            .unwrap();
        tx.book().add_check_ins(std::slice::from_ref(&check_in)).await.unwrap();
        roll.checked_in += 1;
        tx.book().save_rolls(&[roll]).await.unwrap();
        tx.commit().await.unwrap();
        (attendee, check_in)
    }

    pub(crate) async fn begin_events(&self) -> Box<dyn EventsTransaction> {
        self.events.begin().await.unwrap()
    }

    pub(crate) async fn begin_attendance(&self) -> Box<dyn AttendanceTransaction> {
        self.attendance.begin().await.unwrap()
    }

    /// Everything that can be claimed at `now`, told as done.
    pub(crate) async fn relay_all(&self, now: Timestamp) -> Vec<JobEnvelope> {
        let until = now.plus(std::time::Duration::from_secs(60));
        let jobs = self.outbox.claim(now, until, 1_000).await.unwrap();
        self.outbox.relayed(&jobs).await.unwrap();
        jobs
    }
}

/// Locks the roll of one event.
pub(crate) async fn lock_roll(tx: &mut dyn AttendanceTransaction, event: EventId) -> Result<Roll, StoreError> {
    let mut rolls = tx.book().lock_rolls(&BTreeSet::from([event])).await?;
    Ok(rolls.pop().expect("the event is known"))
}
