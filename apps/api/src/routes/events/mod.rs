//! Events (活动): plan, change, publish, cancel, complete, delete; their codes, counts and history.

mod body;
mod cancel;
mod change;
mod complete;
mod create;
mod delete;
mod draft;
mod error;
mod history;
mod list;
mod publish;
mod qr_codes;
mod read;
mod wechat_config;

use actix_web::http::header;
use application::events::EventCommand;
use ports::events::EventView;

use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

pub(crate) use body::EventBody;
pub(crate) use qr_codes::lifetime_of;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = vec![
        list::endpoint(),
        create::endpoint(),
        read::endpoint(),
        change::endpoint(),
        delete::endpoint(),
        publish::endpoint(),
        cancel::endpoint(),
        complete::endpoint(),
        history::endpoint(),
    ];
    endpoints.extend(qr_codes::endpoints());
    endpoints
}

/// The command about the event of the path, in the version that the request demands.
async fn command(call: &Call) -> Result<EventCommand, ApiError> {
    let event = call.event_id()?;
    let expected_version = etag::expected_version(call, event).await?;
    Ok(EventCommand {
        event,
        expected_version,
        context: call.context(),
    })
}

/// The event as it is now, with its tag.
fn present(view: &EventView) -> Answer<EventBody> {
    Answer::ok(EventBody::from(view)).header(header::ETAG, &etag::tag(view.event.version()))
}
