//! WeChat accounts (公众号、小程序、企业微信应用): add, look at, change, remove, try out.

mod advice;
mod body;
mod change;
mod create;
mod delete;
mod draft;
mod error;
mod health;
mod list;
mod read;
mod test;
mod test_body;

use actix_web::http::header;
use application::wechat::accounts::{AccountSource, AccountView};

use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

pub(crate) use body::AccountBody;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        list::endpoint(),
        create::endpoint(),
        read::endpoint(),
        change::endpoint(),
        delete::endpoint(),
        test::endpoint(),
        health::endpoint(),
    ]
}

/// `{account}` of the path.
fn name(call: &Call) -> String {
    call.http().match_info().get("account").unwrap_or_default().to_owned()
}

/// The version that the request demands of an account.
async fn expected_version(call: &Call, name: &str) -> Result<Option<u64>, ApiError> {
    let name = name.to_owned();
    let present = || async move {
        let view = call
            .work(move |app| async move { app.read_accounts.find(&name).await })
            .await?;
        Ok(view.version)
    };
    etag::demanded_version(call, present).await
}

/// The account as it is now, with its tag; the configuration's has none.
fn present(view: AccountView, base: Option<&str>) -> Answer<AccountBody> {
    let tag = (view.source == AccountSource::Stored).then(|| etag::tag(view.version));
    let answer = Answer::ok(AccountBody::of(view, base));
    match tag {
        Some(tag) => answer.header(header::ETAG, &tag),
        None => answer,
    }
}

/// Where people and WeChat reach us, if that is configured.
fn public_base(call: &Call) -> Option<String> {
    call.state().webhook.public_base_url.clone()
}
