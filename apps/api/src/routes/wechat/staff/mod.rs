//! Messages of a WeCom application to members (应用消息).

mod answers;
mod body;
mod card;
mod card_blocks;
mod card_update;
mod content;
mod error;
mod list;
mod order;
mod read;
mod recall;
mod recipients;

use crate::endpoint::Endpoint;
use crate::http::Call;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        order::endpoint(),
        list::endpoint(),
        read::endpoint(),
        recipients::endpoint(),
        recall::endpoint(),
        answers::endpoint(),
        card_update::endpoint(),
    ]
}

/// `{account}` of the path; the use case says whether it is a WeCom application.
fn account(call: &Call) -> String {
    call.http().match_info().get("account").unwrap_or_default().to_owned()
}
