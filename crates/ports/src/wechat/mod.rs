//! What the WeChat side needs from outside: accounts, the log of messages, WeChat's API, and the keeping of its tokens.

mod account_store;
mod accounts;
mod api;
pub mod articles;
mod channels;
mod failure;
pub mod followers;
mod health;
mod interactions;
pub mod login;
pub mod mass;
pub mod materials;
pub mod menus;
mod messages;
pub mod messaging;
pub mod mini_program;
mod probe;
pub mod rules;
mod sightings;
mod tickets;
mod tokens;
pub mod wecom;

pub use account_store::{AccountRepository, AccountStore, AccountTransaction, KeptAccount, SealedCredentials};
pub use accounts::{AccountBook, AccountSecrets, AccountSetup};
pub use api::{IssuedQrCode, WechatApi};
pub use channels::{
    ChannelReads, ChannelRepository, ChannelsStore, ChannelsTransaction, CountedScan, ScanCount, ScanCounts,
    SceneCodeFilter, SceneCodeReads, SceneCodeRenewals,
};
pub use failure::{RefusalKind, WechatFailure};
pub use health::{
    AccountHealth, ApiCalls, ApiHealthLog, ApiHealthReads, ApiQuota, CallCounts, CallError, CallMinute, CallReport,
};
pub use interactions::InteractionReads;
pub use messages::{
    Answer, AnswerMode, MessageFilter, MessageLog, MessageReads, MessageView, NewAnswer, NewMessage, Recorded,
    RecordedMessage, StoredState,
};
pub use probe::{Check, CheckKind, ConnectionProbe, ConnectionTest};
pub use sightings::{AccountSightings, Arrival, MessageArrivals, Sightings};
pub use tickets::{JsTickets, Ticket, TicketKind};
pub use tokens::{AccessToken, AccessTokenStore, TokenStoreUnavailable};
