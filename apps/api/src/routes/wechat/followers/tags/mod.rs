//! Follower tags (用户标签) of an account.

mod body;
mod create;
mod delete;
mod list;
mod rename;

use application::wechat::followers::TagCommand;

use super::{account, tag};
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::Call;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        list::endpoint(),
        create::endpoint(),
        rename::endpoint(),
        delete::endpoint(),
    ]
}

async fn command(call: &Call) -> Result<TagCommand, ApiError> {
    Ok(TagCommand {
        account: account(call).await?,
        context: call.context(),
    })
}
