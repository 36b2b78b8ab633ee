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

use super::administered::account_name;
use crate::endpoint::Endpoint;

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
