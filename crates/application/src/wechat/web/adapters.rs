//! What pages need from outside.

use std::sync::Arc;
use std::time::Duration;

use ports::identity::PersonSessions;
use ports::rate::RateLimiter;
use ports::system::{Clock, Ids, Randomness};
use ports::wechat::login::{LoginStates, WebLoginApi};
use ports::wechat::{AccountBook, JsTickets};

use super::origin::WebSettings;
use crate::identity::LearnIdentity;

/// The ports of pages.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port, which is documented")]
pub struct WebAdapters {
    pub api: Arc<dyn WebLoginApi>,
    pub states: Arc<dyn LoginStates>,
    pub accounts: Arc<dyn AccountBook>,
    pub js_tickets: Arc<dyn JsTickets>,
    pub person_sessions: Arc<dyn PersonSessions>,
    pub randomness: Arc<dyn Randomness>,
}

/// What pages share with the rest.
pub struct WebParts {
    /// Learns who somebody is.
    pub learn: LearnIdentity,
    /// Limits.
    pub limiter: Arc<dyn RateLimiter>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Where our pages are.
    pub settings: WebSettings,
    /// The account of those who name none.
    pub account: String,
    /// How long a person stays signed in.
    pub session: Duration,
}
