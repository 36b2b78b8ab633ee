//! What operators can tune.

use std::time::Duration;

use crate::batching::BatchLimits;
use crate::wechat::ReceiveBudget;
use crate::wechat::web::WebSettings;

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
