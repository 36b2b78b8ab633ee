//! Menus (自定义菜单) of an official account: the draft, the conditional ones, publishing and what WeChat has.

mod add_conditional;
mod body;
mod button;
mod change_conditional;
mod comparison;
mod conditional_body;
mod edit;
mod error;
mod list_conditional;
mod publish;
mod published;
mod read;
mod remove_conditional;
mod try_match;
mod validate;
mod withdraw;

use actix_web::http::header;
use application::wechat::menus::MenuCommand;
use domain::wechat::menus::MenuBoard;

use super::administered::account;
use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

use body::MenuBody;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        read::endpoint(),
        edit::endpoint(),
        validate::endpoint(),
        publish::endpoint(),
        published::endpoint(),
        withdraw::endpoint(),
        comparison::endpoint(),
        list_conditional::endpoint(),
        add_conditional::endpoint(),
        // Before the path that takes an id there.
        try_match::endpoint(),
        change_conditional::endpoint(),
        remove_conditional::endpoint(),
    ]
}

/// The command about the menus of the path's account, in the edition that the request demands.
async fn command(call: &Call) -> Result<MenuCommand, ApiError> {
    let account = account(call).await?;
    let asked = account.clone();
    let present = || async move {
        let found = call
            .work(move |app| async move { app.menus.read.find(&asked).await })
            .await?;
        Ok(found.map_or(0, |board| board.stored().edition))
    };
    Ok(MenuCommand {
        expected_edition: etag::demanded_version(call, present).await?,
        account,
        context: call.context(),
    })
}

/// The menus as they are edited now, with their tag.
fn present(board: Option<&MenuBoard>) -> Answer<MenuBody> {
    tagged(Answer::ok(MenuBody::of(board)), board)
}

fn tagged<T: serde::Serialize>(answer: Answer<T>, board: Option<&MenuBoard>) -> Answer<T> {
    let edition = board.map_or(0, |board| board.stored().edition);
    answer.header(header::ETAG, &etag::tag(edition))
}
