//! [`StaffMessagesApi`]: messages of a WeCom application to members.
//!
//! <https://developer.work.weixin.qq.com/document/path/90236>

use std::sync::Arc;

use async_trait::async_trait;
use domain::wechat::Product;
use domain::wechat::wecom::message::{CardChange, Recipient, RecipientKind, Safe, SendReport, StaffMessageKind};
use ports::wechat::wecom::{CardUpdateRequest, StaffMessagesApi, StaffRequest};
use ports::wechat::{RefusalKind, WechatFailure};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use wechat_protocol::api::wecom::WECOM_HOST;
use wechat_protocol::api::wecom::message::{RecallMessage, SendMessage, SentMessage, UpdatedMessage};
use wechat_protocol::api::{ApiCall, Body, Method, UnwritableRequest};
use wechat_protocol::quirks::number_or_string;

use crate::account::Account;
use crate::client::WechatClient;
use crate::failure::refused;

/// An answer that MUST say `errcode`: what any proxy might send does not count as done.
#[derive(Deserialize)]
struct Said<T> {
    #[serde(rename = "errcode", deserialize_with = "number_or_string")]
    _errcode: i64,
    #[serde(flatten)]
    answer: T,
}

/// A send whose request was composed before: it goes out byte for byte.
struct Composed<'a>(&'a str);

impl ApiCall for Composed<'_> {
    type Answer = Said<SentMessage>;
    const HOST: &'static str = WECOM_HOST;
    const PATH: &'static str = SendMessage::PATH;
    const METHOD: Method = Method::Post;
    /// What is sent twice is dropped by WeCom only within the interval of the duplicate check, which the caller knows.
    const REPEATABLE: bool = false;

    fn body(&self) -> Result<Body<'_>, UnwritableRequest> {
        Ok(Body::Json(self.0.as_bytes().to_vec()))
    }
}

/// A change of a card whose new form was written before.
struct ChangeCard {
    body: Vec<u8>,
}

impl ApiCall for ChangeCard {
    type Answer = Said<UpdatedMessage>;
    const HOST: &'static str = WECOM_HOST;
    const PATH: &'static str = "/cgi-bin/message/update_template_card";
    const METHOD: Method = Method::Post;
    const REPEATABLE: bool = false;

    fn body(&self) -> Result<Body<'_>, UnwritableRequest> {
        Ok(Body::Json(self.body.clone()))
    }
}

#[async_trait]
impl StaffMessagesApi for WechatClient {
    async fn compose(&self, account: &str, request: StaffRequest<'_>) -> Result<String, WechatFailure> {
        let account = application(self, account).await?;
        compose(agent_of(&account)?, &request)
    }

    async fn send(&self, account: &str, composed: &str) -> Result<SendReport, WechatFailure> {
        let answer = self.call(account, &Composed(composed)).await?.answer;
        Ok(SendReport {
            invalid_users: answer.invaliduser,
            invalid_parties: answer.invalidparty,
            invalid_tags: answer.invalidtag,
            unlicensed_users: answer.unlicenseduser,
            msg_id: answer.msgid,
        })
    }

    async fn recall(&self, account: &str, msg_id: &str) -> Result<(), WechatFailure> {
        let msgid = msg_id.to_owned();
        self.order(account, &RecallMessage { msgid }).await.map(drop)
    }

    async fn update_card(&self, account: &str, request: CardUpdateRequest<'_>) -> Result<bool, WechatFailure> {
        let agent = agent_of(&*application(self, account).await?)?;
        let body = change_of(agent, &request).ok_or_else(unwritable)?;
        let answer = self.call(account, &ChangeCard { body }).await?.answer;
        let is_missed = |id: &String| id.eq_ignore_ascii_case(request.user_id);
        Ok(!answer.invaliduser.iter().any(is_missed))
    }
}

async fn application(client: &WechatClient, name: &str) -> Result<Arc<Account>, WechatFailure> {
    let account = client.account(name).await?;
    match account.setup().product {
        Product::WeCom => Ok(account),
        Product::OfficialAccount | Product::MiniProgram => Err(refused(
            RefusalKind::Configuration,
            "the account is no WeCom application",
        )),
    }
}

fn agent_of(account: &Account) -> Result<u32, WechatFailure> {
    let agent = account.setup().agent_id;
    agent.ok_or_else(|| refused(RefusalKind::Configuration, "the account has no agent id"))
}

fn unwritable() -> WechatFailure {
    refused(RefusalKind::Content, "the message cannot be written as JSON")
}

/// The request in the order of the documentation; content stays as it is.
fn compose(agent: u32, request: &StaffRequest<'_>) -> Result<String, WechatFailure> {
    let content: &RawValue = serde_json::from_str(request.content).map_err(|_| unwritable())?;
    let msgtype = msgtype(request.kind);
    let mut text = String::from("{");
    for (name, kind) in [
        ("touser", RecipientKind::User),
        ("toparty", RecipientKind::Party),
        ("totag", RecipientKind::Tag),
    ] {
        let joined = joined(request.recipients, kind);
        if !joined.is_empty() {
            text.push_str(&format!("\"{name}\":{},", Value::from(joined)));
        }
    }
    text.push_str(&format!(
        "\"msgtype\":\"{msgtype}\",\"agentid\":{agent},\"{msgtype}\":{}",
        content.get()
    ));
    let safe = match request.options.safe {
        Safe::No => 0,
        Safe::Confidential => 1,
        Safe::WithinCorp => 2,
    };
    if safe != 0 {
        text.push_str(&format!(",\"safe\":{safe}"));
    }
    text.push_str(&format!(
        ",\"enable_duplicate_check\":1,\"duplicate_check_interval\":{}}}",
        request.options.duplicate_check_seconds
    ));
    Ok(text)
}

fn joined(recipients: &[Recipient], kind: RecipientKind) -> String {
    if kind == RecipientKind::User && recipients.iter().any(|one| one.kind == RecipientKind::Everyone) {
        return "@all".to_owned();
    }
    let named: Vec<_> = recipients
        .iter()
        .filter(|one| one.kind == kind)
        .map(|one| one.name.as_str())
        .collect();
    named.join("|")
}

const fn msgtype(kind: StaffMessageKind) -> &'static str {
    match kind {
        StaffMessageKind::Text => "text",
        StaffMessageKind::Image => "image",
        StaffMessageKind::Voice => "voice",
        StaffMessageKind::Video => "video",
        StaffMessageKind::File => "file",
        StaffMessageKind::TextCard => "textcard",
        StaffMessageKind::News => "news",
        StaffMessageKind::MpNews => "mpnews",
        StaffMessageKind::Markdown => "markdown",
        StaffMessageKind::MiniProgramNotice => "miniprogram_notice",
        StaffMessageKind::TemplateCard => "template_card",
    }
}

/// `None` when the card is no JSON.
fn change_of(agent: u32, request: &CardUpdateRequest<'_>) -> Option<Vec<u8>> {
    let mut body = Map::new();
    body.insert("userids".to_owned(), Value::from(vec![request.user_id]));
    body.insert("agentid".to_owned(), agent.into());
    body.insert("response_code".to_owned(), request.response_code.into());
    match request.change {
        CardChange::ButtonText(text) => {
            body.insert("button".to_owned(), serde_json::json!({ "replace_name": text }));
        }
        CardChange::Card(card) => {
            body.insert("template_card".to_owned(), serde_json::from_str(card).ok()?);
        }
    }
    serde_json::to_vec(&body).ok()
}
