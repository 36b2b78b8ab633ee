//! A Mini Program: its client, and those who run it.

use journeys::await_until::eventually;
use journeys::http::{self, Answer};
use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene};

/// Numbers that begin with 1000 are given to nobody.
const NUMBER: &str = "10000000042";

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_logs_in_leaves_a_number_and_is_who_they_say() {
    let scene = Scene::enter().await;
    let account = scene.mini_program("mini").await;
    let client = Client::of(&scene, &account).await;
    let (token, person) = client.logs_in().await;
    client.session_lasts_until_the_key_changes(&token).await;

    let (token, same) = client.logs_in().await;
    assert_eq!(person, same, "the same person");
    client.leaves_a_number(&token, &person).await;
    client.shows_a_profile(&token, &person).await;
    let mut private = account.secrets().to_vec();
    private.push(NUMBER);
    scene.printed_nothing_of(&account.name, &private).await;
}

/// The program on one person's phone.
struct Client<'a> {
    scene: &'a Scene,
    account: &'a Account,
    open_id: String,
}

impl<'a> Client<'a> {
    async fn of(scene: &'a Scene, account: &'a Account) -> Self {
        Self {
            scene,
            account,
            open_id: scene.simulator.person_of(&account.name).await,
        }
    }

    /// What WeChat gives to the client.
    async fn wechat(&self, action: &str, body: Value) -> Value {
        self.scene
            .simulator
            .act(&self.open_id, &format!("mini-program/{action}"), body)
            .await
    }

    async fn sends(&self, method: Method, path: &str, token: Option<&str>, body: Option<Value>) -> Answer {
        let mut request = http::client().request(method, format!("{}{path}", self.scene.url));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        http::send(request).await
    }

    async fn posts(&self, path: &str, token: Option<&str>, body: Value) -> Answer {
        self.sends(Method::POST, path, token, Some(body)).await
    }

    async fn session(&self, token: &str) -> Answer {
        self.sends(Method::GET, "/v2/mini-program/session", Some(token), None)
            .await
    }

    /// The token and the id of the person.
    async fn logs_in(&self) -> (String, String) {
        let code = self.wechat("login", json!({})).await["code"].clone();
        let login = json!({ "account": self.account.name, "code": code });
        let answer = self.posts("/v2/mini-program/login", None, login.clone()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(!answer.text.contains(&self.open_id), "the client learns no open id");
        let again = self.posts("/v2/mini-program/login", None, login).await;
        assert_eq!(
            (again.status, again.code()),
            (401, "LOGIN_CODE_INVALID"),
            "{}",
            again.text
        );
        let text = |field: &str| answer.data()[field].as_str().unwrap().to_owned();
        (text("token"), text("personId"))
    }

    async fn session_lasts_until_the_key_changes(&self, token: &str) {
        let session = self.session(token).await;
        assert_eq!(session.data()["account"], self.account.name.as_str());
        self.wechat("login", json!({ "rotate": true })).await;
        let ended = self.session(token).await;
        assert_eq!((ended.status, ended.code()), (401, "LOGIN_REQUIRED"), "{}", ended.text);
    }

    async fn leaves_a_number(&self, token: &str, person: &str) {
        let path = "/v2/mini-program/phone-number";
        let wanted = json!({ "number": NUMBER, "country": "86" });
        let code = self.wechat("phone-code", wanted.clone()).await["code"].clone();
        let kept = self.posts(path, Some(token), json!({ "code": code })).await;
        assert_eq!(kept.data()["masked"], "+86 *******0042", "{}", kept.text);
        let used = self.posts(path, Some(token), json!({ "code": code })).await;
        assert_eq!((used.status, used.code()), (400, "PHONE_CODE_INVALID"), "{}", used.text);
        let sealed = self.wechat("phone-data", wanted).await;
        let kept = self.posts(path, Some(token), sealed).await;
        assert_eq!(kept.data()["masked"], "+86 *******0042", "{}", kept.text);
        let path = format!("/v2/wechat/people/{person}/phone-number");
        let read = self.scene.operator.get(&path).await;
        assert_eq!(read.data()["phoneNumber"], format!("+86 {NUMBER}"));
    }

    async fn shows_a_profile(&self, token: &str, person: &str) {
        let path = "/v2/mini-program/profile";
        let profile = self.wechat("user-info", json!({ "nickName": "小云 ☁️" })).await;
        let shown = self.posts(path, Some(token), profile.clone()).await;
        assert_eq!(shown.data()["personId"], person, "{}", shown.text);
        assert_eq!(shown.data()["nickName"], "小云 ☁️");
        let mut forged = profile;
        forged["rawData"] = json!(r#"{"nickName":"somebody else"}"#);
        let refused = self.posts(path, Some(token), forged).await;
        assert_eq!(
            (refused.status, refused.code()),
            (401, "LOGIN_REQUIRED"),
            "{}",
            refused.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_and_links_open_the_program_where_they_are_meant_to() {
    let scene = Scene::enter().await;
    let account = scene.mini_program("mini-codes").await;
    let codes = account.at("mini-program/codes");
    let target = "event/019ad3a5-7c4b-7000-8000-0000000000a1";
    let code = scene
        .operator
        .post(&codes, json!({ "page": "pages/event/index", "target": target }))
        .await;
    assert_eq!(code.status, 201, "{}", code.text);
    let image = scene.operator.get(code.data()["imagePath"].as_str().unwrap()).await;
    assert_eq!((image.status, image.header("content-type")), (200, Some("image/png")));
    let scene_text = code.data()["scene"].as_str().unwrap();
    let path = format!("{}/v2/mini-program/scenes/{scene_text}?account=mini-codes", scene.url);
    let meaning = http::send(http::client().get(path)).await;
    assert_eq!(meaning.data()["target"], target, "{}", meaning.text);

    let links = account.at("mini-program/links");
    for kind in ["link", "scheme"] {
        let wanted = json!({ "kind": kind, "page": "pages/event/index", "query": "event=1", "expireDays": 3 });
        let link = scene.operator.post(&links, wanted).await;
        assert_eq!(link.status, 201, "{}", link.text);
        let path = format!("{links}/{}/state", link.data()["id"].as_str().unwrap());
        let state = scene.operator.get(&path).await;
        assert_eq!(
            (&state.data()["page"], &state.data()["query"]),
            (&json!("pages/event/index"), &json!("event=1")),
            "{}",
            state.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn content_is_judged_at_once_or_when_wechat_reports() {
    let scene = Scene::enter().await;
    let account = scene.mini_program("mini-checks").await;
    let client = Client::of(&scene, &account).await;
    client.logs_in().await;
    let set = |path: &'static str, body: Value| {
        let path = format!("/control/{path}?account=mini-checks");
        let simulator = &scene.simulator;
        async move { simulator.post(&path, body).await }
    };
    set("mini-program", json!({ "words": { "赌博": 20006 } })).await;
    let checks = account.at("content-checks");
    let text =
        |content: &str| json!({ "kind": "text", "openId": client.open_id, "scene": "comment", "content": content });
    for (content, verdict) in [("期待这次活动！", "pass"), ("一起赌博", "risky")] {
        let checked = scene.operator.post(&checks, text(content)).await;
        assert_eq!(checked.data()["verdict"], verdict, "{}", checked.text);
    }

    set("media-checks", json!({ "held": true })).await;
    let media = json!({
        "kind": "image", "openId": client.open_id, "scene": "comment", "mediaUrl": "https://files.example.com/1.png",
    });
    let waiting = scene.operator.post(&checks, media).await;
    assert_eq!(waiting.data()["verdict"], "waiting", "{}", waiting.text);
    let path = format!("/control/media-checks/{}?account=mini-checks", trace(&scene).await);
    let told = scene
        .simulator
        .post(&path, json!({ "suggest": "risky", "label": 20002 }))
        .await;
    assert_eq!(told.status, 200, "{}", told.text);
    let one = format!("{checks}/{}", waiting.data()["id"].as_str().unwrap());
    let judged = eventually("the verdict arrives", PATIENCE, async || {
        let check = scene.operator.get(&one).await.data().clone();
        (check["verdict"] != "waiting").then_some(check)
    })
    .await;
    assert_eq!(
        (&judged["verdict"], &judged["label"]),
        (&json!("risky"), &json!(20002)),
        "{judged}"
    );
}

/// The name that WeChat gave to the only check of a picture, once it was asked for.
async fn trace(scene: &Scene) -> String {
    let call = eventually("WeChat is asked", PATIENCE, async || {
        let calls = scene.simulator.get("/control/calls?api=/wxa/media_check_async").await;
        let calls = calls.json["items"].as_array().unwrap().clone();
        assert!(calls.len() <= 1, "{calls:?}");
        calls.into_iter().next()
    })
    .await;
    call["answer"]["trace_id"].as_str().unwrap().to_owned()
}
