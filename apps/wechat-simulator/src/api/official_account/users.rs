//! `GET /cgi-bin/user/info`.

use serde_json::{Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::state::people::Person;

/// Followers.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/user/info", info)];

/// What WeChat tells about a person; since 2021-12-27 neither nickname nor picture.
pub fn info(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let open_id = call.parameter("openid").unwrap_or_default().to_owned();
    let union_id = call.state.union_id(call.id, &open_id);
    let person = call.person(&open_id).ok_or_else(|| Refusal::new(40003))?;
    if !person.subscribed {
        return Ok(Done::read(json!({"subscribe": 0, "openid": person.open_id})));
    }
    let mut info = follower_info(person);
    if let Some(union_id) = union_id {
        info["unionid"] = union_id.into();
    }
    Ok(Done::read(info))
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
