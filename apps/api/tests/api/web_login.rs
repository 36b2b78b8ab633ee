//! Signing in on a page in WeChat's browser.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use ports::wechat::login::WebUser;
use ports::wechat::{RefusalKind, WechatFailure};

use crate::support::{Answered, House, ORIGIN};

const PERSON: &str = "__Host-nextevent-person";
const LOGIN: &str = "__Host-nextevent-login";

/// A browser with its cookies.
struct Browser<'a> {
    house: &'a House,
    cookies: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    const fn of(house: &'a House) -> Self {
        Self {
            house,
            cookies: Vec::new(),
        }
    }

    async fn sends(&mut self, method: Method, path: &str) -> Answered {
        let jar: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = TestRequest::default().method(method).uri(path);
        if !jar.is_empty() {
            request = request.insert_header(("cookie", jar.join("; ")));
        }
        let answered = self.house.send(request).await;
        for header in answered.headers.get_all("set-cookie") {
            let header = header.to_str().unwrap();
            assert!(
                header.contains("; Path=/;") && header.ends_with("; HttpOnly; SameSite=Lax; Secure"),
                "{header}"
            );
            let (name, rest) = header.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answered
    }

    async fn opens(&mut self, path: &str) -> Answered {
        self.sends(Method::GET, path).await
    }

    /// Begins; answers the state that WeChat brings back.
    async fn begins(&mut self, query: &str) -> String {
        let answered = self.opens(&format!("/v2/wechat/oauth/start?{query}")).await;
        assert_eq!(answered.status, 303, "{}", answered.body);
        let location = answered.header("location").unwrap();
        assert!(
            location.starts_with("https://open.weixin.qq.com/default?scope=")
                && location.contains("redirect_uri=https://a.example/v2/wechat/oauth/callback&"),
            "{location}"
        );
        let state = location.split("&state=").nth(1).unwrap();
        state.strip_suffix("#wechat_redirect").unwrap().to_owned()
    }

    async fn comes_back(&mut self, state: &str, code: &str) -> Answered {
        self.opens(&format!("/v2/wechat/oauth/callback?code={code}&state={state}"))
            .await
    }

    fn cookie(&self, name: &str) -> Option<&str> {
        let found = self.cookies.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn ann() -> WebUser {
    WebUser {
        open_id: "oANN".to_owned(),
        union_id: None,
        is_snapshot: false,
    }
}

/// A page that people can read, in the language they prefer.
fn is_page(answered: &Answered, status: u16, title: &str) {
    assert_eq!(answered.status, status, "{}", answered.body);
    assert_eq!(answered.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(
        answered
            .header("content-security-policy")
            .unwrap()
            .contains("default-src 'none'")
    );
    assert_eq!(answered.header("cache-control"), Some("no-store"));
    assert!(
        answered.body.contains(&format!("<h1>{title}</h1>")),
        "{}",
        answered.body
    );
}

#[actix_web::test]
async fn a_person_signs_in_is_known_and_signs_out() {
    let house = House::open().await;
    house.wechat.has_web_code("CODE", ann());
    let mut browser = Browser::of(&house);
    let state = browser.begins("scope=userinfo&returnTo=/e/%E6%B4%BB?x=1%26y=2").await;
    assert_eq!(browser.cookie(LOGIN).unwrap().len(), 64);
    let back = browser.comes_back(&state, "CODE").await;
    assert_eq!(back.status, 303);
    assert_eq!(
        back.header("location"),
        Some(format!("{ORIGIN}/e/%E6%B4%BB?x=1&y=2").as_str())
    );
    assert_eq!(back.header("referrer-policy"), Some("no-referrer"));
    let token = browser.cookie(PERSON).unwrap().to_owned();

    let me = browser.opens("/v2/me").await.data(200);
    assert_eq!(me["account"], "default");
    assert!(!me.to_string().contains("oANN"));
    let bearer = TestRequest::get()
        .uri("/v2/me")
        .insert_header(("authorization", format!("Bearer {token}")));
    assert_eq!(house.send(bearer).await.data(200), me);

    assert_eq!(
        browser.sends(Method::POST, "/v2/me/sign-out").await.data(200)["signedOut"],
        true
    );
    assert!(browser.cookies.is_empty(), "{:?}", browser.cookies.len());
    browser.opens("/v2/me").await.error(401, "UNAUTHENTICATED");
    let replayed = browser.comes_back(&state, "CODE").await;
    is_page(&replayed, 400, "登录已失效");
}

#[actix_web::test]
async fn the_second_call_of_wechats_browser_lands_where_the_first_did() {
    let house = House::open().await;
    house.wechat.has_web_code("CODE", ann());
    let mut browser = Browser::of(&house);
    let state = browser.begins("returnTo=/e/1").await;
    let first = browser.comes_back(&state, "CODE").await;
    let token = browser.cookie(PERSON).unwrap().to_owned();
    let second = browser.comes_back(&state, "CODE").await;
    assert_eq!(
        (second.status, second.header("location")),
        (first.status, first.header("location"))
    );
    assert_eq!(browser.cookie(PERSON), Some(token.as_str()));
    assert_eq!(house.wechat.exchanges(), 1);
}

#[actix_web::test]
async fn the_tokens_of_people_and_of_operators_open_different_doors() {
    let house = House::open().await;
    house.wechat.has_web_code("CODE", ann());
    let mut browser = Browser::of(&house);
    let state = browser.begins("").await;
    browser.comes_back(&state, "CODE").await;
    let token = browser.cookie(PERSON).unwrap();
    let asks = |path: &str, token: &str| {
        let bearer = ("authorization", format!("Bearer {token}"));
        house.send(TestRequest::get().uri(path).insert_header(bearer))
    };
    asks("/v2/auth/me", token).await.error(401, "UNAUTHENTICATED");
    asks("/v2/me", house.token()).await.error(401, "UNAUTHENTICATED");
}

#[actix_web::test]
async fn a_return_address_is_one_of_ours() {
    let house = House::open().await;
    for elsewhere in [
        "//evil.example",
        "%2F%2Fevil.example",
        "/%5Cevil.example",
        "%5C%5Cevil.example",
        "/%09/evil.example",
        "https://evil.example/",
        "https://a.example@evil.example/",
        "https://user:x@a.example/",
        "javascript:alert(1)",
        "/v2/wechat/oauth/start",
    ] {
        let mut browser = Browser::of(&house);
        let answered = browser
            .opens(&format!("/v2/wechat/oauth/start?returnTo={elsewhere}"))
            .await;
        is_page(&answered, 400, "链接无效");
        assert!(
            browser.cookies.is_empty() && answered.header("location").is_none(),
            "{elsewhere}"
        );
    }
}

#[actix_web::test]
async fn what_goes_wrong_is_told_on_a_page_with_a_way_to_begin_again() {
    let house = House::open().await;
    let snapshot = WebUser {
        is_snapshot: true,
        ..ann()
    };
    house.wechat.has_web_code("SNAPSHOT", snapshot);
    for (code, status, title) in [
        ("", 403, "您没有授权"),
        ("SNAPSHOT", 403, "请使用完整服务"),
        ("WRONG", 400, "登录没有完成"),
    ] {
        let mut browser = Browser::of(&house);
        let state = browser.begins("scope=userinfo&returnTo=/e/1").await;
        let answered = browser.comes_back(&state, code).await;
        is_page(&answered, status, title);
        assert!(browser.cookie(PERSON).is_none());
        let again = "href=\"/v2/wechat/oauth/start?account=default&amp;scope=userinfo&amp;returnTo=https%3A%2F%2Fa.example%2Fe%2F1\"";
        assert!(answered.body.contains(again), "{}", answered.body);
    }
    let stranger = Browser::of(&house).comes_back(&"a".repeat(64), "CODE").await;
    is_page(&stranger, 400, "登录已失效");
    let nobody = Browser::of(&house).opens("/v2/wechat/oauth/start?account=nobody").await;
    is_page(&nobody, 404, "找不到公众号");
    for bad in ["scope=everything", "account=%00"] {
        let answered = Browser::of(&house)
            .opens(&format!("/v2/wechat/oauth/start?{bad}"))
            .await;
        is_page(&answered, 400, "链接无效");
    }
    let english = TestRequest::get()
        .uri("/v2/wechat/oauth/callback")
        .insert_header(("accept-language", "en-GB,en;q=0.9"));
    is_page(&house.send(english).await, 400, "This sign-in is over");
}

#[actix_web::test]
async fn a_wechat_that_fails_is_no_fault_of_the_persons() {
    let house = House::open().await;
    let mut browser = Browser::of(&house);
    house.wechat.has_web_code("CODE", ann());
    let state = browser.begins("").await;
    house.wechat.fail_next(WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    });
    is_page(&browser.comes_back(&state, "CODE").await, 503, "暂时无法登录");
    assert_eq!(browser.comes_back(&state, "CODE").await.status, 303, "reloading helps");

    let state = browser.begins("").await;
    house.wechat.fail_next(WechatFailure::Refused {
        code: 40125,
        kind: RefusalKind::Configuration,
        note: "the secret is wrong".to_owned(),
    });
    is_page(&browser.comes_back(&state, "CODE").await, 502, "微信拒绝了登录");
}
