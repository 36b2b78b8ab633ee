//! Operators sign in as members of a corporation.

use journeys::browser::{Browser, destination};
use journeys::http::Answer;
use journeys::operator::Operator;
use reqwest::Method;
use serde_json::json;

use crate::scene::{Account, Scene};

const OPERATOR: &str = "door-operator";
const COLLEAGUE: &str = "door-colleague";

#[tokio::test(flavor = "multi_thread")]
async fn a_member_whom_an_administrator_linked_signs_in_and_nobody_else() {
    let scene = Scene::enter().await;
    let account = scene.wecom("door").await;
    let door = Door::of(&scene, &account);
    for member in [OPERATOR, COLLEAGUE] {
        let path = account.console("corp/members");
        let added = scene.simulator.post(&path, json!({ "userId": member })).await;
        assert_eq!(added.status, 200, "{}", added.text);
    }
    let link = links_the_operator(&door).await;
    let mut private = Vec::new();
    for way in ["qr", "wecom"] {
        private.extend(signs_in(&door, way).await);
    }
    others_read_why_not(&door).await;
    another_browser_cannot_go_on(&door).await;
    codes_are_not_taken_twice(&door).await;
    who_was_unlinked_stays_outside(&door, &link).await;
    let private = private.iter().map(String::as_str).chain(account.secrets());
    scene
        .printed_nothing_of(&account.name, &private.collect::<Vec<_>>())
        .await;
}

/// Where staff come in.
struct Door<'a> {
    scene: &'a Scene,
    account: &'a Account,
}

impl<'a> Door<'a> {
    const fn of(scene: &'a Scene, account: &'a Account) -> Self {
        Self { scene, account }
    }

    fn ours(&self, path: &str) -> String {
        format!("{}{path}", self.scene.url)
    }

    /// Begins a sign-in; answers WeCom's page.
    async fn begins(&self, browser: &mut Browser, way: &str) -> String {
        let path = format!(
            "/v2/wecom/login/start?account={}&via={way}&returnTo=/admin%3Ftab%3Devents",
            self.account.name
        );
        let begun = browser.open(&self.ours(&path)).await;
        assert_eq!(begun.status, 303, "{}", begun.text);
        destination(&begun).trim_end_matches("#wechat_redirect").to_owned()
    }

    /// Somebody decides on WeCom's page; answers where WeCom sends the browser.
    async fn decides(&self, browser: &mut Browser, page: &str, decision: &str) -> String {
        let decided = browser.open(&format!("{page}&person={decision}")).await;
        let back = destination(&decided).to_owned();
        assert!(back.starts_with(&self.ours("/v2/wecom/login/callback?")), "{back}");
        back
    }

    /// What the page does where the sign-in ends.
    async fn fetches_token(&self, browser: &mut Browser) -> Answer {
        browser.send(Method::POST, &self.ours("/v2/wecom/login/token")).await
    }

    async fn stays_outside(&self, browser: &mut Browser, page: &Answer, status: u16, title: &str) {
        assert_eq!(page.status, status, "{}", page.text);
        assert!(page.text.contains(&format!("<h1>{title}</h1>")), "{}", page.text);
        assert_eq!(self.fetches_token(browser).await.code(), "UNAUTHENTICATED");
    }
}

/// The administrator is the operator; answers the path of the link.
async fn links_the_operator(door: &Door<'_>) -> String {
    let administrator = &door.scene.operator;
    let operators = administrator.get("/v2/operators").await;
    let id = operators.data()["items"][0]["id"].as_str().unwrap();
    let link = format!("/v2/operators/{id}/wecom");
    let member = json!({ "account": door.account.name, "userId": OPERATOR });
    let linked = administrator.put(&link, member).await;
    assert_eq!(linked.data()["userId"], OPERATOR, "{}", linked.text);
    link
}

/// Answers the code and the token.
async fn signs_in(door: &Door<'_>, way: &str) -> [String; 2] {
    let mut browser = Browser::default();
    let page = door.begins(&mut browser, way).await;
    let asked = browser.open(&page).await;
    assert!(asked.status == 200 && asked.text.contains(OPERATOR), "{}", asked.text);
    let back = door.decides(&mut browser, &page, OPERATOR).await;
    let signed_in = browser.open(&back).await;
    assert_eq!(destination(&signed_in), door.ours("/admin?tab=events"), "{way}");

    let given = door.fetches_token(&mut browser).await;
    let token = given.data()["token"].as_str().unwrap();
    let operator = Operator::holding(&door.scene.url, token);
    let me = operator.get("/v2/auth/me").await;
    assert_eq!(
        me.data()["username"],
        runtime::config::development::ADMIN_USERNAME,
        "{}",
        me.text
    );
    let accounts = operator.get("/v2/wechat/accounts").await;
    assert!(accounts.text.contains(&door.account.name), "{}", accounts.text);

    assert_eq!(
        door.fetches_token(&mut browser).await.code(),
        "UNAUTHENTICATED",
        "handed over once"
    );
    let over = browser.open(&back).await;
    door.stays_outside(&mut browser, &over, 400, "登录已失效").await;
    [part(&back, "code=")[5..].to_owned(), token.to_owned()]
}

async fn others_read_why_not(door: &Door<'_>) {
    let path = door.account.console("corp/outsiders");
    let outsider = door.scene.simulator.post(&path, json!({})).await;
    let outsider = outsider.json["openId"].as_str().unwrap();
    let declined = format!("{OPERATOR}&decision=deny");
    for (decision, zh, en) in [
        (COLLEAGUE, "尚未开通权限", "You have no access yet"),
        (outsider, "仅限企业成员", "Members only"),
        (&declined, "您没有授权", "You did not agree"),
    ] {
        for (language, title) in [("zh-CN,en;q=0.8", zh), ("en-GB,zh;q=0.8", en)] {
            let mut browser = Browser::speaking(language);
            let page = door.begins(&mut browser, "qr").await;
            let back = door.decides(&mut browser, &page, decision).await;
            let refused = browser.open(&back).await;
            door.stays_outside(&mut browser, &refused, 403, title).await;
            assert!(!refused.text.contains(decision), "{}", refused.text);
        }
    }
}

async fn another_browser_cannot_go_on(door: &Door<'_>) {
    let (mut own, mut foreign) = (Browser::default(), Browser::speaking("en"));
    let page = door.begins(&mut own, "qr").await;
    door.begins(&mut foreign, "qr").await;
    let back = door.decides(&mut own, &page, OPERATOR).await;
    for browser in [&mut foreign, &mut Browser::speaking("en")] {
        let refused = browser.open(&back).await;
        door.stays_outside(browser, &refused, 400, "This sign-in is over").await;
    }
    assert_eq!(own.open(&back).await.status, 303, "the right one still can");
}

async fn codes_are_not_taken_twice(door: &Door<'_>) {
    let mut browser = Browser::default();
    let page = door.begins(&mut browser, "wecom").await;
    let used = door.decides(&mut browser, &page, OPERATOR).await;
    assert_eq!(browser.open(&used).await.status, 303);

    let mut thief = Browser::default();
    let page = door.begins(&mut thief, "wecom").await;
    let own = door.decides(&mut thief, &page, COLLEAGUE).await;
    let replayed = format!(
        "{}?{}&{}",
        own.split('?').next().unwrap(),
        part(&used, "code="),
        part(&own, "state=")
    );
    let refused = thief.open(&replayed).await;
    door.stays_outside(&mut thief, &refused, 400, "登录没有完成").await;
}

fn part<'a>(address: &'a str, name: &str) -> &'a str {
    let query = address.split('?').nth(1).unwrap();
    query.split('&').find(|pair| pair.starts_with(name)).unwrap()
}

async fn who_was_unlinked_stays_outside(door: &Door<'_>, link: &str) {
    let ended = door.scene.operator.delete(link).await;
    assert_eq!(ended.status, 200, "{}", ended.text);
    let mut browser = Browser::default();
    let page = door.begins(&mut browser, "wecom").await;
    let back = door.decides(&mut browser, &page, OPERATOR).await;
    let refused = browser.open(&back).await;
    door.stays_outside(&mut browser, &refused, 403, "尚未开通权限").await;
}
