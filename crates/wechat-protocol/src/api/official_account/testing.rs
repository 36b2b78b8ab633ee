//! What the tests of every family need.

use crate::api::{ApiAnswer, ApiCall, ApiFailure, Body, RawAnswer};

/// The JSON a call sends.
pub(crate) fn json(call: &impl ApiCall) -> String {
    match call.body().unwrap() {
        Body::Json(bytes) => String::from_utf8(bytes).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// The query of a call, as `name=value` pairs.
pub(crate) fn query(call: &impl ApiCall) -> String {
    let pairs: Vec<String> = call
        .query()
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// What a call makes of an answer.
pub(crate) fn answer<C: ApiCall>(body: &str) -> C::Answer {
    match C::Answer::read(RawAnswer::of(body.as_bytes())) {
        Ok(answer) => answer,
        Err(failure) => panic!("{failure}"),
    }
}

/// The code with which a call was refused.
pub(crate) fn refusal<C: ApiCall>(body: &str) -> i64 {
    match C::Answer::read(RawAnswer::of(body.as_bytes())) {
        Err(ApiFailure::Refused(code)) => code.code,
        _ => panic!("expected a refusal"),
    }
}
