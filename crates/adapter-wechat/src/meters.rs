//! Metrics. Labels hold names from our configuration and documented codes, so their number is bounded.

use std::borrow::Cow;
use std::time::Duration;

use crate::api::Api;
use crate::meaning::meaning;
use crate::outcome::Outcome;

/// One HTTP exchange and what became of it.
pub(crate) fn call<T>(api: Api, outcome: &Outcome<T>, took: Duration) {
    let code = match outcome {
        Outcome::Done(_) => Cow::Borrowed("0"),
        _ => outcome
            .refusal()
            .map_or(Cow::Borrowed("none"), |refusal| code_label(refusal.code)),
    };
    count(api, outcome.name(), code);
    metrics::histogram!("wechat_call_seconds", "api" => api.name()).record(took.as_secs_f64());
}

/// A call that was held back by the breaker or a limit.
pub(crate) fn held(api: Api) {
    count(api, "held", Cow::Borrowed("none"));
}

/// 0 closed, 1 trying, 2 open.
pub(crate) fn circuit(account: &str, api: Api, state: f64) {
    metrics::gauge!("wechat_circuit_state", "account" => account.to_owned(), "api" => api.name()).set(state);
}

/// A question to the token endpoint.
pub(crate) fn token_fetch(app_id: &str, forced: bool, outcome: &'static str) {
    let forced = if forced { "true" } else { "false" };
    metrics::counter!(
        "wechat_token_fetches_total",
        "app_id" => app_id.to_owned(), "forced" => forced, "outcome" => outcome
    )
    .increment(1);
}

/// How long this process has used its token.
pub(crate) fn token_age(app_id: &str, age: Duration) {
    metrics::gauge!("wechat_token_age_seconds", "app_id" => app_id.to_owned()).set(age.as_secs_f64());
}

fn count(api: Api, outcome: &'static str, code: Cow<'static, str>) {
    metrics::counter!("wechat_calls_total", "api" => api.name(), "outcome" => outcome, "code" => code).increment(1);
}

fn code_label(code: i64) -> Cow<'static, str> {
    if meaning(code).is_some() {
        Cow::Owned(code.to_string())
    } else {
        Cow::Borrowed("other")
    }
}
