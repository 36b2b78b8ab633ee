//! The Mini Program (小程序): what its client asks for, and its administration below `/v2/wechat/accounts/{account}`.

mod checks;
mod codes;
mod error;
mod links;
mod login;
mod phone_number;
mod phone_of_person;
mod profile;
mod scene;
mod session;
mod version;

use super::administered::account_name;
use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = vec![
        login::endpoint(),
        phone_number::endpoint(),
        profile::endpoint(),
        session::endpoint(),
        scene::endpoint(),
        phone_of_person::endpoint(),
    ];
    endpoints.extend(codes::endpoints());
    endpoints.extend(links::endpoints());
    endpoints.extend(checks::endpoints());
    endpoints
}
