//! Signing in on a page in WeChat's browser, and letting a page speak with the WeChat client.

use std::fmt::Write;

use journeys::browser::{Browser, destination};
use journeys::http::Answer;
use serde_json::Value;
use sha1::{Digest, Sha1};

use crate::scene::{Account, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_with_wechats_consent_in_one_browser_once() {
    let scene = Scene::enter().await;
    let account = scene.official_account("pages").await;
    let person = scene.simulator.follower_of(&account.name).await;
    let visit = Visit {
        scene: &scene,
        account: &account,
        person,
    };
    signs_in_and_out(&visit).await;
    who_declines_stays_outside(&visit).await;
    another_browser_cannot_go_on(&visit).await;
    codes_are_not_taken_twice(&visit).await;
    only_our_pages_are_returned_to(&visit).await;
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

struct Visit<'a> {
    scene: &'a Scene,
    account: &'a Account,
    person: String,
}

impl Visit<'_> {
    fn ours(&self, path: &str) -> String {
        format!("{}{path}", self.scene.url)
    }

    /// Begins a sign-in; answers WeChat's page.
    async fn begins(&self, browser: &mut Browser) -> String {
        let path = format!(
            "/v2/wechat/oauth/start?account={}&scope=userinfo&returnTo=/e/spring%3Fseat%3D7",
            self.account.name
        );
        let begun = browser.open(&self.ours(&path)).await;
        assert_eq!(begun.status, 303, "{}", begun.text);
        destination(&begun).trim_end_matches("#wechat_redirect").to_owned()
    }

    /// The person decides on WeChat's page; answers where WeChat sends the browser.
    async fn decides(&self, browser: &mut Browser, page: &str, decision: &str) -> String {
        let decided = browser.open(&format!("{page}&person={}{decision}", self.person)).await;
        let back = destination(&decided).to_owned();
        assert!(back.starts_with(&self.ours("/v2/wechat/oauth/callback?")), "{back}");
        back
    }

    async fn me(&self, browser: &mut Browser) -> Answer {
        browser.open(&self.ours("/v2/me")).await
    }
}

async fn signs_in_and_out(visit: &Visit<'_>) {
    let mut browser = Browser::default();
    assert_eq!(visit.me(&mut browser).await.code(), "UNAUTHENTICATED");
    let page = visit.begins(&mut browser).await;
    let asked = browser.open(&page).await;
    assert_eq!(asked.status, 200, "WeChat asks whose browser it is: {}", asked.text);
    let back = visit.decides(&mut browser, &page, "").await;
    let signed_in = browser.open(&back).await;
    assert_eq!(destination(&signed_in), visit.ours("/e/spring?seat=7"));
    let me = visit.me(&mut browser).await;
    assert_eq!(me.data()["account"], visit.account.name.as_str());
    assert!(!me.text.contains(&visit.person), "a page learns no open id");
    let known = visit
        .scene
        .operator
        .get(&format!("/v2/people/{}", me.data()["id"].as_str().unwrap()))
        .await;
    assert_eq!(
        known.data()["identities"][0]["openId"],
        visit.person.as_str(),
        "{}",
        known.text
    );

    let again = browser.open(&back).await;
    assert_eq!(
        destination(&again),
        visit.ours("/e/spring?seat=7"),
        "WeChat's browser calls twice now and then"
    );
    let left = browser
        .send(reqwest::Method::POST, &visit.ours("/v2/me/sign-out"))
        .await;
    assert_eq!(left.status, 200, "{}", left.text);
    assert_eq!(visit.me(&mut browser).await.code(), "UNAUTHENTICATED");
    assert_eq!(
        browser.open(&back).await.status,
        400,
        "signed out, it is no way back in"
    );
}

async fn who_declines_stays_outside(visit: &Visit<'_>) {
    let mut browser = Browser::default();
    let page = visit.begins(&mut browser).await;
    let back = visit.decides(&mut browser, &page, "&decision=deny").await;
    let declined = browser.open(&back).await;
    assert_eq!(declined.status, 403, "{}", declined.text);
    assert_eq!(visit.me(&mut browser).await.code(), "UNAUTHENTICATED");
}

async fn another_browser_cannot_go_on(visit: &Visit<'_>) {
    let (mut own, mut foreign) = (Browser::default(), Browser::default());
    let page = visit.begins(&mut own).await;
    visit.begins(&mut foreign).await;
    let back = visit.decides(&mut own, &page, "").await;
    for browser in [&mut foreign, &mut Browser::default()] {
        let refused = browser.open(&back).await;
        assert_eq!(refused.status, 400, "{}", refused.text);
        assert_eq!(visit.me(browser).await.code(), "UNAUTHENTICATED");
    }
    assert_eq!(own.open(&back).await.status, 303, "the right one still can");
}

async fn codes_are_not_taken_twice(visit: &Visit<'_>) {
    let mut browser = Browser::default();
    let page = visit.begins(&mut browser).await;
    let used = visit.decides(&mut browser, &page, "").await;
    assert_eq!(browser.open(&used).await.status, 303);
    let mut thief = Browser::default();
    let page = visit.begins(&mut thief).await;
    let own = visit.decides(&mut thief, &page, "").await;
    let replayed = format!(
        "{}?{}&{}",
        own.split('?').next().unwrap(),
        part(&used, "code="),
        part(&own, "state=")
    );
    let refused = thief.open(&replayed).await;
    assert!(
        (400..500).contains(&refused.status),
        "{} {}",
        refused.status,
        refused.text
    );
    assert_eq!(visit.me(&mut thief).await.code(), "UNAUTHENTICATED");
}

fn part<'a>(address: &'a str, name: &str) -> &'a str {
    let query = address.split('?').nth(1).unwrap();
    query.split('&').find(|pair| pair.starts_with(name)).unwrap()
}

async fn only_our_pages_are_returned_to(visit: &Visit<'_>) {
    let mut browser = Browser::default();
    for elsewhere in [
        "https://evil.example/",
        "//evil.example/",
        "/%5C%5Cevil.example/",
        "javascript:alert(1)",
    ] {
        let path = format!(
            "/v2/wechat/oauth/start?account={}&returnTo={elsewhere}",
            visit.account.name
        );
        let refused = browser.open(&visit.ours(&path)).await;
        assert_eq!(refused.status, 400, "{elsewhere}: {}", refused.text);
        assert!(refused.header("location").is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_ours_is_signed_with_the_ticket_that_wechat_has() {
    let scene = Scene::enter().await;
    let account = scene.official_account("js-sdk").await;
    let page = format!("{}/e/spring?seat=7", scene.url);
    let encoded = page
        .replace(':', "%3A")
        .replace('/', "%2F")
        .replace('?', "%3F")
        .replace('=', "%3D");
    let mut browser = Browser::default();
    let path = format!(
        "{}/v2/wechat/js-sdk-config?account=js-sdk&url={encoded}%23tickets",
        scene.url
    );
    let config = browser.open(&path).await;
    let config = config.data();
    assert_eq!(config["appId"], account.app_id.as_str());
    let ticket = scene.simulator.page_ticket(&account.app_id, &account.secret).await;
    assert_eq!(config["signature"], signed(&ticket, config, &page), "{config}");
    assert!(!config.to_string().contains(&ticket), "the ticket stays on the server");

    let foreign = format!(
        "{}/v2/wechat/js-sdk-config?account=js-sdk&url=https%3A%2F%2Fevil.example%2F",
        scene.url
    );
    assert_eq!(browser.open(&foreign).await.code(), "VALIDATION_ERROR");
}

/// As the WeChat client computes it:
/// <https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html#62>.
fn signed(ticket: &str, config: &Value, page: &str) -> String {
    let (nonce, time) = (config["nonceStr"].as_str().unwrap(), &config["timestamp"]);
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={time}&url={page}");
    let digest = Sha1::digest(text.as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}
