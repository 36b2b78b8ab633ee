//! Ids of members: open ids for payments, user ids by number or mail.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::corps::Member;

/// Ids.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(WECOM, "/cgi-bin/user/convert_to_openid", to_open_id),
    Endpoint::post(WECOM, "/cgi-bin/user/convert_to_userid", to_userid),
    Endpoint::post(WECOM, "/cgi-bin/user/getuserid", by_mobile),
    Endpoint::post(WECOM, "/cgi-bin/user/get_userid_by_email", by_email),
];

fn to_open_id(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let fresh = call.state.chance.open_id();
    let member = call.corp_mut().member_mut(fields::text(&body, "userid"));
    let member = member.ok_or_else(|| Refusal::new(60111))?;
    if !member.wechat {
        return Err(Refusal::with(43004, "the member has no WeChat"));
    }
    let open_id = member.open_id.get_or_insert(fresh).clone();
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "openid": open_id})))
}

fn to_userid(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = fields::text(&body, "openid").to_owned();
    found(call, |member| member.open_id.as_deref() == Some(open_id.as_str()))
}

fn by_mobile(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let mobile = fields::text(&body, "mobile").to_owned();
    if mobile.is_empty() {
        return Err(Refusal::new(60103));
    }
    found(call, |member| member.detail("mobile") == mobile)
}

/// `email_type` 1 is the corp's mail, 2 the member's own.
fn by_email(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let email = fields::text(&body, "email").to_owned();
    let field = match fields::number(&body, "email_type").unwrap_or(1) {
        1 => "biz_mail",
        2 => "email",
        _ => return Err(Refusal::new(40058)),
    };
    if !email.contains('@') {
        return Err(Refusal::new(60105));
    }
    found(call, |member| member.detail(field) == email)
}

fn found(call: &mut Call<'_>, is_it: impl Fn(&Member) -> bool) -> Result<Done, Refusal> {
    let agent = call.agent();
    let corp = call.corp();
    let member = corp.members.values().find(|member| is_it(member));
    let member = member.filter(|member| corp.sees(agent, member));
    let member = member.ok_or_else(|| Refusal::new(46004))?;
    Ok(Done::read(
        json!({"errcode": 0, "errmsg": "ok", "userid": member.userid}),
    ))
}
