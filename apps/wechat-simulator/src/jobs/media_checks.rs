//! The end of a check of media, and what the callback is told.

use serde_json::json;

use crate::callback::{Field, Message};
use crate::state::State;
use crate::state::accounts::AccountId;
use crate::state::mini::MediaVerdict;

/// `status_code` of the older form for a file that could not be fetched.
const UNREACHABLE: u64 = 4_294_966_288;

/// Ends a check and says what the callback is told: `wxa_media_check`. `None` when there is none in progress.
pub fn settle(state: &mut State, account: AccountId, trace_id: &str, verdict: &MediaVerdict) -> Option<Message> {
    state.changed = true;
    let known = state.accounts.get_mut(account)?;
    let app_id = known.identity.app_id.clone();
    let check = known.mini.checks.get_mut(trace_id)?;
    if std::mem::replace(&mut check.settled, true) {
        return None;
    }
    let message = Message::event("wxa_media_check")
        .with("appid", app_id)
        .with("trace_id", trace_id);
    if check.version != 2 {
        let status = if verdict.errcode == 0 { 0 } else { UNREACHABLE };
        return Some(
            message
                .with_number("isrisky", i64::from(verdict.suggest == "risky"))
                .with_number("status_code", status)
                .with("extra_info_json", json!({"label": verdict.label}).to_string()),
        );
    }
    let found = || {
        vec![
            Field::text("suggest", verdict.suggest.as_str()),
            Field::number("label", verdict.label),
        ]
    };
    let words = if verdict.errcode == 0 { "ok" } else { "download failed" };
    let mut detail = vec![
        Field::text("strategy", "content_model"),
        Field::number("errcode", verdict.errcode),
    ];
    detail.extend(found());
    detail.push(Field::number("prob", 90));
    Some(
        message
            .with_number("version", 2)
            .with_field(Field::list("detail", vec![detail]))
            .with_number("errcode", verdict.errcode)
            .with("errmsg", words)
            .with_group("result", found()),
    )
}
