//! What staff features need from outside.

use std::sync::Arc;
use std::time::Duration;

use ports::identity::{OperatorReads, SessionTokens, WecomLinksStore};
use ports::jobs::RelaySignal;
use ports::rate::RateLimiter;
use ports::system::{Clock, Ids, Randomness};
use ports::wechat::AccountBook;
use ports::wechat::login::LoginStates;
use ports::wechat::wecom::{StaffLoginApi, StaffMessageReads, StaffMessagesApi, StaffMessagesStore};

use crate::wechat::MediaIds;
use crate::wechat::web::WebSettings;

/// The ports of messages to members and of staff who sign in.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port, which is documented")]
pub struct StaffAdapters {
    pub messages: Arc<dyn StaffMessagesStore>,
    pub message_reads: Arc<dyn StaffMessageReads>,
    pub messages_api: Arc<dyn StaffMessagesApi>,
    pub login_api: Arc<dyn StaffLoginApi>,
    pub login_states: Arc<dyn LoginStates>,
    pub operator_reads: Arc<dyn OperatorReads>,
    pub links: Arc<dyn WecomLinksStore>,
    pub accounts: Arc<dyn AccountBook>,
    pub randomness: Arc<dyn Randomness>,
}

/// What these features share with the rest.
pub struct StaffParts {
    /// Media ids of materials.
    pub media: Arc<dyn MediaIds>,
    /// Tokens of operators.
    pub tokens: Arc<dyn SessionTokens>,
    /// Limits.
    pub limiter: Arc<dyn RateLimiter>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
    /// Where our pages are.
    pub settings: WebSettings,
    /// How long an operator stays signed in.
    pub session: Duration,
}
