//! The full synchronisation of an account's followers.

mod body;
mod cancel;
mod read;
mod start;

use application::wechat::followers::SyncCommand;

use super::account;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::Call;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![start::endpoint(), read::endpoint(), cancel::endpoint()]
}

async fn command(call: &Call) -> Result<SyncCommand, ApiError> {
    Ok(SyncCommand {
        account: account(call).await?,
        context: call.context(),
    })
}
