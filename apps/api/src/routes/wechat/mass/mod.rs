//! Mass messages (群发): drafts, previews, orders, progress, speed.

mod body;
mod cancel;
mod content;
mod create;
mod delete;
mod edit;
mod error;
mod list;
mod part_body;
mod preview;
mod read;
mod read_speed;
mod send;
mod set_speed;
mod speed_body;
mod withdraw;

use actix_web::http::header;
use application::wechat::mass::MassCommand;
use domain::ids::MassMessageId;
use domain::wechat::mass::MassMessage;

use self::body::MassMessageBody;
use super::administered;
use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        create::endpoint(),
        list::endpoint(),
        // Before the path that takes an id there.
        read_speed::endpoint(),
        set_speed::endpoint(),
        read::endpoint(),
        edit::endpoint(),
        delete::endpoint(),
        preview::endpoint(),
        send::endpoint(),
        cancel::endpoint(),
        withdraw::endpoint(),
    ]
}

/// `{massMessageId}` of the path.
fn mass_id(call: &Call) -> Result<MassMessageId, ApiError> {
    call.id("massMessageId")
}

/// The command about the message of the path, in the version that the request demands.
async fn command(call: &Call) -> Result<MassCommand, ApiError> {
    let (account, id) = (administered::account(call).await?, mass_id(call)?);
    let asked = account.clone();
    let present = || async move {
        let found = call
            .work(move |app| async move { app.mass.read.find(&asked, id).await })
            .await?;
        Ok(found.message.stored().version)
    };
    Ok(MassCommand {
        expected_version: etag::demanded_version(call, present).await?,
        account,
        id,
        context: call.context(),
    })
}

/// The message as it is now, with its tag.
async fn present(call: &Call, message: MassMessage) -> Result<Answer<MassMessageBody>, ApiError> {
    let body = body_of(call, message).await?;
    Ok(tagged(body, Answer::ok))
}

async fn body_of(call: &Call, message: MassMessage) -> Result<MassMessageBody, ApiError> {
    let view = call
        .work(move |app| async move { app.mass.read.view(message).await })
        .await?;
    Ok(view.into())
}

fn tagged(body: MassMessageBody, answer: fn(MassMessageBody) -> Answer<MassMessageBody>) -> Answer<MassMessageBody> {
    let tag = etag::tag(body.version());
    answer(body).header(header::ETAG, &tag)
}
