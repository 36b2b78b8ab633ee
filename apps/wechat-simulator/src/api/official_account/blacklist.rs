//! The black list (黑名单).

use super::users;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;

/// The black list.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/members/getblacklist", get),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/members/batchblacklist", add),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/members/batchunblacklist", remove),
];

const PAGE: usize = 1000;
const MOST_AT_ONCE: usize = 20;

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let after = fields::text(&body, "begin_openid");
    if !after.is_empty() && call.person(after).is_none() {
        return Err(Refusal::new(40003));
    }
    let people = call.account().people.list();
    Ok(Done::read(users::page(people, after, PAGE, |person| {
        person.blacklisted
    })))
}

fn add(call: &mut Call<'_>) -> Result<Done, Refusal> {
    set_all(call, true)
}

fn remove(call: &mut Call<'_>) -> Result<Done, Refusal> {
    set_all(call, false)
}

fn set_all(call: &mut Call<'_>, blacklisted: bool) -> Result<Done, Refusal> {
    let body = call.object()?;
    let list = fields::list(&body, "openid_list").ok_or_else(|| Refusal::new(40003))?;
    if list.is_empty() || list.len() > MOST_AT_ONCE {
        return Err(Refusal::new(40032));
    }
    let known = list.iter().map(|open_id| {
        let open_id = open_id.as_str().filter(|open_id| call.person(open_id).is_some());
        open_id.map(str::to_owned).ok_or_else(|| Refusal::new(40003))
    });
    let known: Vec<String> = known.collect::<Result<_, _>>()?;
    for open_id in &known {
        call.state
            .change_person(call.id, open_id, |person| person.blacklisted = blacklisted);
    }
    Ok(Done::ok())
}
