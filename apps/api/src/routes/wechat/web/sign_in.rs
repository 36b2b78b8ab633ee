//! How sign-ins on pages are answered, whoever signs in.

use actix_web::HttpResponse;
use actix_web::http::header;
use application::wechat::web::{
    BeginLoginError, FinishLoginCommand, LoginBegun, LoginUnfinished, Unfinished, WebAccountRefusal,
};
use ports::wechat::WechatFailure;
use ports::wechat::login::BegunLogin;

use super::page::page;
use super::words::{self, Words};
use crate::auth::{Cookies, Keepsake};
use crate::http::Call;

/// Longest return address.
pub(in crate::routes::wechat) const LONGEST_ADDRESS: usize = 2_048;
/// Longest other parameter that is read.
const LONGEST_PARAM: usize = 1_024;

/// What differs between the sign-ins of people and of staff.
pub(in crate::routes::wechat) struct SignIn {
    /// The cookie that binds one to its browser.
    pub(in crate::routes::wechat) keepsake: Keepsake,
    /// The address that begins the same one again.
    pub(in crate::routes::wechat) again: fn(&BegunLogin) -> String,
    pub(in crate::routes::wechat) bad_link: &'static Words,
    pub(in crate::routes::wechat) no_account: &'static Words,
    pub(in crate::routes::wechat) unknown: &'static Words,
    pub(in crate::routes::wechat) code_invalid: &'static Words,
    pub(in crate::routes::wechat) refused: &'static Words,
}

impl SignIn {
    /// To WeChat, or to a page that tells why not.
    pub(in crate::routes::wechat) fn begun(
        &self,
        call: &Call,
        cookies: Cookies,
        begun: Result<LoginBegun, BeginLoginError>,
    ) -> HttpResponse {
        match begun {
            Ok(begun) => HttpResponse::SeeOther()
                .insert_header((header::LOCATION, begun.address))
                .insert_header((
                    header::SET_COOKIE,
                    cookies.set(self.keepsake, &begun.browser, begun.lasts),
                ))
                .finish(),
            Err(error) => self.not_begun(call, &error),
        }
    }

    fn not_begun(&self, call: &Call, error: &BeginLoginError) -> HttpResponse {
        tracing::warn!(%error, "a sign-in was not begun");
        let words = match error {
            BeginLoginError::NoAddress => &words::NOT_SET_UP,
            BeginLoginError::ReturnAddress => self.bad_link,
            BeginLoginError::TooMany { .. } => &words::TOO_MANY,
            BeginLoginError::Account(WebAccountRefusal::Unknown) => self.no_account,
            BeginLoginError::Wechat(WechatFailure::Refused { .. }) => self.refused,
            BeginLoginError::Wechat(_)
            | BeginLoginError::Account(WebAccountRefusal::Store(_))
            | BeginLoginError::Store(_) => &words::LATER,
        };
        let mut response = page(call, words, None);
        if let BeginLoginError::TooMany { retry_after } = error {
            let seconds = header::HeaderValue::from(retry_after.as_secs().max(1));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }

    /// What the browser came back with; `None` where that cannot be read.
    pub(in crate::routes::wechat) fn came_back(&self, call: &Call, cookies: Cookies) -> Option<FinishLoginCommand> {
        let mut params = call.params();
        let command = FinishLoginCommand {
            state: params.text("state", LONGEST_PARAM).unwrap_or_default(),
            code: params.text("code", LONGEST_PARAM),
            browser: cookies.read(call.http(), self.keepsake),
        };
        params.finish().ok().map(|()| command)
    }

    /// A page that tells why nobody is in, with the way to begin again.
    pub(in crate::routes::wechat) fn unfinished(&self, call: &Call, unfinished: &LoginUnfinished) -> HttpResponse {
        let why = &unfinished.why;
        match why {
            Unfinished::Wechat(_) | Unfinished::Store(_) => tracing::warn!(error = %why, "a sign-in was not finished"),
            _ => tracing::info!(reason = %why, "a sign-in was not finished"),
        }
        let words = match why {
            Unfinished::Unknown => self.unknown,
            Unfinished::Declined => &words::DECLINED,
            Unfinished::Snapshot => &words::SNAPSHOT,
            Unfinished::Outsider => &words::OUTSIDER,
            Unfinished::NotLinked => &words::NOT_LINKED,
            Unfinished::CodeInvalid => self.code_invalid,
            Unfinished::Running => &words::RUNNING,
            Unfinished::Wechat(WechatFailure::Refused { .. }) => self.refused,
            Unfinished::Wechat(_) | Unfinished::Store(_) => &words::LATER,
        };
        page(call, words, unfinished.begun.as_ref().map(self.again))
    }
}

/// On to the page that was wanted, with this cookie.
pub(in crate::routes::wechat) fn signed_in(return_to: &str, cookie: String) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, return_to))
        .insert_header((header::SET_COOKIE, cookie))
        // The address of this page holds a code.
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .finish()
}
