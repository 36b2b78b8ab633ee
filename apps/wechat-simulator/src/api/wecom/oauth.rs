//! `/cgi-bin/auth/…`: who came back with a code.

use serde_json::{Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;

/// Web login.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(WECOM, "/cgi-bin/auth/getuserinfo", user_info),
    Endpoint::get(WECOM, "/cgi-bin/user/getuserinfo", old_user_info),
    Endpoint::post(WECOM, "/cgi-bin/auth/getuserdetail", detail),
    Endpoint::post(WECOM, "/cgi-bin/user/getuserdetail", detail),
];

/// Seconds a ticket lives.
const TICKET_SECONDS: i64 = 1800;
const TICKET_LENGTH: usize = 120;
/// What a member may agree to show.
const PRIVATE: &[&str] = &["gender", "avatar", "qr_code", "mobile", "email", "biz_mail", "address"];

fn user_info(call: &mut Call<'_>) -> Result<Done, Refusal> {
    exchange(call, ["userid", "openid"])
}

/// The older path writes the names differently.
fn old_user_info(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let mut done = exchange(call, ["UserId", "OpenId"])?;
    if let crate::api::answer::Answer::Json(answer) = &mut done.answer {
        answer["DeviceId"] = "".into();
    }
    Ok(done)
}

/// A code works once and for five minutes (40029). Somebody who is no member has an open id and no user id.
fn exchange(call: &mut Call<'_>, names: [&str; 2]) -> Result<Done, Refusal> {
    let code = call.parameter("code").unwrap_or_default().to_owned();
    let (now, agent) = (call.now(), call.agent());
    let ticket = call.state.chance.name(TICKET_LENGTH);
    let corp = call.corp_mut();
    let known = corp
        .login_codes
        .get_mut(&code)
        .filter(|code| !code.used && code.expires_at > now);
    let known = known.ok_or_else(|| Refusal::new(40029))?;
    known.used = true;
    let known = known.clone();
    let mut answer = json!({"errcode": 0, "errmsg": "ok"});
    let Some(member) = corp.member(&known.person) else {
        answer[names[1]] = known.person.as_str().into();
        let external = corp.contacts.people.contains_key(&known.person);
        if external {
            answer["external_userid"] = known.person.into();
        }
        return Ok(Done::changed(answer));
    };
    answer[names[0]] = member.userid.as_str().into();
    if known.private && corp.sees(agent, member) {
        let userid = member.userid.clone();
        answer["user_ticket"] = ticket.as_str().into();
        answer["expires_in"] = TICKET_SECONDS.into();
        corp.user_tickets.insert(ticket, (userid, now + TICKET_SECONDS));
    }
    Ok(Done::changed(answer))
}

/// What the member agreed to show; 84015 for an unknown ticket, 84014 for an old one.
fn detail(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let now = call.now();
    let corp = call.corp();
    let ticket = corp.user_tickets.get(fields::text(&body, "user_ticket"));
    let (userid, expires_at) = ticket.ok_or_else(|| Refusal::new(84015))?;
    if *expires_at <= now {
        return Err(Refusal::new(84014));
    }
    let member = corp.member(userid).ok_or_else(|| Refusal::new(60111))?;
    let mut answer = json!({"errcode": 0, "errmsg": "ok", "userid": member.userid});
    for name in PRIVATE {
        match member.details.get(*name) {
            Some(Value::Number(number)) => answer[*name] = number.to_string().into(),
            Some(value) => answer[*name] = value.clone(),
            None => {}
        }
    }
    Ok(Done::read(answer))
}
