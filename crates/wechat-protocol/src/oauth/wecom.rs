//! WeCom: a page inside its client, or a website that shows a code to scan.

use super::{RedirectUri, State, address, with_fragment};

const AUTHORIZE: &str = "https://open.weixin.qq.com/connect/oauth2/authorize";
const QR_CONNECT: &str = "https://open.work.weixin.qq.com/wwopen/sso/qrConnect";
const SSO_LOGIN: &str = "https://login.work.weixin.qq.com/wwlogin/sso/login";

/// How much a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `snsapi_base`: the member's id, without asking.
    Base {
        /// The app, if it is to be named.
        agent_id: Option<i64>,
    },
    /// `snsapi_privateinfo`: what the member consents to; the app must be named.
    PrivateInfo {
        /// The app.
        agent_id: i64,
    },
}

/// Who asks a desktop browser to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login<'a> {
    /// An app of the corp itself (`CorpApp`).
    CorpApp {
        /// The corp.
        corp_id: &'a str,
        /// The app.
        agent_id: i64,
    },
    /// A service provider (`ServiceApp`).
    ServiceApp {
        /// The provider's login id.
        app_id: &'a str,
    },
}

/// Where a page inside WeCom sends the browser (official page 91022).
///
/// ```
/// use wechat_protocol::oauth::{RedirectUri, State, wecom::{Scope, authorize_url}};
/// # fn main() -> Result<(), wechat_protocol::oauth::OAuthError> {
/// let back = RedirectUri::parse("https://a.example/")?;
/// assert_eq!(
///     authorize_url("ww_test", &back, Scope::PrivateInfo { agent_id: 7 }, &State::parse("s1")?),
///     "https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww_test&redirect_uri=https%3A%2F%2Fa.example%2F\
///      &response_type=code&scope=snsapi_privateinfo&state=s1&agentid=7#wechat_redirect"
/// );
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn authorize_url(corp_id: &str, redirect: &RedirectUri, scope: Scope, state: &State) -> String {
    let (name, agent_id) = match scope {
        Scope::Base { agent_id } => ("snsapi_base", agent_id),
        Scope::PrivateInfo { agent_id } => ("snsapi_privateinfo", Some(agent_id)),
    };
    let agent_id = agent_id.map(|id| id.to_string());
    let mut parameters = vec![
        ("appid", corp_id),
        ("redirect_uri", &redirect.0),
        ("response_type", "code"),
        ("scope", name),
        ("state", state.as_str()),
    ];
    parameters.extend(agent_id.as_deref().map(|id| ("agentid", id)));
    with_fragment(address(AUTHORIZE, &parameters))
}

/// The older page with a code to scan. New apps use [`login_url`].
#[must_use]
pub fn qr_connect_url(corp_id: &str, agent_id: i64, redirect: &RedirectUri, state: &State) -> String {
    let parameters = [
        ("appid", corp_id),
        ("agentid", &agent_id.to_string()),
        ("redirect_uri", &redirect.0),
        ("state", state.as_str()),
    ];
    address(QR_CONNECT, &parameters)
}

/// The page with a code to scan (official page 98152).
#[must_use]
pub fn login_url(login: Login<'_>, redirect: &RedirectUri, state: &State) -> String {
    let agent;
    let mut parameters = match login {
        Login::CorpApp { corp_id, agent_id } => {
            agent = agent_id.to_string();
            vec![("login_type", "CorpApp"), ("appid", corp_id), ("agentid", &agent)]
        }
        Login::ServiceApp { app_id } => vec![("login_type", "ServiceApp"), ("appid", app_id)],
    };
    parameters.extend([("redirect_uri", redirect.0.as_str()), ("state", state.as_str())]);
    address(SSO_LOGIN, &parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_as_documented() {
        let back = RedirectUri::parse("https://a.example/").unwrap();
        let state = State::parse("s1").unwrap();
        let encoded = "https%3A%2F%2Fa.example%2F";
        assert_eq!(
            authorize_url("ww", &back, Scope::Base { agent_id: None }, &state),
            format!(
                "https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww&redirect_uri={encoded}\
                 &response_type=code&scope=snsapi_base&state=s1#wechat_redirect"
            )
        );
        assert_eq!(
            qr_connect_url("ww", 7, &back, &state),
            format!(
                "https://open.work.weixin.qq.com/wwopen/sso/qrConnect?appid=ww&agentid=7&redirect_uri={encoded}&state=s1"
            )
        );
        let login = |login| login_url(login, &back, &state);
        assert_eq!(
            login(Login::CorpApp {
                corp_id: "ww",
                agent_id: 7
            }),
            format!(
                "https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=CorpApp&appid=ww&agentid=7\
                 &redirect_uri={encoded}&state=s1"
            )
        );
        assert_eq!(
            login(Login::ServiceApp { app_id: "ww" }),
            format!(
                "https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=ServiceApp&appid=ww\
                 &redirect_uri={encoded}&state=s1"
            )
        );
    }
}
