//! People as an account sees them (用户管理).

use serde_json::{Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::state::people::Person;

/// Followers.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/user/info", info),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/user/info/batchget", batch_get),
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/user/get", get),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/user/info/updateremark", update_remark),
];

const MOST_AT_ONCE: usize = 100;
const PAGE: usize = 10_000;
/// "Less than 30 bytes".
const LONGEST_REMARK: usize = 29;

/// What WeChat tells about a person; since 2021-12-27 neither nickname nor picture.
fn info(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let open_id = call.parameter("openid").unwrap_or_default().to_owned();
    Ok(Done::read(about(call, &open_id)?))
}

fn about(call: &mut Call<'_>, open_id: &str) -> Result<Value, Refusal> {
    let union_id = call.state.union_id(call.id, open_id);
    let person = call.person(open_id).ok_or_else(|| Refusal::new(40003))?;
    if !person.subscribed {
        return Ok(json!({"subscribe": 0, "openid": person.open_id}));
    }
    let mut info = follower_info(person);
    if let Some(union_id) = union_id {
        info["unionid"] = union_id.into();
    }
    Ok(info)
}

fn follower_info(person: &Person) -> Value {
    let scene = person.qr_scene.as_deref().unwrap_or_default();
    let number = scene.parse::<u32>().unwrap_or_default();
    json!({
        "subscribe": 1,
        "openid": person.open_id,
        "language": "zh_CN",
        "subscribe_time": person.subscribed_at,
        "remark": person.remark,
        "groupid": person.tags.first().copied().unwrap_or_default(),
        "tagid_list": person.tags,
        "subscribe_scene": person.subscribe_scene,
        "qr_scene": number,
        "qr_scene_str": if number == 0 { scene } else { "" },
    })
}

fn batch_get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let list = fields::list(&body, "user_list").ok_or_else(|| Refusal::new(47001))?;
    if list.is_empty() || list.len() > MOST_AT_ONCE {
        return Err(Refusal::new(40032));
    }
    let about = list.iter().map(|user| {
        let open_id = user.get("openid").and_then(Value::as_str);
        about(call, open_id.ok_or_else(|| Refusal::new(40003))?)
    });
    let list = about.collect::<Result<Vec<_>, _>>()?;
    Ok(Done::read(json!({ "user_info_list": list })))
}

/// Followers by open id, in the order they came. As at WeChat the last page still names a `next_openid`, and what comes
/// after it is a page without `data`.
fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let after = call.parameter("next_openid").unwrap_or_default();
    if !after.is_empty() && call.person(after).is_none() {
        return Err(Refusal::new(40003));
    }
    let people = call.account().people.list();
    Ok(Done::read(page(people, after, PAGE, |person| person.subscribed)))
}

/// One page of the people that are `wanted`, beginning after an open id.
#[must_use]
pub fn page(people: &[Person], after: &str, size: usize, wanted: impl Fn(&Person) -> bool) -> Value {
    let total = people.iter().filter(|person| wanted(person)).count();
    let start = match people.iter().position(|person| person.open_id == after) {
        Some(place) => place + 1,
        None => 0,
    };
    let page: Vec<&str> = people[start..]
        .iter()
        .filter(|person| wanted(person))
        .take(size)
        .map(|person| person.open_id.as_str())
        .collect();
    let next = page.last().copied().unwrap_or_default();
    let mut answer = json!({"total": total, "count": page.len(), "next_openid": next});
    if !page.is_empty() {
        answer["data"] = json!({ "openid": page });
    }
    answer
}

fn update_remark(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = fields::text(&body, "openid");
    let remark = fields::text(&body, "remark").to_owned();
    if remark.len() > LONGEST_REMARK {
        return Err(Refusal::with(40035, "remark is too long"));
    }
    let person = call.person(open_id).filter(|person| person.subscribed);
    person.ok_or_else(|| Refusal::new(40003))?;
    call.state
        .change_person(call.id, open_id, |person| person.remark = remark);
    Ok(Done::ok())
}
