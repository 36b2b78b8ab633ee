//! The Official Account: a page inside WeChat, or a website that shows a code to scan.

use super::{RedirectUri, State, address, with_fragment};

const AUTHORIZE: &str = "https://open.weixin.qq.com/connect/oauth2/authorize";
const QR_CONNECT: &str = "https://open.weixin.qq.com/connect/qrconnect";

/// How much a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `snsapi_base`: the open id, without asking.
    Base,
    /// `snsapi_userinfo`: the profile, with a page of consent.
    UserInfo,
}

/// Where a page inside WeChat sends the browser (verified service accounts).
///
/// ```
/// use wechat_protocol::oauth::{RedirectUri, State, official_account::{Scope, authorize_url}};
/// # fn main() -> Result<(), wechat_protocol::oauth::OAuthError> {
/// let back = RedirectUri::parse("https://a.example/back?x=1")?;
/// assert_eq!(
///     authorize_url("wx_test", &back, Scope::Base, &State::parse("s1")?),
///     "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx_test&redirect_uri=https%3A%2F%2Fa.example%2Fback%3Fx%3D1\
///      &response_type=code&scope=snsapi_base&state=s1#wechat_redirect"
/// );
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn authorize_url(app_id: &str, redirect: &RedirectUri, scope: Scope, state: &State) -> String {
    with_fragment(address(
        AUTHORIZE,
        &authorize_parameters(app_id, redirect, scope, state),
    ))
}

/// As [`authorize_url`] with `forcePopup=true`: the page of consent is shown even to those who consented before.
#[must_use]
pub fn authorize_url_with_popup(app_id: &str, redirect: &RedirectUri, scope: Scope, state: &State) -> String {
    let mut parameters = authorize_parameters(app_id, redirect, scope, state).to_vec();
    parameters.push(("forcePopup", "true"));
    with_fragment(address(AUTHORIZE, &parameters))
}

/// Where a website sends a desktop browser, which then shows a code to scan (`snsapi_login`). `app_id` is the website
/// application's.
#[must_use]
pub fn qr_connect_url(app_id: &str, redirect: &RedirectUri, state: &State) -> String {
    let parameters = [
        ("appid", app_id),
        ("redirect_uri", &redirect.0),
        ("response_type", "code"),
        ("scope", "snsapi_login"),
        ("state", state.as_str()),
    ];
    with_fragment(address(QR_CONNECT, &parameters))
}

fn authorize_parameters<'a>(
    app_id: &'a str,
    redirect: &'a RedirectUri,
    scope: Scope,
    state: &'a State,
) -> [(&'static str, &'a str); 5] {
    let scope = match scope {
        Scope::Base => "snsapi_base",
        Scope::UserInfo => "snsapi_userinfo",
    };
    [
        ("appid", app_id),
        ("redirect_uri", &redirect.0),
        ("response_type", "code"),
        ("scope", scope),
        ("state", state.as_str()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_keep_their_order_and_the_fragment_comes_last() {
        let back = RedirectUri::parse("https://a.example/签?a=1&b=+").unwrap();
        let state = State::parse("s1").unwrap();
        let encoded = "https%3A%2F%2Fa.example%2F%E7%AD%BE%3Fa%3D1%26b%3D%2B";
        assert_eq!(
            authorize_url_with_popup("wx&x", &back, Scope::UserInfo, &state),
            format!(
                "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx%26x&redirect_uri={encoded}\
                 &response_type=code&scope=snsapi_userinfo&state=s1&forcePopup=true#wechat_redirect"
            )
        );
        assert_eq!(
            qr_connect_url("wx", &back, &state),
            format!(
                "https://open.weixin.qq.com/connect/qrconnect?appid=wx&redirect_uri={encoded}\
                 &response_type=code&scope=snsapi_login&state=s1#wechat_redirect"
            )
        );
    }
}
