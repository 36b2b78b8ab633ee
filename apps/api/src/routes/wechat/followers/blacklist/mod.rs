//! The black list (黑名单): followers whose messages the account does not get. `GET …/followers?blocked=true` lists it.

mod add;
mod remove;

use application::wechat::followers::BlockFollowersCommand;

use super::account;
use super::open_ids::OpenIds;
use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Nothing;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![add::endpoint(), remove::endpoint()]
}

async fn change(call: Call, body: Submitted<OpenIds>, blocked: bool) -> Result<Answer<Nothing>, ApiError> {
    let command = BlockFollowersCommand {
        account: account(&call).await?,
        open_ids: body.value.open_ids,
        blocked,
        context: call.context(),
    };
    call.work(move |app| async move { app.followers.block.run(command).await })
        .await?;
    Ok(Answer::ok(Nothing))
}
