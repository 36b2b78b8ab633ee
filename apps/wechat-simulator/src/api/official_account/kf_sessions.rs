//! Conversations with human helpers (客服会话) and their record.

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::callback::{Message, Report};
use crate::state::kf::Session;

/// Conversations.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/customservice/kfsession/create", create),
    Endpoint::post(OFFICIAL_ACCOUNT, "/customservice/kfsession/close", close),
    Endpoint::get(OFFICIAL_ACCOUNT, "/customservice/kfsession/getsession", get),
    Endpoint::get(OFFICIAL_ACCOUNT, "/customservice/kfsession/getsessionlist", list),
    Endpoint::get(OFFICIAL_ACCOUNT, "/customservice/kfsession/getwaitcase", waiting),
    Endpoint::post(OFFICIAL_ACCOUNT, "/customservice/msgrecord/getmsglist", record),
];

/// Seconds that one question about the record may span.
const LONGEST_SPAN: i64 = 86_400;
const LARGEST_PAGE: i64 = 10_000;
/// People shown as waiting.
const MOST_WAITING: usize = 100;

/// The helper and the person a body names.
fn both(call: &Call<'_>, body: &Map<String, Value>) -> Result<(String, String), Refusal> {
    let account = fields::text(body, "kf_account").to_owned();
    let desk = &call.account().official.kf;
    let helper = desk.helpers.get(&account).ok_or_else(|| Refusal::new(65401))?;
    let open_id = call.follower(body.get("openid"))?;
    if !helper.online {
        return Err(Refusal::new(65415));
    }
    Ok((account, open_id))
}

fn create(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let (kf_account, open_id) = both(call, &body)?;
    let created_at = call.now();
    let desk = &mut call.account_mut().official.kf;
    match desk.sessions.get(&open_id) {
        Some(session) if session.kf_account != kf_account => return Err(Refusal::new(65414)),
        Some(_) => return Ok(Done::ok()),
        None => {}
    }
    desk.waiting.remove(&open_id);
    let session = Session {
        kf_account: kf_account.clone(),
        created_at,
    };
    desk.sessions.insert(open_id.clone(), session);
    let message = Message::event("kf_create_session").with("KfAccount", kf_account);
    Ok(Done::ok().reporting([Report::Event { open_id, message }]))
}

fn close(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let kf_account = fields::text(&body, "kf_account").to_owned();
    let open_id = call.follower(body.get("openid"))?;
    let desk = &mut call.account_mut().official.kf;
    if !desk.helpers.contains_key(&kf_account) {
        return Err(Refusal::new(65401));
    }
    match desk.sessions.get(&open_id) {
        Some(session) if session.kf_account == kf_account => {}
        Some(_) => return Err(Refusal::new(65414)),
        None => return Err(Refusal::new(65413)),
    }
    desk.sessions.remove(&open_id);
    let message = Message::event("kf_close_session").with("KfAccount", kf_account);
    Ok(Done::ok().reporting([Report::Event { open_id, message }]))
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let open_id = call.parameter("openid").unwrap_or_default();
    call.person(open_id).ok_or_else(|| Refusal::new(40003))?;
    let session = call.account().official.kf.sessions.get(open_id);
    let (account, at) = session.map_or(("", 0), |session| (session.kf_account.as_str(), session.created_at));
    Ok(Done::read(json!({"kf_account": account, "createtime": at})))
}

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let kf_account = call.parameter("kf_account").unwrap_or_default();
    let desk = &call.account().official.kf;
    if !desk.helpers.contains_key(kf_account) {
        return Err(Refusal::new(65401));
    }
    let own = desk
        .sessions
        .iter()
        .filter(|(_, session)| session.kf_account == kf_account);
    let shown: Vec<_> = own
        .map(|(open_id, session)| json!({"openid": open_id, "createtime": session.created_at}))
        .collect();
    Ok(Done::read(json!({ "sessionlist": shown })))
}

fn waiting(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let waiting = &call.account().official.kf.waiting;
    let shown: Vec<_> = waiting
        .iter()
        .take(MOST_WAITING)
        .map(|(open_id, since)| json!({"openid": open_id, "latest_time": since}))
        .collect();
    Ok(Done::read(json!({"count": waiting.len(), "waitcaselist": shown})))
}

/// What was said in a span of at most a day.
fn record(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let number = |name| fields::number(&body, name).ok_or_else(|| Refusal::new(65416));
    let (start, end) = (number("starttime")?, number("endtime")?);
    let (first, most) = (number("msgid")?, number("number")?);
    if end <= start {
        return Err(Refusal::new(65416));
    }
    if end - start > LONGEST_SPAN {
        return Err(Refusal::new(65417));
    }
    if !(1..=LARGEST_PAGE).contains(&most) || first < 1 {
        return Err(Refusal::new(65416));
    }
    let desk = &call.account().official.kf;
    let (first, most) = (usize::try_from(first).unwrap_or(1), usize::try_from(most).unwrap_or(1));
    let fitting = desk
        .records()
        .filter(|(number, record)| *number >= first && (start..=end).contains(&record.time));
    let page: Vec<_> = fitting.take(most).collect();
    let next = page.last().map_or(first, |(number, _)| number + 1);
    let shown: Vec<_> = page.iter().map(|(_, record)| record).collect();
    Ok(Done::read(
        json!({"recordlist": shown, "number": shown.len(), "msgid": next}),
    ))
}
