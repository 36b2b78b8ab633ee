//! What a test of the connection finds, against a server that answers as WeChat does.

use std::sync::Arc;
use std::time::Duration;

use adapter_wechat::{ProbeSettings, WechatProbe};
use domain::wechat::{MessageMode, Product};
use ports::system::Clock as _;
use ports::wechat::{AccountSecrets, AccountSetup, CheckKind, ConnectionProbe as _, ConnectionTest};

use crate::support::{Act, Seen, Server, TestClock};

const SECRET: &str = "an-app-secret-not-for-use";

fn setup(product: Product) -> AccountSetup {
    AccountSetup {
        name: "shop".to_owned(),
        product,
        app_id: "wx0123456789abcdef".to_owned(),
        agent_id: None,
        original_id: None,
        message_mode: MessageMode::Plain,
        secrets: AccountSecrets {
            app_secret: SECRET.into(),
            token: None,
            encoding_aes_key: None,
            previous_encoding_aes_key: None,
        },
        enabled: true,
        generation: 1,
    }
}

fn well(seen: &Seen) -> Act {
    let last = seen.path.rsplit('/').next().unwrap_or_default();
    Act::json(match (seen.path.as_str(), last) {
        (_, "stable_token" | "gettoken") => r#"{"access_token":"TOKEN","expires_in":7000}"#,
        _ if seen.token() != Some("TOKEN") => r#"{"errcode":40001,"errmsg":"invalid credential"}"#,
        (_, "getcallbackip") => r#"{"ip_list":["192.0.2.1","192.0.2.2"]}"#,
        ("/cgi-bin/openapi/quota/get", _) => r#"{"errcode":0,"quota":{"daily_limit":500000,"used":1,"remain":499999}}"#,
        ("/cgi-bin/callback/check", _) => {
            r#"{"ping":[{"ip":"192.0.2.9","package_loss":"0%"},{"ip":"192.0.2.8","package_loss":"100%"}]}"#
        }
        _ => r#"{"errcode":40066,"errmsg":"invalid url"}"#,
    })
}

async fn test(product: Product, script: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> (ConnectionTest, Server) {
    let server = Server::start(script).await;
    let settings = ProbeSettings {
        api_base_url: server.url.clone(),
        wecom_base_url: server.url.clone(),
        call_timeout: Duration::from_secs(30),
    };
    let probe = WechatProbe::new(&settings, Arc::new(TestClock::new())).unwrap();
    let found = probe.test(&setup(product)).await;
    assert!(!format!("{found:?}").contains(SECRET) && !format!("{found:?}").contains("TOKEN"));
    (found, server)
}

fn numbers(test: &ConnectionTest) -> Vec<(&'static str, bool, Option<i64>)> {
    let checks = test.checks.iter();
    checks
        .map(|check| (check.kind.name(), check.ok, check.number))
        .collect()
}

#[tokio::test]
async fn all_is_well_with_an_account_of_each_product() {
    let (found, _) = test(Product::OfficialAccount, well).await;
    assert_eq!(
        numbers(&found),
        [
            ("token", true, Some(7_000)),
            ("call", true, Some(2)),
            ("quota", true, Some(499_999)),
            ("callback", true, Some(1)),
        ]
    );
    let (found, _) = test(Product::MiniProgram, well).await;
    assert_eq!(
        numbers(&found),
        [("token", true, Some(7_000)), ("quota", true, Some(499_999))]
    );
    let (found, _) = test(Product::WeCom, well).await;
    assert_eq!(numbers(&found), [("token", true, Some(7_000)), ("call", true, Some(2))]);
}

#[tokio::test]
async fn a_refused_token_ends_the_test_and_tells_the_address_to_be_listed() {
    let refusal =
        r#"{"errcode":40164,"errmsg":"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 5f2b"}"#;
    let (found, _) = test(Product::OfficialAccount, move |_| Act::json(refusal)).await;
    assert_eq!(numbers(&found), [("token", false, None)]);
    let check = found.of(CheckKind::Token).unwrap();
    assert_eq!(check.code, Some(40_164));
    assert!(check.note.contains("203.0.113.7"), "{}", check.note);
    assert!(!found.is_well());
}

#[tokio::test]
async fn a_clock_that_is_apart_is_told_even_when_the_token_is_refused() {
    let now = TestClock::new().now().unix_seconds();
    let date = |seconds: i64| {
        let at = std::time::UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap());
        httpdate::fmt_http_date(at)
    };
    for (apart, ok) in [(0, true), (60, true), (61, false), (-300, false)] {
        let head = format!(
            "HTTP/1.1 200 OK\r\nDate: {}\r\nContent-Length: 17\r\n\r\n",
            date(now - apart)
        );
        let bytes = [head.as_bytes(), br#"{"errcode":40013}"#].concat();
        let (found, _) = test(Product::MiniProgram, move |_| Act::Bytes(bytes.clone())).await;
        let clock = found.of(CheckKind::Clock).unwrap();
        assert_eq!((clock.number, clock.ok), (Some(apart), ok));
    }
}

#[tokio::test]
async fn what_is_no_wechat_is_told_as_such() {
    for act in [Act::Close, Act::Http(200, "<html>".to_owned()), Act::json("[]")] {
        let (found, _) = test(Product::OfficialAccount, move |_| act.clone()).await;
        let check = found.of(CheckKind::Token).unwrap();
        assert_eq!((check.ok, check.code), (false, None), "{}", check.note);
    }
}
