//! All use cases over one set of ports.

mod adapters;
mod jobs;
mod settings;
mod tools;

use std::sync::Arc;

pub use self::adapters::Adapters;
use self::jobs::job_use_cases;
pub use self::settings::Settings;
use self::tools::{
    account_tools, channel_tools, desk_tools, event_tools, follower_tools, know_person, messaging, mini_program,
    reachable_person, receive_tools, sign_in, web,
};
pub(crate) use self::tools::{forget_union, learn_identity};
use crate::attendance::{AttendanceDesk, ReadAttendance};
use crate::events::{
    CancelEvent, ChangeEvent, CompleteEvent, CreateEvent, DeleteEvent, IssueQrCode, PublishEvent, ReadEvents,
};
use crate::features::Features;
use crate::identity::{AddOperator, Authenticate, ForgetUnion, KnowPerson, LearnIdentity, ReadPeople, SignIn};
use crate::jobs::{DeadLetterDesk, JobSpan, JobUseCases, RelayBell, RelayOutbox, WorkOffJobs, WorkOffLimits, Workshop};
use crate::notifications::{MessagingUseCases, ReadDeliveries};
use crate::wechat::accounts::{
    AddAccount, ChangeAccount, ReadAccountHealth, ReadAccounts, RemoveAccount, ResealAccounts, TestConnection,
};
use crate::wechat::articles::ArticleUseCases;
use crate::wechat::channels::{
    ChangeChannel, CreateChannel, DeleteChannel, IssueChannelCode, ReadChannels, RenewCodes,
};
use crate::wechat::followers::FollowerUseCases;
use crate::wechat::mass::MassUseCases;
use crate::wechat::materials::MaterialUseCases;
use crate::wechat::menus::MenuUseCases;
use crate::wechat::mini_program::MiniProgramCases;
use crate::wechat::rules::RuleUseCases;
use crate::wechat::web::WebUseCases;
use crate::wechat::wecom::{CorpCases, StaffUseCases};
use crate::wechat::{FinishStale, ReachablePerson, ReadMessages, ReceiveMessage};

/// Everything that people and machines can do.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct UseCases {
    pub create_event: CreateEvent,
    pub change_event: ChangeEvent,
    pub publish_event: PublishEvent,
    pub cancel_event: CancelEvent,
    pub complete_event: CompleteEvent,
    pub delete_event: DeleteEvent,
    pub issue_qr_code: IssueQrCode,
    pub read_events: ReadEvents,
    pub desk: AttendanceDesk,
    pub read_attendance: ReadAttendance,
    pub sign_in: SignIn,
    pub authenticate: Authenticate,
    pub add_operator: AddOperator,
    pub learn_identity: LearnIdentity,
    pub forget_union: ForgetUnion,
    pub read_people: ReadPeople,
    pub reachable_person: ReachablePerson,
    pub know_person: KnowPerson,
    pub web: WebUseCases,
    pub corp: CorpCases,
    pub followers: FollowerUseCases,
    pub create_channel: CreateChannel,
    pub change_channel: ChangeChannel,
    pub delete_channel: DeleteChannel,
    pub issue_channel_code: IssueChannelCode,
    pub mini_program: MiniProgramCases,
    pub staff: StaffUseCases,
    pub read_channels: ReadChannels,
    pub renew_codes: RenewCodes,
    pub receive_message: ReceiveMessage,
    pub finish_stale: FinishStale,
    pub read_messages: ReadMessages,
    pub read_deliveries: ReadDeliveries,
    pub messaging: MessagingUseCases,
    pub add_account: AddAccount,
    pub change_account: ChangeAccount,
    pub mass: MassUseCases,
    pub materials: MaterialUseCases,
    pub menus: MenuUseCases,
    pub articles: ArticleUseCases,
    pub read_account_health: ReadAccountHealth,
    pub read_accounts: ReadAccounts,
    pub remove_account: RemoveAccount,
    pub reply_rules: RuleUseCases,
    pub reseal_accounts: ResealAccounts,
    pub test_connection: TestConnection,
    pub dead_letters: DeadLetterDesk,
    pub relay_outbox: RelayOutbox,
    pub jobs: JobUseCases,
    adapters: Adapters,
}

impl UseCases {
    /// Assembles them; call it on a runtime, for group commits start there.
    #[must_use]
    pub fn new(adapters: Adapters, settings: &Settings) -> Self {
        let bell = RelayBell::default();
        let desk = AttendanceDesk::open(desk_tools(&adapters, &bell), settings.desk);
        let events = event_tools(&adapters);
        let channels = channel_tools(&adapters);
        let receive = receive_tools(&adapters, &desk, &bell);
        let messaging = messaging(&adapters, &bell, settings);
        let accounts = account_tools(&adapters);
        let mini_program = mini_program(&adapters, settings, &bell);
        let features = Features::new(&adapters, settings, &bell);
        Self {
            create_event: CreateEvent(events.clone()),
            change_event: ChangeEvent(events.clone()),
            publish_event: PublishEvent(events.clone()),
            cancel_event: CancelEvent(events.clone()),
            complete_event: CompleteEvent(events.clone()),
            delete_event: DeleteEvent(events.clone()),
            issue_qr_code: IssueQrCode {
                events,
                wechat: Arc::clone(&adapters.wechat),
                account: settings.account.clone(),
            },
            read_events: ReadEvents {
                events: Arc::clone(&adapters.event_reads),
                history: Arc::clone(&adapters.history),
            },
            desk,
            read_attendance: ReadAttendance {
                reads: Arc::clone(&adapters.attendance_reads),
                events: Arc::clone(&adapters.event_reads),
                tickets: Arc::clone(&adapters.tickets),
            },
            sign_in: sign_in(&adapters, settings.session),
            authenticate: Authenticate {
                tokens: Arc::clone(&adapters.session_tokens),
                operators: Arc::clone(&adapters.operators),
                clock: Arc::clone(&adapters.clock),
            },
            add_operator: AddOperator {
                operators: Arc::clone(&adapters.operators),
                hasher: Arc::clone(&adapters.hasher),
                clock: Arc::clone(&adapters.clock),
                ids: Arc::clone(&adapters.ids),
            },
            reply_rules: RuleUseCases::new(&adapters, receive.planning.clone(), receive.acting.answers.clone()),
            menus: MenuUseCases::new(&adapters, &bell),
            learn_identity: learn_identity(&adapters),
            forget_union: forget_union(&adapters),
            read_people: ReadPeople(Arc::clone(&adapters.people_reads)),
            reachable_person: reachable_person(&adapters),
            followers: FollowerUseCases::new(follower_tools(&adapters, &bell), reachable_person(&adapters)),
            create_channel: CreateChannel(channels.clone()),
            change_channel: ChangeChannel(channels.clone()),
            delete_channel: DeleteChannel(channels.clone()),
            issue_channel_code: IssueChannelCode {
                channels,
                codes: Arc::clone(&adapters.scene_codes),
                wechat: Arc::clone(&adapters.wechat),
            },
            read_channels: ReadChannels {
                channels: Arc::clone(&adapters.channel_reads),
                codes: Arc::clone(&adapters.scene_codes),
                renewals: Arc::clone(&adapters.renewals),
                counts: Arc::clone(&adapters.scan_counts),
            },
            renew_codes: RenewCodes {
                renewals: Arc::clone(&adapters.renewals),
                channels: Arc::clone(&adapters.channel_reads),
                events: Arc::clone(&adapters.event_reads),
                wechat: Arc::clone(&adapters.wechat),
                clock: Arc::clone(&adapters.clock),
            },
            know_person: know_person(&adapters),
            web: web(&adapters, settings),
            receive_message: ReceiveMessage::open(receive.clone(), settings.messages, settings.budget),
            finish_stale: FinishStale {
                tools: receive,
                lease: settings.budget.lease,
            },
            read_messages: ReadMessages(Arc::clone(&adapters.message_reads)),
            read_deliveries: ReadDeliveries(Arc::clone(&adapters.delivery_reads)),
            add_account: AddAccount(accounts.clone()),
            change_account: ChangeAccount(accounts.clone()),
            remove_account: RemoveAccount(accounts),
            read_accounts: ReadAccounts(adapters.accounts.clone()),
            read_account_health: ReadAccountHealth {
                accounts: ReadAccounts(adapters.accounts.clone()),
                arrivals: Arc::clone(&adapters.arrivals),
                sightings: Arc::clone(&adapters.sightings),
                connections: Arc::clone(&adapters.connections),
                calls: Arc::clone(&adapters.api_health),
                clock: Arc::clone(&adapters.clock),
            },
            test_connection: TestConnection {
                registry: adapters.accounts.clone(),
                probe: Arc::clone(&adapters.probe),
                sightings: Arc::clone(&adapters.sightings),
            },
            reseal_accounts: ResealAccounts(adapters.accounts.clone()),
            dead_letters: DeadLetterDesk {
                letters: Arc::clone(&adapters.dead_letters),
                clock: Arc::clone(&adapters.clock),
                signal: Arc::new(bell.clone()),
            },
            relay_outbox: RelayOutbox {
                outbox: Arc::clone(&adapters.outbox),
                queue: Arc::clone(&adapters.queue),
                clock: Arc::clone(&adapters.clock),
                bell: bell.clone(),
            },
            jobs: job_use_cases(&adapters, &bell, messaging.clone(), &mini_program, &features),
            messaging,
            mini_program,
            materials: features.materials,
            articles: features.articles,
            mass: features.mass,
            corp: features.corp,
            staff: features.staff,
            adapters,
        }
    }

    /// The ports they stand on, for what is no use case: once-only requests, clock, ids, gauges.
    #[must_use]
    pub const fn adapters(&self) -> &Adapters {
        &self.adapters
    }

    /// A worker over the same ports.
    #[must_use]
    pub fn worker(&self, limits: WorkOffLimits, span: JobSpan) -> WorkOffJobs {
        let shop = Workshop {
            queue: Arc::clone(&self.adapters.queue),
            runner: Arc::new(self.jobs.clone()),
            outbox: Arc::clone(&self.adapters.outbox),
            letters: Arc::clone(&self.adapters.dead_letters),
            signal: Arc::new(self.relay_outbox.bell.clone()),
            clock: Arc::clone(&self.adapters.clock),
            ids: Arc::clone(&self.adapters.ids),
            span,
        };
        WorkOffJobs::new(shop, limits)
    }
}
