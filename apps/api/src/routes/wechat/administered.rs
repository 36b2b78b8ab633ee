//! The account that an administrator's request is about.

use ports::wechat::AccountBook as _;

use crate::error::ApiError;
use crate::http::Call;

/// `{account}` of the path, where the use case says whether there is one.
pub(super) fn account_name(call: &Call) -> String {
    call.http().match_info().get("account").unwrap_or_default().to_owned()
}

/// `{account}` of the path, in use or not.
///
/// # Errors
/// When there is no such account, or it is not known at this moment.
pub(super) async fn account(call: &Call) -> Result<String, ApiError> {
    let name = account_name(call);
    let asked = name.clone();
    let found = call
        .work(move |app| async move { app.adapters().accounts.setup(&asked).await })
        .await?;
    match found {
        Some(_) => Ok(name),
        None => Err(ApiError::not_found("account")),
    }
}
