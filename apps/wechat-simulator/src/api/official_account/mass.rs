//! `/cgi-bin/message/mass/…`: one message to many (群发).

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value, json};

use super::mass_content::{MassContent, content};
use super::publishing::PLATFORM;
use super::tags;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::callback::Report;
use crate::jobs::mass::settle;
use crate::state::beijing_month;
use crate::state::content::{Mass, MassStatus};

/// Sends to many.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/mass/sendall", by_tag),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/mass/send", by_open_id),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/mass/delete", delete),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/mass/get", get),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/mass/speed/get", speed),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/mass/speed/set", set_speed),
];

const PEOPLE: std::ops::RangeInclusive<usize> = 2..=10_000;
/// Bytes of a `clientmsgid`.
const LONGEST_CLIENT_ID: usize = 32;
/// Seconds for which it is remembered.
const CLIENT_ID_SECONDS: i64 = 86_400;
/// Ten thousand a minute, from fast to slow.
const SPEEDS: [i64; 5] = [80, 60, 45, 30, 10];

/// To all followers, or to those with a tag.
fn by_tag(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let filter = fields::object(&body, "filter").ok_or_else(|| Refusal::new(40035))?;
    let to_all = filter.get("is_to_all").and_then(Value::as_bool).unwrap_or_default();
    let tag = fields::number(filter, "tag_id");
    if !to_all && tag.is_none_or(|tag| !tags::exists(call, tag)) {
        return Err(Refusal::new(45159));
    }
    let people = call.account().people.list().iter();
    let people =
        people.filter(|person| person.subscribed && (to_all || tag.is_some_and(|tag| person.tags.contains(&tag))));
    let people: Vec<_> = people.map(|person| person.open_id.clone()).collect();
    send(call, &body, people)
}

/// To these people, of whom those who do not follow get nothing.
fn by_open_id(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let list = fields::list(&body, "touser").ok_or_else(|| Refusal::new(40031))?;
    if !PEOPLE.contains(&list.len()) {
        return Err(Refusal::new(40032));
    }
    let people = list.iter().map(|open_id| open_id.as_str().map(str::to_owned));
    let people = people.collect::<Option<Vec<_>>>().ok_or_else(|| Refusal::new(40031))?;
    if !people.iter().any(|open_id| call.person(open_id).is_some()) {
        return Err(Refusal::new(40003));
    }
    send(call, &body, people)
}

fn send(call: &mut Call<'_>, body: &Map<String, Value>, people: Vec<String>) -> Result<Done, Refusal> {
    // A repetition is told before the draft is missed that the first one used up.
    let client_id = client_id(body)?;
    let now = call.now();
    let known = call.account().official.content.client_mass_ids.get(&client_id);
    if let Some((msg_id, _)) = known.filter(|(_, at)| now - at < CLIENT_ID_SECONDS) {
        return Err(Refusal::new(45065).and(json!({ "msg_id": msg_id })));
    }
    let content = content(call, body)?;
    let total = people.len();
    let recipients = reachable(call, people);
    if recipients.is_empty() && total > 0 {
        return Err(Refusal::new(45028));
    }
    let (msg_id, data_id) = (call.state.chance.message_id(), call.state.chance.message_id());
    let MassContent {
        msg_type,
        message,
        draft,
    } = content;
    let mut answer = json!({"errcode": 0, "errmsg": "send job submission success", "msg_id": msg_id});
    if draft.is_some() {
        answer["msg_data_id"] = data_id.into();
    }
    let own = &mut call.account_mut().official.content;
    let draft = draft.and_then(|media_id| own.drafts.remove(&media_id).map(|draft| (media_id, draft)));
    let mass = Mass {
        status: MassStatus::Sending,
        total,
        recipients,
        msg_type,
        message,
        draft,
        article_id: None,
    };
    own.client_mass_ids.insert(client_id, (msg_id, now));
    own.masses.insert(msg_id.to_string(), mass);
    let decided = own.sending.clone();
    if decided.held {
        return Ok(Done::changed(answer));
    }
    let event = settle(call.state, call.id, msg_id, &decided);
    let report = event.map(|message| Report::Event {
        open_id: PLATFORM.to_owned(),
        message,
    });
    Ok(Done::changed(answer).reporting(report))
}

/// Followers who may get one more this month and were not blacklisted, each once.
fn reachable(call: &Call<'_>, mut people: Vec<String>) -> Vec<String> {
    let month = beijing_month(call.now());
    let own = &call.account().official.content;
    people.sort_unstable();
    people.dedup();
    people.retain(|open_id| {
        let person = call.person(open_id);
        person.is_some_and(|person| person.subscribed && !person.blacklisted) && own.may_receive(open_id, month)
    });
    people
}

/// The account's own id, or a digest of audience and content.
fn client_id(body: &Map<String, Value>) -> Result<String, Refusal> {
    match fields::text(body, "clientmsgid") {
        "" => {
            let mut hasher = DefaultHasher::new();
            Value::Object(body.clone()).to_string().hash(&mut hasher);
            Ok(format!("digest {:016x}", hasher.finish()))
        }
        id if id.len() > LONGEST_CLIENT_ID => Err(Refusal::new(45067)),
        id => Ok(id.to_owned()),
    }
}

fn msg_id(body: &Map<String, Value>) -> Result<String, Refusal> {
    match body.get("msg_id") {
        Some(Value::Number(id)) => Ok(id.to_string()),
        Some(Value::String(id)) => Ok(id.clone()),
        _ => Err(Refusal::new(40059)),
    }
}

/// Only articles and videos can be taken back: one article by its place, or all.
fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let id = msg_id(&body)?;
    let place = fields::number(&body, "article_idx").unwrap_or_default();
    let own = &mut call.account_mut().official.content;
    let mass = own.masses.get_mut(&id).ok_or_else(|| Refusal::new(40059))?;
    if !matches!(mass.msg_type.as_str(), "mpnews" | "mpvideo") {
        return Err(Refusal::new(40008));
    }
    let place = usize::try_from(place).map_err(|_| Refusal::new(40114))?;
    if let (Some((_, draft)), 1..) = (&mut mass.draft, place) {
        if place > draft.articles.len() {
            return Err(Refusal::new(40114));
        }
        draft.articles[place - 1]["is_deleted"] = true.into();
        if draft.articles.iter().any(|article| article["is_deleted"] != true) {
            return Ok(Done::ok());
        }
    }
    mass.status = MassStatus::Deleted;
    if let Some(article_id) = mass.article_id.clone() {
        own.articles.remove(&article_id);
    }
    Ok(Done::ok())
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let id = msg_id(&body)?;
    let mass = call.account().official.content.masses.get(&id);
    let status = match mass.ok_or_else(|| Refusal::new(40059))?.status {
        MassStatus::Sending => "SENDING",
        MassStatus::Sent => "SEND_SUCCESS",
        MassStatus::Failed => "SEND_FAIL",
        MassStatus::Deleted => "DELETE",
    };
    let id: Value = id.parse::<u64>().map_or_else(|_| Value::from(id.as_str()), Value::from);
    Ok(Done::read(json!({"msg_id": id, "msg_status": status})))
}

fn speed(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let speed = call.account().official.content.speed;
    let real = usize::try_from(speed).ok().and_then(|place| SPEEDS.get(place));
    Ok(Done::read(json!({"speed": speed, "realspeed": real})))
}

fn set_speed(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let speed = fields::number(&body, "speed").ok_or_else(|| Refusal::new(45084))?;
    if !(0..=4).contains(&speed) {
        return Err(Refusal::new(45083));
    }
    call.account_mut().official.content.speed = speed;
    Ok(Done::ok())
}
