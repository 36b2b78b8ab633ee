//! Web authorisation: the page, codes, tokens of people.

use reqwest::redirect::Policy;
use runtime::config::development::{APP_ID, APP_SECRET};
use serde_json::{Value, json};

use crate::harness::{Bench, errcode};

const BACK: &str = "https%3A%2F%2Fexample.com%2Fback%3Fx%3D1";

/// Where the browser is sent, or the page.
async fn open(bench: &Bench, query: &str) -> Result<reqwest::Url, String> {
    let browser = reqwest::Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .build()
        .unwrap();
    let url = format!("{}/connect/oauth2/authorize?{query}", bench.url);
    let answer = browser.get(url).send().await.unwrap();
    match answer.headers().get("location") {
        Some(place) => Ok(place.to_str().unwrap().parse().unwrap()),
        None => Err(answer.text().await.unwrap()),
    }
}

fn wish(scope: &str) -> String {
    format!("appid={APP_ID}&redirect_uri={BACK}&response_type=code&scope={scope}&state=abc")
}

fn parameter(url: &reqwest::Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

async fn code(bench: &Bench, scope: &str, person: &str) -> String {
    let back = open(bench, &format!("{}&person={person}", wish(scope))).await.unwrap();
    parameter(&back, "code").unwrap()
}

async fn exchange(bench: &Bench, code: &str) -> Value {
    let query = format!("appid={APP_ID}&secret={APP_SECRET}&code={code}&grant_type=authorization_code");
    bench.api_get(&format!("/sns/oauth2/access_token?{query}")).await
}

#[tokio::test]
async fn a_person_agrees_and_the_product_learns_who_it_is() {
    let bench = Bench::start().await;
    let person = bench.post("/people", json!({"nickname": "小明"})).await;
    let open_id = person["openId"].as_str().unwrap();
    let back = open(&bench, &format!("{}&person={open_id}", wish("snsapi_userinfo")))
        .await
        .unwrap();
    assert_eq!(
        (back.host_str(), parameter(&back, "state").as_deref()),
        (Some("example.com"), Some("abc"))
    );
    assert_eq!(parameter(&back, "x").as_deref(), Some("1"));
    let tokens = exchange(&bench, &parameter(&back, "code").unwrap()).await;
    assert_eq!(
        (&tokens["openid"], &tokens["expires_in"]),
        (&json!(open_id), &json!(7200))
    );
    let union_id = bench.get(&format!("/people/{open_id}")).await["unionId"].clone();
    assert_eq!(tokens["unionid"], union_id);

    let token = tokens["access_token"].as_str().unwrap();
    let info = bench
        .api_get(&format!(
            "/sns/userinfo?access_token={token}&openid={open_id}&lang=zh_CN"
        ))
        .await;
    assert_eq!((&info["nickname"], &info["unionid"]), (&json!("小明"), &union_id));
    let check = async |id: &str| {
        errcode(
            &bench
                .api_get(&format!("/sns/auth?access_token={token}&openid={id}"))
                .await,
        )
    };
    assert_eq!((check(open_id).await, check("o_no").await), (0, 40003));
    bench.stop().await;
}

#[tokio::test]
async fn a_code_works_once_and_for_five_minutes() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let first = code(&bench, "snsapi_base", &person).await;
    assert_eq!(errcode(&exchange(&bench, &first).await), 0);
    assert_eq!(errcode(&exchange(&bench, &first).await), 40163);
    let (young, old) = (
        code(&bench, "snsapi_base", &person).await,
        code(&bench, "snsapi_base", &person).await,
    );
    bench.advance(295).await;
    assert_eq!(errcode(&exchange(&bench, &young).await), 0);
    bench.advance(5).await;
    assert_eq!(errcode(&exchange(&bench, &old).await), 42003);
    assert_eq!(errcode(&exchange(&bench, "no").await), 40029);
    bench.stop().await;
}

#[tokio::test]
async fn a_silent_authorisation_gives_no_profile() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let tokens = exchange(&bench, &code(&bench, "snsapi_base", &person).await).await;
    assert!(tokens.get("unionid").is_none());
    let token = tokens["access_token"].as_str().unwrap();
    let info = bench
        .api_get(&format!("/sns/userinfo?access_token={token}&openid={person}"))
        .await;
    assert_eq!(errcode(&info), 48001);
    bench.stop().await;
}

#[tokio::test]
async fn tokens_of_people_are_refreshed_and_die() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let tokens = exchange(&bench, &code(&bench, "snsapi_userinfo", &person).await).await;
    let refresh_token = tokens["refresh_token"].as_str().unwrap().to_owned();
    let refresh = async |token: &str| {
        let query = format!("appid={APP_ID}&grant_type=refresh_token&refresh_token={token}");
        bench.api_get(&format!("/sns/oauth2/refresh_token?{query}")).await
    };
    bench.advance(7200).await;
    let token = tokens["access_token"].as_str().unwrap();
    let check = bench
        .api_get(&format!("/sns/auth?access_token={token}&openid={person}"))
        .await;
    assert_eq!(errcode(&check), 42001);
    let fresh = refresh(&refresh_token).await;
    assert_ne!(fresh["access_token"], tokens["access_token"]);
    assert_eq!(fresh["openid"], json!(person));
    assert_eq!(errcode(&refresh("no").await), 40030);
    bench.advance(30 * 86_400).await;
    assert_eq!(errcode(&refresh(&refresh_token).await), 42002);
    bench.stop().await;
}

#[tokio::test]
async fn a_person_who_withdraws_ends_the_tokens() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let tokens = exchange(&bench, &code(&bench, "snsapi_userinfo", &person).await).await;
    let told = bench
        .post(
            &format!("/people/{person}/profile"),
            json!({"change": "revoked", "revokeInfo": [6, 8]}),
        )
        .await;
    let xml = told["message"]["xml"].as_str().unwrap();
    assert_eq!(crate::harness::field(xml, "OpenID"), person);
    assert_ne!(crate::harness::field(xml, "FromUserName"), person);
    assert_eq!(crate::harness::field(xml, "RevokeInfo"), "6,8");
    let token = tokens["access_token"].as_str().unwrap();
    let check = bench
        .api_get(&format!("/sns/auth?access_token={token}&openid={person}"))
        .await;
    assert_eq!(errcode(&check), 42001);
    bench.stop().await;
}

#[tokio::test]
async fn what_is_decided_beforehand_is_not_asked() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let page = open(&bench, &wish("snsapi_userinfo")).await.unwrap_err();
    assert!(page.contains(&format!("person={person}")), "{page}");
    bench.post("/oauth", json!({"openId": person, "allow": false})).await;
    let back = open(&bench, &wish("snsapi_userinfo")).await.unwrap();
    assert_eq!(parameter(&back, "code"), None);
    assert!(parameter(&open(&bench, &wish("snsapi_base")).await.unwrap(), "code").is_some());

    bench.post("/oauth", json!({"openId": person, "snapshot": true})).await;
    let back = open(&bench, &wish("snsapi_userinfo")).await.unwrap();
    let tokens = exchange(&bench, &parameter(&back, "code").unwrap()).await;
    assert_eq!(tokens["is_snapshotuser"], 1);
    assert_ne!(tokens["openid"], json!(person));
    assert_eq!(bench.try_post("/oauth", json!({"openId": "o_no"})).await.0, 404);
    bench.stop().await;
}

#[tokio::test]
async fn a_wish_that_makes_no_sense_gets_a_page_and_no_code() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let good = format!("{}&person={person}", wish("snsapi_base"));
    bench.post("/settings", json!({"oauthDomain": "example.com"})).await;
    assert!(open(&bench, &good).await.is_ok());
    for (from, to) in [
        (APP_ID, "wx0"),
        ("example.com", "example.org"),
        ("https%3A", "javascript%3A"),
        ("response_type=code", "response_type=token"),
        ("snsapi_base", "snsapi_all"),
        ("state=abc", "state=a-b"),
    ] {
        let page = open(&bench, &good.replace(from, to)).await.unwrap_err();
        assert!(page.contains("错误"), "{to}: {page}");
    }
    let long = |length: usize| good.replace("state=abc", &format!("state={}", "s".repeat(length)));
    assert!(open(&bench, &long(128)).await.is_ok());
    assert!(open(&bench, &long(129)).await.is_err());
    bench.stop().await;
}

#[tokio::test]
async fn credentials_of_the_exchange_are_checked() {
    let bench = Bench::start().await;
    for (query, code) in [
        (
            format!("secret={APP_SECRET}&code=c&grant_type=authorization_code"),
            41002,
        ),
        (
            format!("appid=wx0&secret={APP_SECRET}&code=c&grant_type=authorization_code"),
            40013,
        ),
        (format!("appid={APP_ID}&code=c&grant_type=authorization_code"), 41004),
        (
            format!("appid={APP_ID}&secret=no&code=c&grant_type=authorization_code"),
            40125,
        ),
        (
            format!("appid={APP_ID}&secret={APP_SECRET}&code=c&grant_type=password"),
            40002,
        ),
        (
            format!("appid={APP_ID}&secret={APP_SECRET}&grant_type=authorization_code"),
            41008,
        ),
    ] {
        let answer = bench.api_get(&format!("/sns/oauth2/access_token?{query}")).await;
        assert_eq!(errcode(&answer), code, "{query}");
    }
    bench.stop().await;
}
