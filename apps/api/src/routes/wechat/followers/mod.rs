//! Followers (关注者) of an official account: who they are, their tags, the black list, the synchronisation.

mod blacklist;
mod body;
mod error;
mod list;
mod open_ids;
mod read;
mod remark;
mod sync;
mod tag_runs;
mod tags;

use domain::attendance::PersonRef;
use domain::text::single_line;

use super::administered::account;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::Call;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = vec![list::endpoint(), read::endpoint(), remark::endpoint()];
    endpoints.extend(sync::endpoints());
    endpoints.extend(tags::endpoints());
    endpoints.extend(tag_runs::endpoints());
    endpoints.extend(blacklist::endpoints());
    endpoints
}

/// The person of the path.
async fn person(call: &Call) -> Result<PersonRef, ApiError> {
    let open_id = call.http().match_info().get("openId").unwrap_or_default();
    match single_line(open_id, 1..=128) {
        Ok(open_id) => Ok(PersonRef {
            account: account(call).await?,
            open_id,
        }),
        Err(fault) => Err(ApiError::invalid("openId", fault.to_string())),
    }
}

/// The tag of the path.
fn tag(call: &Call) -> Result<i64, ApiError> {
    let text = call.http().match_info().get("tagId").unwrap_or_default();
    let number = text.parse::<i64>().ok().filter(|tag| *tag >= 0);
    number.ok_or_else(|| ApiError::invalid("tagId", "must be a whole number"))
}
