//! The page that people see when a sign-in does not go on.

use actix_web::HttpResponse;
use actix_web::http::header;
use ports::wechat::login::BegunLogin;

use super::words::{Text, Words};
use crate::http::Call;

const FRAME: &str = include_str!("page.html");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// The page, in the language that the browser prefers; `again` is an address of ours that begins anew.
pub(in crate::routes::wechat) fn page(call: &Call, words: &Words, again: Option<String>) -> HttpResponse {
    let is_english = prefers_english(call.header(header::ACCEPT_LANGUAGE).unwrap_or_default());
    let (language, text, button, number) = if is_english {
        ("en", &words.en, "Sign in again", "Request")
    } else {
        ("zh-CN", &words.zh, "重新登录", "请求编号")
    };
    let again = again.map_or_else(String::new, |address| link(&address, button));
    let request = escaped(&call.stamp().request_id);
    HttpResponse::build(words.status)
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CONTENT_LANGUAGE, language))
        .insert_header((header::VARY, "Accept-Language"))
        .content_type("text/html; charset=utf-8")
        .body(filled(language, text, &again, &format!("{number} {request}")))
}

fn filled(language: &str, text: &Text, again: &str, request: &str) -> String {
    FRAME
        .replace("{language}", language)
        .replace("{title}", text.title)
        .replace("{body}", text.body)
        .replace("{again}", again)
        .replace("{request}", request)
}

fn link(address: &str, button: &str) -> String {
    format!("<a href=\"{}\">{button}</a>", escaped(address))
}

/// The address that begins the same sign-in again.
pub(super) fn again(login: &BegunLogin) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("account", &login.account)
        .append_pair("scope", login.scope.name())
        .append_pair("returnTo", &login.return_to)
        .finish();
    format!("/v2/wechat/oauth/start?{query}")
}

/// Chinese unless the first language the browser names is English.
fn prefers_english(accepted: &str) -> bool {
    let first = accepted.split(',').next().unwrap_or_default().trim();
    first.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("en"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use ports::wechat::login::LoginScope;

    use super::super::words;
    use super::*;

    #[test]
    fn the_first_language_decides() {
        assert!(prefers_english("en-US,en;q=0.9,zh;q=0.5") && prefers_english("EN"));
        for chinese in ["", "zh-CN,zh;q=0.9,en;q=0.8", "fr", "签"] {
            assert!(!prefers_english(chinese), "{chinese}");
        }
    }

    #[test]
    fn a_link_can_hold_anything() {
        let login = BegunLogin {
            account: "default".to_owned(),
            scope: LoginScope::Base,
            return_to: "https://a.example/?a=\"><script>&b=1#x".to_owned(),
        };
        let link = link(&again(&login), "again");
        assert!(!link.contains("<script"), "{link}");
        assert!(
            link.starts_with(
                "<a href=\"/v2/wechat/oauth/start?account=default&amp;scope=base&amp;returnTo=https%3A%2F%2Fa"
            ),
            "{link}"
        );
    }

    #[test]
    fn every_page_is_filled_in_both_languages() {
        for words in words::ALL {
            for text in [&words.zh, &words.en] {
                let page = filled("en", text, "", "request");
                let body = page.split("</style>").nth(1).unwrap();
                assert!(body.contains(text.title) && body.contains(text.body) && !body.contains('{'));
            }
            assert!(words.zh.title != words.en.title && !words.status.is_success());
        }
    }
}
