//! Giving a tag to many followers, or taking it from them.

mod body;
mod give;
mod members;
mod read;
mod take;

use application::wechat::followers::TagPeopleCommand;
use domain::ids::TagRunId;
use domain::wechat::followers::{TagAction, TagRun, TagRunState};

use self::body::TagRunBody;
use super::open_ids::OpenIds;
use super::{account, tag};
use crate::answer::{Answer, Rendered};
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        give::endpoint(),
        take::endpoint(),
        read::endpoint(),
        members::endpoint(),
    ]
}

/// Begins a run over the people of the body.
async fn start(call: Call, body: Submitted<OpenIds>, action: TagAction) -> Result<Rendered, ApiError> {
    let (account, tag, context) = (account(&call).await?, tag(&call)?, call.context());
    let open_ids = body.value.open_ids;
    once::create(&call, &body.bytes, move |app, id| async move {
        let command = TagPeopleCommand {
            id: TagRunId::from_uuid(id),
            account,
            tag,
            action,
            open_ids,
            context,
        };
        let desk = &app.followers.tag_runs;
        let run = desk.start(command).await?;
        Ok(present(&run))
    })
    .await
}

/// A run that goes on is accepted, one that has ended is told.
fn present(run: &TagRun) -> Answer<TagRunBody> {
    let body = TagRunBody::from(run);
    match run.state {
        TagRunState::Running => Answer::accepted(body),
        TagRunState::Finished | TagRunState::Failed => Answer::ok(body),
    }
}
