//! The pages on which a member logs in: inside of WeCom, and by a code on a desktop.

use crate::api::answer::{Answer, Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::official_account::authorize::{named as named_decision, page, question};
use crate::state::accounts::AccountId;
use crate::state::corps::LoginCode;

/// Web login.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(WECOM, "/connect/oauth2/authorize", inside).open(),
    Endpoint::get(WECOM, "/wwopen/sso/qrConnect", desktop).open(),
    Endpoint::get(WECOM, "/wwlogin/sso/login", desktop).open(),
];

const LONGEST_STATE: usize = 128;
const CODE_LENGTH: usize = 64;
const CODE_SECONDS: i64 = 300;

/// What a page asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Who it is, silently.
    Silently,
    /// Private details, too.
    Private,
    /// To scan a code, and to agree on the phone.
    Code,
}

struct Wish {
    app: AccountId,
    redirect: reqwest::Url,
    state: String,
}

fn inside(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let scope = call.parameter("scope").unwrap_or_default();
    let private = scope == "snsapi_privateinfo";
    let is_asked_well = call.parameter("response_type") == Some("code");
    // The app must be named when private details are asked for.
    let is_complete = !private || call.parameter("agentid").is_some();
    if !is_asked_well || !is_complete || !(private || scope == "snsapi_base") {
        return Ok(problem("scope 或 agentid 参数错误"));
    }
    log_in(call, if private { Asked::Private } else { Asked::Silently })
}

/// `login_type=CorpApp` of the newer page; the older one has none.
fn desktop(call: &mut Call<'_>) -> Result<Done, Refusal> {
    if call.parameter("login_type").is_some_and(|kind| kind != "CorpApp") {
        return Ok(problem("login_type 参数错误"));
    }
    if call.parameter("agentid").is_none() {
        return Ok(problem("agentid 参数错误"));
    }
    log_in(call, Asked::Code)
}

fn problem(words: &str) -> Done {
    Done::with(Answer::Page(page(&format!("<p>{words}</p>"))))
}

/// Sends the browser back at once when it is known whose it is (`?person=`, or what the control API decided); asks on a
/// page otherwise.
fn log_in(call: &mut Call<'_>, asked: Asked) -> Result<Done, Refusal> {
    let wish = match wish(call) {
        Ok(wish) => wish,
        Err(words) => return Ok(problem(words)),
    };
    call.id = wish.app;
    let decided = call.account().official.oauth.decision.clone();
    let decision = named_decision(call).or(decided);
    let Some(decision) = decision.filter(|decision| call.person(&decision.open_id).is_some()) else {
        return Ok(Done::with(Answer::Page(question(call))));
    };
    let mut target = wish.redirect;
    if asked != Asked::Silently && !decision.allow {
        target.query_pairs_mut().append_pair("state", &wish.state);
        return Ok(Done::with(Answer::Redirect(target.into())));
    }
    let code = call.state.chance.name(CODE_LENGTH);
    let known = LoginCode {
        person: decision.open_id,
        private: asked == Asked::Private,
        expires_at: call.now() + CODE_SECONDS,
        used: false,
    };
    call.corp_mut().login_codes.insert(code.clone(), known);
    target
        .query_pairs_mut()
        .append_pair("code", &code)
        .append_pair("state", &wish.state);
    Ok(Done {
        took_effect: true,
        ..Done::with(Answer::Redirect(target.into()))
    })
}

fn wish(call: &Call<'_>) -> Result<Wish, &'static str> {
    let corp_id = call.parameter("appid").unwrap_or_default();
    let agent = call.parameter("agentid").map(|agent| agent.parse::<i64>().ok());
    let app = call.state.accounts.find(|account| {
        let is_corp = WECOM.contains(&account.identity.product) && account.identity.app_id == corp_id;
        is_corp && agent.is_none_or(|agent| account.identity.agent_id == agent && agent.is_some())
    });
    let app = app.ok_or("appid 或 agentid 参数错误")?;
    let state = call.parameter("state").unwrap_or_default();
    if state.len() > LONGEST_STATE || !state.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("state 参数错误");
    }
    let redirect = call
        .parameter("redirect_uri")
        .and_then(|address| reqwest::Url::parse(address).ok());
    let redirect = redirect.filter(|url| matches!(url.scheme(), "http" | "https"));
    let redirect = redirect.ok_or("redirect_uri 参数错误")?;
    let trusted = call.state.accounts[app].platform.oauth_domain.as_deref();
    // The port is part of the trusted domain, unlike at official accounts.
    let host = match (redirect.host_str(), redirect.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    };
    if trusted.is_some_and(|domain| domain != host) {
        return Err("redirect_uri 与配置的授权完成回调域名不一致 (50001)");
    }
    Ok(Wish {
        app,
        redirect,
        state: state.to_owned(),
    })
}
