//! Promotion channels (推广渠道), scene codes (场景二维码) of every kind, and what scans brought.

mod body;
mod change;
mod code_history;
mod codes;
mod create;
mod days;
mod delete;
mod error;
mod issue;
mod list;
mod list_codes;
mod quota;
mod read;
mod statistics;
mod unknown_scans;

use actix_web::http::header;
use application::wechat::channels::ChannelCommand;
use domain::ids::ChannelId;
use domain::wechat::Channel;

use self::body::ChannelBody;
use super::administered;
use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

pub(crate) use days::{ScanStatistics, days, statistics_of};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        list::endpoint(),
        create::endpoint(),
        read::endpoint(),
        change::endpoint(),
        delete::endpoint(),
        issue::endpoint(),
        codes::endpoint(),
        statistics::endpoint(),
        list_codes::endpoint(),
        quota::endpoint(),
        code_history::endpoint(),
        unknown_scans::endpoint(),
    ]
}

/// `{channelId}` of the path.
fn channel_id(call: &Call) -> Result<ChannelId, ApiError> {
    call.id("channelId")
}

/// The command about the channel of the path, in the version that the request demands.
async fn command(call: &Call) -> Result<ChannelCommand, ApiError> {
    let (account, channel) = (administered::account(call).await?, channel_id(call)?);
    let present = || {
        let account = account.clone();
        async move {
            let found = call
                .work(move |app| async move { app.read_channels.find(&account, channel).await })
                .await?;
            Ok(found.stored().version)
        }
    };
    let expected_version = etag::demanded_version(call, present).await?;
    Ok(ChannelCommand {
        account,
        channel,
        expected_version,
        context: call.context(),
    })
}

/// The channel as it is now, with its tag.
fn present(channel: &Channel) -> Answer<ChannelBody> {
    Answer::ok(ChannelBody::from(channel)).header(header::ETAG, &etag::tag(channel.stored().version))
}
