//! Metrics. Labels hold names from our configuration, paths of typed calls and documented codes, so their number is
//! bounded.

use std::borrow::Cow;
use std::time::Duration;

use crate::api::Api;
use crate::outcome::Outcome;

/// Why a call was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// The circuit is open.
    Breaker,
    /// Too many are ahead of it.
    Rate,
    /// WeChat said that this API is called too often, or that its quota is used up.
    Quota,
    /// Too many calls of the account are under way.
    FullHouse,
}

impl Held {
    const fn name(self) -> &'static str {
        match self {
            Self::Breaker => "breaker",
            Self::Rate => "rate",
            Self::Quota => "quota",
            Self::FullHouse => "full_house",
        }
    }
}

/// One HTTP exchange and what became of it.
pub(crate) fn call<T>(api: Api, outcome: &Outcome<T>, took: Duration) {
    let code = match outcome {
        Outcome::Done(_) => Cow::Borrowed("0"),
        _ => outcome
            .refusal()
            .map_or(Cow::Borrowed("none"), |refusal| code_label(api, refusal.code)),
    };
    count(api, outcome.name(), code);
    metrics::histogram!("wechat_call_seconds", "api" => api.name()).record(took.as_secs_f64());
}

/// A call that was not made.
pub(crate) fn held(account: &str, api: Api, why: Held) {
    count(api, "held", Cow::Borrowed("none"));
    metrics::counter!(
        "wechat_held_calls_total",
        "account" => account.to_owned(), "api" => api.name(), "reason" => why.name()
    )
    .increment(1);
}

/// 0 closed, 1 trying, 2 open.
pub(crate) fn breaker(account: &str, api: Api, state: f64) {
    metrics::gauge!("wechat_breaker_state", "account" => account.to_owned(), "api" => api.name()).set(state);
}

/// A call that waited for its turn.
pub(crate) fn rate_wait(account: &str, api: Api, wait: Duration) {
    metrics::counter!("wechat_rate_waits_total", "account" => account.to_owned(), "api" => api.name()).increment(1);
    metrics::histogram!("wechat_rate_wait_seconds", "api" => api.name()).record(wait.as_secs_f64());
}

/// How long the calls of an API are held back, in seconds; 0 when they go again.
pub(crate) fn hold(account: &str, api: Api, left: Duration) {
    metrics::gauge!("wechat_hold_seconds", "account" => account.to_owned(), "api" => api.name())
        .set(left.as_secs_f64());
}

/// A question for a token or ticket. `kept` names what is kept, see [`crate::token`].
pub(crate) fn token_fetch(kept: &str, forced: bool, outcome: &'static str) {
    let forced = if forced { "true" } else { "false" };
    metrics::counter!(
        "wechat_token_fetches_total",
        "app_id" => kept.to_owned(), "forced" => forced, "outcome" => outcome
    )
    .increment(1);
}

/// How long this process has used its token.
pub(crate) fn token_age(kept: &str, age: Duration) {
    metrics::gauge!("wechat_token_age_seconds", "app_id" => kept.to_owned()).set(age.as_secs_f64());
}

fn count(api: Api, outcome: &'static str, code: Cow<'static, str>) {
    metrics::counter!("wechat_calls_total", "api" => api.name(), "outcome" => outcome, "code" => code).increment(1);
}

fn code_label(api: Api, code: i64) -> Cow<'static, str> {
    if api.dialect.meaning(code).is_some() {
        Cow::Owned(code.to_string())
    } else {
        Cow::Borrowed("other")
    }
}
