//! The ports of all use cases.

use std::sync::Arc;

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

use crate::wechat::accounts::AccountRegistry;
use crate::wechat::articles::ArticleAdapters;
use crate::wechat::mass::MassAdapters;
use crate::wechat::materials::MaterialAdapters;
use crate::wechat::mini_program::MiniProgramAdapters;
use crate::wechat::web::WebAdapters;
use crate::wechat::wecom::{CorpAdapters, StaffAdapters};

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
