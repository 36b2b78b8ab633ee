//! All use cases over one set of ports.

use std::sync::Arc;
use std::time::Duration;

use ports::attendance::{AttendanceReads, AttendanceStore, Tickets};
use ports::events::{EventDirectory, EventReads, EventsStore};
use ports::idempotency::OnceRequests;
use ports::identity::{OperatorStore, PasswordHasher, PeopleReads, PeopleStore, SessionTokens};
use ports::jobs::{DeadLetters, JobQueue, OutboxRelay};
use ports::log::HistoryReads;
use ports::notifications::broadcasts::BroadcastStore;
use ports::notifications::consents::ConsentStore;
use ports::notifications::templates::TemplateStore;
use ports::notifications::{DeliveryReads, DeliveryStore};
use ports::rate::RateLimiter;
use ports::system::{Clock, Ids};
use ports::wechat::followers::{FollowerReads, FollowersApi, FollowersStore, PersonalData};
use ports::wechat::menus::{MenuApi, MenusStore};
use ports::wechat::messaging::MessagingApi;
use ports::wechat::rules::{PersonFacts, RuleReads, RulesStore};
use ports::wechat::{
    AccountHealth, AccountSightings, ApiHealthReads, ChannelReads, ChannelsStore, ConnectionProbe, InteractionReads,
    MessageArrivals, MessageLog, MessageReads, ScanCounts, SceneCodeReads, SceneCodeRenewals, WechatApi,
};

use crate::attendance::{AttendanceDesk, DeskTools, ReadAttendance};
use crate::batching::BatchLimits;
use crate::events::{
    CancelEvent, ChangeEvent, CompleteEvent, CreateEvent, DeleteEvent, EventTools, IssueQrCode, PublishEvent,
    ReadEvents,
};
use crate::features::Features;
use crate::identity::{AddOperator, Authenticate, ForgetUnion, KnowPerson, LearnIdentity, ReadPeople, SignIn};
use crate::jobs::{DeadLetterDesk, JobSpan, JobUseCases, RelayBell, RelayOutbox, WorkOffJobs, WorkOffLimits, Workshop};
use crate::notifications::{
    CloseDeliveries, Delivering, FollowUps, LateReplies, MessagingTools, MessagingUseCases, ReadDeliveries, Tagging,
};
use crate::wechat::accounts::{
    AccountRegistry, AccountTools, AddAccount, ChangeAccount, ReadAccountHealth, ReadAccounts, RemoveAccount,
    ResealAccounts, TestConnection,
};
use crate::wechat::articles::{ArticleAdapters, ArticleUseCases};
use crate::wechat::channels::{
    ChangeChannel, ChannelTools, CountScans, CreateChannel, DeleteChannel, IssueChannelCode, ReadChannels, RenewCodes,
};
use crate::wechat::followers::{
    FollowerTools, FollowerUseCases, ForgetPerson, NoteFollowers, RefreshFollower, SyncSteps, TagRunSteps,
};
use crate::wechat::mass::{MassAdapters, MassUseCases};
use crate::wechat::materials::{MaterialAdapters, MaterialUseCases};
use crate::wechat::menus::{MenuTools, MenuUseCases, Publishing};
use crate::wechat::mini_program::{CommonParts, MiniProgramAdapters, MiniProgramCases};
use crate::wechat::rules::{RuleAnswers, RuleBook, RuleUseCases};
use crate::wechat::web::{WebAdapters, WebParts, WebSettings, WebUseCases};
use crate::wechat::wecom::{CorpAdapters, CorpCases, StaffAdapters, StaffUseCases};
use crate::wechat::{
    Acting, FinishStale, Noting, Planning, ReachablePerson, ReadMessages, ReceiveBudget, ReceiveMessage, ReceiveTools,
    TakesNote,
};

/// Every port the use cases need. An adapter that keeps several fills several fields.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port, which is documented")]
pub struct Adapters {
    pub events: Arc<dyn EventsStore>,
    pub event_reads: Arc<dyn EventReads>,
    pub directory: Arc<dyn EventDirectory>,
    pub history: Arc<dyn HistoryReads>,
    pub attendance: Arc<dyn AttendanceStore>,
    pub attendance_reads: Arc<dyn AttendanceReads>,
    pub channels: Arc<dyn ChannelsStore>,
    pub channel_reads: Arc<dyn ChannelReads>,
    pub scene_codes: Arc<dyn SceneCodeReads>,
    pub renewals: Arc<dyn SceneCodeRenewals>,
    pub scan_counts: Arc<dyn ScanCounts>,
    pub messages: Arc<dyn MessageLog>,
    pub message_reads: Arc<dyn MessageReads>,
    pub outbox: Arc<dyn OutboxRelay>,
    pub queue: Arc<dyn JobQueue>,
    pub dead_letters: Arc<dyn DeadLetters>,
    pub deliveries: Arc<dyn DeliveryStore>,
    pub delivery_reads: Arc<dyn DeliveryReads>,
    pub templates: Arc<dyn TemplateStore>,
    pub consents: Arc<dyn ConsentStore>,
    pub broadcasts: Arc<dyn BroadcastStore>,
    pub messaging: Arc<dyn MessagingApi>,
    pub operators: Arc<dyn OperatorStore>,
    pub people: Arc<dyn PeopleStore>,
    pub people_reads: Arc<dyn PeopleReads>,
    pub interactions: Arc<dyn InteractionReads>,
    pub followers: Arc<dyn FollowersStore>,
    pub follower_reads: Arc<dyn FollowerReads>,
    pub personal_data: Arc<dyn PersonalData>,
    pub followers_api: Arc<dyn FollowersApi>,
    pub once: Arc<dyn OnceRequests>,
    pub limiter: Arc<dyn RateLimiter>,
    pub hasher: Arc<dyn PasswordHasher>,
    pub session_tokens: Arc<dyn SessionTokens>,
    pub tickets: Arc<dyn Tickets>,
    pub wechat: Arc<dyn WechatApi>,
    pub accounts: AccountRegistry,
    pub arrivals: Arc<dyn MessageArrivals>,
    pub sightings: Arc<dyn AccountSightings>,
    pub probe: Arc<dyn ConnectionProbe>,
    pub connections: Arc<dyn AccountHealth>,
    pub api_health: Arc<dyn ApiHealthReads>,
    pub rules: Arc<dyn RulesStore>,
    pub rule_reads: Arc<dyn RuleReads>,
    /// Without it answers go without what is known of a person.
    pub person_facts: Option<Arc<dyn PersonFacts>>,
    pub mass: MassAdapters,
    pub menus: Arc<dyn MenusStore>,
    pub menu_api: Arc<dyn MenuApi>,
    pub articles: ArticleAdapters,
    pub materials: MaterialAdapters,
    pub mini_program: MiniProgramAdapters,
    pub staff: StaffAdapters,
    pub web: WebAdapters,
    pub corp: CorpAdapters,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
}

/// What operators can tune.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Our name of the WeChat account that makes QR codes.
    pub account: String,
    /// How long a session lasts.
    pub session: Duration,
    /// How long a person who came through WeChat stays signed in.
    pub person_session: Duration,
    /// Where our pages are.
    pub web: WebSettings,
    /// Group commit of registrations and check-ins.
    pub desk: BatchLimits,
    /// Group commit of messages and answers.
    pub messages: BatchLimits,
    /// Deadlines of the webhook.
    pub budget: ReceiveBudget,
    /// How long after its begin an attempt to send, without outcome, counts as one whose process died. Longer than an
    /// attempt at a job may take.
    pub send_patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            account: "default".to_owned(),
            session: Duration::from_hours(2),
            person_session: Duration::from_hours(24 * 7),
            web: WebSettings::default(),
            // One lane: batches of one event would only wait for each other's lock.
            desk: BatchLimits {
                batch: 256,
                lanes: 1,
                waiting: 20_000,
            },
            messages: BatchLimits {
                batch: 256,
                lanes: 4,
                waiting: 20_000,
            },
            budget: ReceiveBudget::default(),
            send_patience: Duration::from_secs(35),
        }
    }
}

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

fn event_tools(adapters: &Adapters) -> EventTools {
    EventTools {
        store: Arc::clone(&adapters.events),
        reads: Arc::clone(&adapters.event_reads),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

fn channel_tools(adapters: &Adapters) -> ChannelTools {
    ChannelTools {
        store: Arc::clone(&adapters.channels),
        reads: Arc::clone(&adapters.channel_reads),
        events: Arc::clone(&adapters.event_reads),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

fn account_tools(adapters: &Adapters) -> AccountTools {
    AccountTools {
        registry: adapters.accounts.clone(),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

fn desk_tools(adapters: &Adapters, bell: &RelayBell) -> DeskTools {
    DeskTools {
        store: Arc::clone(&adapters.attendance),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
    }
}

fn receive_tools(adapters: &Adapters, desk: &AttendanceDesk, bell: &RelayBell) -> ReceiveTools {
    ReceiveTools {
        messages: Arc::clone(&adapters.messages),
        planning: Planning {
            directory: Arc::clone(&adapters.directory),
            rules: RuleBook::new(Arc::clone(&adapters.rule_reads), Arc::clone(&adapters.clock)),
        },
        acting: Acting {
            desk: desk.clone(),
            tickets: Arc::clone(&adapters.tickets),
            answers: RuleAnswers {
                directory: Arc::clone(&adapters.directory),
                people: adapters.person_facts.clone(),
            },
            clock: Arc::clone(&adapters.clock),
        },
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
    }
}

fn web(adapters: &Adapters, settings: &Settings) -> WebUseCases {
    let parts = WebParts {
        learn: learn_identity(adapters),
        limiter: Arc::clone(&adapters.limiter),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        settings: settings.web.clone(),
        account: settings.account.clone(),
        session: settings.person_session,
    };
    WebUseCases::new(&adapters.web, parts)
}

fn know_person(adapters: &Adapters) -> KnowPerson {
    KnowPerson {
        sessions: Arc::clone(&adapters.web.person_sessions),
        people: Arc::clone(&adapters.people_reads),
        clock: Arc::clone(&adapters.clock),
    }
}

pub(crate) fn learn_identity(adapters: &Adapters) -> LearnIdentity {
    LearnIdentity {
        people: Arc::clone(&adapters.people),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

pub(crate) fn forget_union(adapters: &Adapters) -> ForgetUnion {
    ForgetUnion {
        people: Arc::clone(&adapters.people),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

fn reachable_person(adapters: &Adapters) -> ReachablePerson {
    ReachablePerson {
        interactions: Arc::clone(&adapters.interactions),
        deliveries: Arc::clone(&adapters.delivery_reads),
        clock: Arc::clone(&adapters.clock),
    }
}

fn follower_tools(adapters: &Adapters, bell: &RelayBell) -> FollowerTools {
    FollowerTools {
        store: Arc::clone(&adapters.followers),
        reads: Arc::clone(&adapters.follower_reads),
        api: Arc::clone(&adapters.followers_api),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
    }
}

fn forget_person(adapters: &Adapters) -> ForgetPerson {
    ForgetPerson {
        reads: Arc::clone(&adapters.follower_reads),
        data: Arc::clone(&adapters.personal_data),
        union: forget_union(adapters),
    }
}

fn sign_in(adapters: &Adapters, session: Duration) -> SignIn {
    SignIn {
        operators: Arc::clone(&adapters.operators),
        hasher: Arc::clone(&adapters.hasher),
        tokens: Arc::clone(&adapters.session_tokens),
        limiter: Arc::clone(&adapters.limiter),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        session,
    }
}

fn messaging(adapters: &Adapters, bell: &RelayBell, settings: &Settings) -> MessagingUseCases {
    let tools = MessagingTools {
        limits: settings.messages,
        patience: settings.send_patience,
        signal: Arc::new(bell.clone()),
        reachable: reachable_person(adapters),
    };
    MessagingUseCases::new(adapters, &tools)
}

/// Everybody who takes note of what was received.
fn listeners(
    adapters: &Adapters,
    followers: &FollowerTools,
    mini_program: &MiniProgramCases,
    features: &Features,
) -> Vec<Arc<dyn TakesNote>> {
    let mut listeners = MessagingUseCases::listeners(adapters);
    listeners.extend(mini_program.listeners());
    listeners.extend(features.listeners());
    listeners.push(Arc::new(CountScans::open(Arc::clone(&adapters.scan_counts))));
    listeners.push(Arc::new(NoteFollowers {
        tools: followers.clone(),
        forget: forget_person(adapters),
        accounts: Arc::new(adapters.accounts.clone()),
    }));
    listeners
}

fn mini_program(adapters: &Adapters, settings: &Settings, bell: &RelayBell) -> MiniProgramCases {
    let common = CommonParts {
        people: Arc::clone(&adapters.people_reads),
        learn: learn_identity(adapters),
        limiter: Arc::clone(&adapters.limiter),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
        account: settings.account.clone(),
        session: settings.person_session,
    };
    MiniProgramCases::new(&adapters.mini_program, common)
}

fn job_use_cases(
    adapters: &Adapters,
    bell: &RelayBell,
    messaging: MessagingUseCases,
    mini_program: &MiniProgramCases,
    features: &Features,
) -> JobUseCases {
    let signal = Arc::new(bell.clone());
    let followers = follower_tools(adapters, bell);
    JobUseCases {
        follow_ups: FollowUps {
            attendance: Arc::clone(&adapters.attendance_reads),
            events: Arc::clone(&adapters.directory),
            deliveries: Arc::clone(&adapters.deliveries),
            tickets: Arc::clone(&adapters.tickets),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
            signal: signal.clone(),
        },
        delivering: Delivering {
            deliveries: Arc::clone(&adapters.deliveries),
            sender: messaging.sender.clone(),
        },
        close_deliveries: CloseDeliveries {
            deliveries: Arc::clone(&adapters.deliveries),
            clock: Arc::clone(&adapters.clock),
        },
        late_replies: LateReplies {
            messages: Arc::clone(&adapters.message_reads),
            deliveries: Arc::clone(&adapters.deliveries),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
            signal,
        },
        tagging: Tagging {
            attendance: Arc::clone(&adapters.attendance_reads),
            events: Arc::clone(&adapters.directory),
            wechat: Arc::clone(&adapters.wechat),
        },
        noting: Noting {
            messages: Arc::clone(&adapters.message_reads),
            listeners: listeners(adapters, &followers, mini_program, features),
        },
        messaging,
        publishing: Publishing {
            tools: MenuTools::new(adapters),
            wechat: Arc::clone(&adapters.menu_api),
        },
        articles: features.articles.jobs.clone(),
        refresh_follower: RefreshFollower {
            tools: followers.clone(),
            learn: learn_identity(adapters),
            forget: forget_union(adapters),
        },
        forget_person: forget_person(adapters),
        follower_sync: SyncSteps {
            tools: followers.clone(),
            learn: learn_identity(adapters),
        },
        tag_runs: TagRunSteps(followers),
        mass: features.mass.clone(),
        materials: features.materials.clone(),
        submit_media: mini_program.submit_media.clone(),
        expire_checks: mini_program.expire_checks.clone(),
        corp: features.corp.clone(),
        staff: features.staff.clone(),
        clock: Arc::clone(&adapters.clock),
    }
}
