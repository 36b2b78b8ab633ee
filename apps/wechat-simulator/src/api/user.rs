//! `GET /cgi-bin/user/info`, and what every send asks about its receiver.

use serde_json::{Value, json};

use super::answer::{Done, Refusal};
use super::request::ApiRequest;
use crate::state::State;
use crate::state::people::Person;
use crate::world::World;

/// What WeChat tells about a person; since 2021-12-27 neither nickname nor picture.
pub fn info(_world: &World, state: &mut State, request: &ApiRequest) -> Result<Done, Refusal> {
    let person = request
        .parameter("openid")
        .and_then(|open_id| state.people.get(open_id));
    let person = person.ok_or_else(|| Refusal::new(40003))?;
    Ok(Done::read(if person.subscribed {
        follower_info(person)
    } else {
        json!({"subscribe": 0, "openid": person.open_id})
    }))
}

fn follower_info(person: &Person) -> Value {
    let scene = person.qr_scene.as_deref().unwrap_or_default();
    let number = scene.parse::<u32>().unwrap_or_default();
    json!({
        "subscribe": 1,
        "openid": person.open_id,
        "language": "zh_CN",
        "subscribe_time": person.subscribed_at,
        "remark": "",
        "groupid": person.tags.first().copied().unwrap_or_default(),
        "tagid_list": person.tags,
        "subscribe_scene": person.subscribe_scene,
        "qr_scene": number,
        "qr_scene_str": if number == 0 { scene } else { "" },
    })
}

/// The open id in `touser`, if it is that of a follower.
///
/// # Errors
/// 40003 for an unknown open id, 43004 for someone who does not follow.
pub fn follower(state: &State, to_user: Option<&Value>) -> Result<String, Refusal> {
    let person = to_user
        .and_then(Value::as_str)
        .and_then(|open_id| state.people.get(open_id));
    match person {
        None => Err(Refusal::new(40003)),
        Some(person) if !person.subscribed => Err(Refusal::new(43004)),
        Some(person) => Ok(person.open_id.clone()),
    }
}
