//! Human helpers (客服): accounts and invitations.

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::state::kf::Helper;

/// Helpers.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/customservice/getkflist", list),
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/customservice/getonlinekflist", online),
    Endpoint::post(OFFICIAL_ACCOUNT, "/customservice/kfaccount/add", add),
    Endpoint::post(OFFICIAL_ACCOUNT, "/customservice/kfaccount/update", update),
    Endpoint::either(OFFICIAL_ACCOUNT, "/customservice/kfaccount/del", delete),
    Endpoint::post(OFFICIAL_ACCOUNT, "/customservice/kfaccount/inviteworker", invite),
    Endpoint::post(OFFICIAL_ACCOUNT, "/customservice/kfaccount/uploadheadimg", picture),
];

const MOST_HELPERS: usize = 100;
/// Characters of the part in front of the `@`.
const LONGEST_NAME: usize = 10;
/// Characters of a nickname.
const LONGEST_NICKNAME: usize = 16;

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let shown = call.account().official.kf.helpers.iter().map(|(account, helper)| {
        let mut shown = json!({
            "kf_account": account,
            "kf_nick": helper.nickname,
            "kf_id": helper.id.to_string(),
            "kf_headimgurl": helper.head_image.as_deref().unwrap_or_default(),
        });
        if let Some(name) = &helper.wechat_name {
            let field = if helper.bound { "kf_wx" } else { "invite_wx" };
            shown[field] = name.as_str().into();
            if !helper.bound {
                shown["invite_status"] = "waiting".into();
            }
        }
        shown
    });
    let list: Vec<_> = shown.collect();
    Ok(Done::read(json!({ "kf_list": list })))
}

fn online(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let desk = &call.account().official.kf;
    let present = desk.helpers.iter().filter(|(_, helper)| helper.online);
    let shown = present.map(|(account, helper)| {
        let sessions = desk.sessions.values();
        let accepted = sessions.filter(|session| session.kf_account == *account).count();
        json!({
            "kf_account": account,
            "kf_id": helper.id.to_string(),
            "status": 1,
            "accepted_case": accepted,
        })
    });
    let list: Vec<_> = shown.collect();
    Ok(Done::read(json!({ "kf_online_list": list })))
}

/// `name@account`: up to ten letters, digits or underscores in front.
fn account(body: &Map<String, Value>) -> Result<String, Refusal> {
    let account = fields::text(body, "kf_account");
    let is_plain = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let (name, _) = account.split_once('@').ok_or_else(|| Refusal::new(65404))?;
    if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(is_plain) {
        return Err(Refusal::new(65404));
    }
    Ok(account.to_owned())
}

fn nickname(body: &Map<String, Value>) -> Result<String, Refusal> {
    let nickname = fields::text(body, "nickname");
    if nickname.is_empty() || nickname.chars().count() > LONGEST_NICKNAME {
        return Err(Refusal::new(65403));
    }
    Ok(nickname.to_owned())
}

fn add(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let (account, nickname) = (account(&body)?, nickname(&body)?);
    let desk = &mut call.account_mut().official.kf;
    if desk.helpers.contains_key(&account) {
        return Err(Refusal::new(65406));
    }
    if desk.helpers.len() >= MOST_HELPERS {
        return Err(Refusal::new(65405));
    }
    let helper = Helper {
        id: desk.next_id(),
        nickname,
        wechat_name: None,
        bound: false,
        online: false,
        head_image: None,
    };
    desk.helpers.insert(account, helper);
    Ok(Done::ok())
}

fn helper<'a>(call: &'a mut Call<'_>, account: &str) -> Result<&'a mut Helper, Refusal> {
    let helpers = &mut call.account_mut().official.kf.helpers;
    helpers.get_mut(account).ok_or_else(|| Refusal::new(65401))
}

fn update(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let nickname = nickname(&body)?;
    helper(call, fields::text(&body, "kf_account"))?.nickname = nickname;
    Ok(Done::ok())
}

fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object().unwrap_or_default();
    let account = call
        .parameter("kf_account")
        .unwrap_or_else(|| fields::text(&body, "kf_account"))
        .to_owned();
    let desk = &mut call.account_mut().official.kf;
    desk.helpers.remove(&account).ok_or_else(|| Refusal::new(65401))?;
    desk.sessions.retain(|_, session| session.kf_account != account);
    Ok(Done::ok())
}

/// The invitation waits until it is accepted (a control action).
fn invite(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let name = fields::text(&body, "invite_wx").to_owned();
    if name.is_empty() {
        return Err(Refusal::new(65409));
    }
    let helpers = call.account().official.kf.helpers.values();
    if helpers
        .filter(|helper| helper.bound)
        .any(|helper| helper.wechat_name.as_ref() == Some(&name))
    {
        return Err(Refusal::new(65407));
    }
    let helper = helper(call, fields::text(&body, "kf_account"))?;
    match (&helper.wechat_name, helper.bound) {
        (Some(_), true) => return Err(Refusal::new(65412)),
        (Some(_), false) => return Err(Refusal::new(65411)),
        (None, _) => {}
    }
    helper.wechat_name = Some(name);
    Ok(Done::ok())
}

/// The picture is not kept, only that there is one.
fn picture(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let account = call.parameter("kf_account").unwrap_or_default().to_owned();
    let content_type = call.request.content_type.as_deref().unwrap_or_default();
    if !content_type.starts_with("multipart/form-data") || call.request.body.is_empty() {
        return Err(Refusal::new(41005));
    }
    let address = format!("http://mmbiz.qpic.cn/kf/{}", call.state.chance.letters(20));
    helper(call, &account)?.head_image = Some(address);
    Ok(Done::ok())
}
