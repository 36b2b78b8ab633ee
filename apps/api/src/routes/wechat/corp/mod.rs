//! WeCom (企业微信): the directory (通讯录), external contacts (客户联系), and the message that welcomes them.

mod contact_sync;
mod contacts;
mod departments;
mod directory_sync;
mod error;
mod members;
mod sync_body;
mod welcome;

use application::wechat::wecom::CorpSyncCommand;
use domain::text::single_line;
use domain::wechat::wecom::CorpSyncKind;

use super::administered::account_name;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::Call;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = vec![departments::endpoint()];
    endpoints.extend(directory_sync::endpoints());
    endpoints.extend(members::endpoints());
    endpoints.extend(contact_sync::endpoints());
    endpoints.extend(contacts::endpoints());
    endpoints.extend(welcome::endpoints());
    endpoints
}

/// An id of WeCom's in the path.
fn wecom_id(call: &Call, name: &'static str, most: usize) -> Result<String, ApiError> {
    let id = call.http().match_info().get(name).unwrap_or_default();
    single_line(id, 1..=most).map_err(|fault| ApiError::invalid(name, fault.to_string()))
}

fn command(call: &Call, kind: CorpSyncKind) -> CorpSyncCommand {
    CorpSyncCommand {
        account: account_name(call),
        kind,
        context: call.context(),
    }
}
