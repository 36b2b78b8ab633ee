//! A simulator on a free port, and a callback server whose answers a test writes down.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Bytes, Data, Query};
use actix_web::{App, HttpResponse, HttpServer};
use reqwest::Client;
use runtime::config::development;
use serde_json::{Value, json};
use wechat_protocol::envelope::{EncodingAesKey, decrypt, encrypt};
use wechat_protocol::signature::{message_signature, url_signature};
use wechat_protocol::{EncryptedReply, Limits, OuterBody};
use wechat_simulator::{RunningSimulator, Settings, start};

/// Longer than any exchange takes, short enough to notice that a condition never comes true.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the callback server does with one push.
#[derive(Debug, Clone)]
pub enum Answer {
    Success,
    /// The text of `echostr`, decrypted if it is sealed.
    Echo,
    Text(&'static str),
    Body(String),
    Status(u16),
    Never,
}

/// One push as it arrived.
#[derive(Debug, Clone)]
pub struct Push {
    pub query: HashMap<String, String>,
    pub body: String,
    /// The message, after decryption if it was sealed.
    pub message: String,
}

#[derive(Default)]
pub struct Script {
    answers: Mutex<VecDeque<Answer>>,
    pushes: Mutex<Vec<Push>>,
}

pub struct Callback {
    pub url: String,
    script: Arc<Script>,
    server: ServerHandle,
}

impl Callback {
    pub async fn start() -> Self {
        let script = Arc::new(Script::default());
        let data = Data::from(Arc::clone(&script));
        let server = HttpServer::new(move || App::new().app_data(data.clone()).default_service(web::to(push)))
            .workers(2)
            .disable_signals()
            .shutdown_timeout(0)
            .bind(("127.0.0.1", 0))
            .unwrap();
        let url = format!("http://{}/webhook", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            url,
            script,
            server: handle,
        }
    }

    /// What the next pushes are answered, in order; `success` after that.
    pub fn will(&self, answers: impl IntoIterator<Item = Answer>) {
        self.script.answers.lock().unwrap().extend(answers);
    }

    pub fn pushes(&self) -> Vec<Push> {
        self.script.pushes.lock().unwrap().clone()
    }
}

async fn push(script: Data<Script>, query: Query<HashMap<String, String>>, body: Bytes) -> HttpResponse {
    let query = query.into_inner();
    let body = String::from_utf8(body.to_vec()).unwrap();
    let message = open(&query, &body).unwrap_or_default();
    script.pushes.lock().unwrap().push(Push {
        query: query.clone(),
        body,
        message: message.clone(),
    });
    let answer = script.answers.lock().unwrap().pop_front().unwrap_or(Answer::Success);
    match answer {
        Answer::Success => HttpResponse::Ok().body("success"),
        Answer::Echo => HttpResponse::Ok().body(echo(&query).unwrap_or_default()),
        Answer::Text(content) => HttpResponse::Ok().body(sealed_like(&query, &text_reply(&message, content))),
        Answer::Body(body) => HttpResponse::Ok().body(body),
        Answer::Status(status) => HttpResponse::build(status.try_into().unwrap()).finish(),
        Answer::Never => std::future::pending().await,
    }
}

/// The message, if the signature over it is right.
fn open(query: &HashMap<String, String>, body: &str) -> Option<String> {
    let (timestamp, nonce) = (query.get("timestamp")?, query.get("nonce")?);
    if !query.contains_key("msg_signature") && !query.contains_key("encrypt_type") {
        let right = url_signature(development::TOKEN, timestamp, nonce) == *query.get("signature")?;
        return right.then(|| body.to_owned());
    }
    let outer = OuterBody::parse(body.as_bytes(), Limits::default()).ok()?;
    let sealed = outer.encrypt?;
    let right = message_signature(development::TOKEN, timestamp, nonce, &sealed) == *query.get("msg_signature")?;
    let receivers = [
        development::APP_ID,
        development::MINI_PROGRAM_APP_ID,
        development::WECOM_CORP_ID,
    ];
    let opened = receivers.iter().find_map(|id| decrypt(&key(), &sealed, id).ok())?;
    right.then(|| String::from_utf8(opened).unwrap())
}

fn echo(query: &HashMap<String, String>) -> Option<String> {
    let (timestamp, nonce, echo) = (query.get("timestamp")?, query.get("nonce")?, query.get("echostr")?);
    if let Some(signature) = query.get("signature") {
        return (url_signature(development::TOKEN, timestamp, nonce) == *signature).then(|| echo.clone());
    }
    let right = message_signature(development::TOKEN, timestamp, nonce, echo) == *query.get("msg_signature")?;
    let opened = decrypt(&key(), echo, development::WECOM_CORP_ID).ok()?;
    right.then(|| String::from_utf8(opened).unwrap())
}

fn sealed_like(query: &HashMap<String, String>, reply: &str) -> String {
    if !query.contains_key("encrypt_type") {
        return reply.to_owned();
    }
    let sealed = encrypt(&key(), [7; 16], reply.as_bytes(), development::APP_ID);
    EncryptedReply::sign(development::TOKEN, 1_780_000_000, &query["nonce"], sealed).to_xml()
}

pub fn key() -> EncodingAesKey {
    EncodingAesKey::parse(development::ENCODING_AES_KEY).unwrap()
}

pub fn text_reply(message: &str, content: &str) -> String {
    let (to, from) = (field(message, "FromUserName"), field(message, "ToUserName"));
    format!(
        "<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{from}]]></FromUserName>\
         <CreateTime>1780000000</CreateTime><MsgType><![CDATA[text]]></MsgType>\
         <Content><![CDATA[{content}]]></Content></xml>"
    )
}

/// The text of an element of a message, without its CDATA marks; empty when there is none.
pub fn field(message: &str, name: &str) -> String {
    let inner = message
        .split(&format!("<{name}>"))
        .nth(1)
        .and_then(|rest| rest.split(&format!("</{name}>")).next());
    let inner = inner.unwrap_or_default();
    let bare = inner
        .strip_prefix("<![CDATA[")
        .and_then(|text| text.strip_suffix("]]>"));
    bare.unwrap_or(inner).to_owned()
}

pub struct Bench {
    pub url: String,
    pub callback: Callback,
    pub http: Client,
    simulator: RunningSimulator,
}

impl Bench {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let callback = Callback::start().await;
        let mut settings = Settings::read(|_| None).unwrap();
        settings.port = 0;
        for account in &mut settings.accounts {
            account.platform.callback_url = Some(callback.url.clone());
            account.platform.retry_timeout = PATIENCE;
        }
        change(&mut settings);
        let simulator = start(settings).await.unwrap();
        let http = Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        Self {
            url: simulator.url(),
            callback,
            http,
            simulator,
        }
    }

    pub async fn stop(self) {
        self.simulator.stop().await.unwrap();
        self.callback.server.stop(false).await;
    }

    /// A request to the control API that must succeed.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.try_post(path, body).await;
        assert!((200..300).contains(&status), "{path} answered {status}: {answer}");
        answer
    }

    pub async fn try_post(&self, path: &str, body: Value) -> (u16, Value) {
        let response = self
            .http
            .post(format!("{}/control{path}", self.url))
            .json(&body)
            .send()
            .await
            .unwrap();
        (response.status().as_u16(), parse(&response.text().await.unwrap()))
    }

    pub async fn get(&self, path: &str) -> Value {
        parse(&self.raw_get(&format!("/control{path}")).await)
    }

    pub async fn raw_get(&self, path: &str) -> String {
        self.http
            .get(format!("{}{path}", self.url))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    pub async fn try_get_status(&self, path: &str) -> u16 {
        self.http
            .get(format!("{}/control{path}", self.url))
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    }

    /// A person who follows; the callback is not told.
    pub async fn follower(&self) -> String {
        let person = self.post("/people", json!({"subscribed": true})).await;
        person["openId"].as_str().unwrap().to_owned()
    }

    /// A stable token.
    pub async fn token(&self) -> String {
        self.stable_token(false).await["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub async fn stable_token(&self, force: bool) -> Value {
        let body = json!({
            "grant_type": "client_credential",
            "appid": development::APP_ID,
            "secret": development::APP_SECRET,
            "force_refresh": force,
        });
        self.api("stable_token", &body).await
    }

    /// A token of one of the accounts that exist from the start.
    pub async fn token_of(&self, account: &str) -> String {
        let answer = match account {
            "miniprogram" => {
                let body = json!({
                    "grant_type": "client_credential",
                    "appid": development::MINI_PROGRAM_APP_ID,
                    "secret": development::MINI_PROGRAM_APP_SECRET,
                });
                self.api("stable_token", &body).await
            }
            "wecom" => {
                let (corp_id, secret) = (development::WECOM_CORP_ID, development::WECOM_SECRET);
                self.api_get(&format!("/cgi-bin/gettoken?corpid={corp_id}&corpsecret={secret}"))
                    .await
            }
            _ => self.stable_token(false).await,
        };
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// A GET of the WeChat API.
    pub async fn api_get(&self, path: &str) -> Value {
        parse(&self.raw_get(path).await)
    }

    /// A GET with a fresh token; `path` may have a query.
    pub async fn call_get(&self, path: &str) -> Value {
        let joint = if path.contains('?') { '&' } else { '?' };
        let token = self.token().await;
        self.api_get(&format!("{path}{joint}access_token={token}")).await
    }

    /// A POST to any path of the WeChat API with a fresh token.
    pub async fn call_post(&self, path: &str, body: Value) -> Value {
        self.call_raw(path, &body.to_string()).await
    }

    /// A POST of any text to any path of the WeChat API with a fresh token.
    pub async fn call_raw(&self, path: &str, body: &str) -> Value {
        let token = self.token().await;
        let url = format!("{}{path}?access_token={token}", self.url);
        let response = self.http.post(url).body(body.to_owned()).send().await.unwrap();
        parse(&response.text().await.unwrap())
    }

    /// A call with a fresh token.
    pub async fn call(&self, api: &str, body: Value) -> Value {
        let token = self.token().await;
        self.api(&format!("{api}?access_token={token}"), &body).await
    }

    /// A call as it is given.
    pub async fn api(&self, api: &str, body: &Value) -> Value {
        parse(
            &self
                .try_api(api, &body.to_string())
                .await
                .unwrap()
                .text()
                .await
                .unwrap(),
        )
    }

    pub async fn try_api(&self, api: &str, body: &str) -> reqwest::Result<reqwest::Response> {
        self.http
            .post(format!("{}/cgi-bin/{api}", self.url))
            .body(body.to_owned())
            .send()
            .await
    }

    pub async fn send_text(&self, open_id: &str, content: &str) -> Value {
        let body = json!({"touser": open_id, "msgtype": "text", "text": {"content": content}});
        self.call("message/custom/send", body).await
    }

    pub async fn send_template(&self, open_id: &str, client_msg_id: &str) -> Value {
        let data = json!({"thing1": {"value": "春季市集"}});
        let body = json!({"touser": open_id, "template_id": "T", "data": data, "client_msg_id": client_msg_id});
        self.call("message/template/send", body).await
    }

    pub async fn notices(&self, open_id: &str) -> Vec<Value> {
        self.get(&format!("/notices?openId={open_id}")).await["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    pub async fn chat(&self, open_id: &str) -> Vec<Value> {
        self.get(&format!("/people/{open_id}")).await["chat"]
            .as_array()
            .unwrap()
            .clone()
    }

    pub async fn advance(&self, seconds: i64) {
        self.post("/clock", json!({"advanceSeconds": seconds})).await;
    }

    /// Waits until the callback has received a push that fulfils the condition.
    pub async fn pushed(&self, is_it: impl Fn(&Push) -> bool) -> Push {
        let wait = async {
            loop {
                if let Some(push) = self.callback.pushes().into_iter().find(&is_it) {
                    return push;
                }
                tokio::task::yield_now().await;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("the push arrives")
    }
}

fn parse(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(text).unwrap_or_else(|_| json!(text))
    }
}

pub fn errcode(answer: &Value) -> i64 {
    answer["errcode"].as_i64().unwrap_or_default()
}
