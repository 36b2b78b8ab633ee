//! The account that a path below `/v2/wechat/accounts` names.

use crate::error::ApiError;
use crate::http::Call;

/// `{account}` of the path.
///
/// # Errors
/// When there is no such account.
pub(super) fn account(call: &Call) -> Result<String, ApiError> {
    let name = call.http().match_info().get("account").unwrap_or_default();
    if call.state().webhook.accounts.contains_key(name) {
        Ok(name.to_owned())
    } else {
        Err(ApiError::not_found("account"))
    }
}
