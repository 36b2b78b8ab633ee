//! What the account answered: whether WeChat can use it, and what it shows.

use std::collections::BTreeMap;

use serde::Serialize;
use wechat_protocol::{EncryptedReply, Limits, envelope, signature};

use super::message::Outgoing;
use super::tree::Element;
use crate::state::account::{Identity, Product};
use crate::state::platform::BodyFormat;

/// Bytes of a text reply.
const LONGEST_TEXT: usize = 2048;
const MOST_ARTICLES: usize = 8;
/// Message types that may be answered with one article only; the platform cuts the rest.
const ONE_ARTICLE_FOR: &[&str] = &["text", "image", "voice", "video", "location", "link"];

/// Types whose fields are shown as they are. A mini program can only hand over to its human helpers; what it has to say
/// goes through the customer-service API.
fn other_types(product: Product) -> &'static [&'static str] {
    match product {
        Product::OfficialAccount => &["image", "voice", "video", "music", "transfer_customer_service"],
        Product::MiniProgram => &["transfer_customer_service"],
        Product::WeCom => &["image", "voice", "video", "update_button", "update_template_card"],
    }
}

/// A usable reply.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// `MsgType`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Text of a text reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Articles of a news reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles: Option<Vec<Article>>,
    /// Fields of any other reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<BTreeMap<String, String>>,
}

/// One article of a news reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    /// `Title`
    pub title: String,
    /// `Description`
    pub description: String,
    /// `PicUrl`
    pub pic_url: String,
    /// `Url`
    pub url: String,
}

/// Whether the reply must be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// It must not be.
    Clear,
    /// It must be.
    Sealed,
    /// As the account likes.
    Either,
}

/// A body of status 200 that WeChat accepts.
#[derive(Debug)]
pub struct Accepted {
    /// What is shown; `None` for `success` and the empty body.
    pub reply: Option<Reply>,
    /// The opened envelope, if there was one.
    pub opened: Option<String>,
}

/// Judges a body of status 200.
///
/// # Errors
/// What makes it unusable, in words.
pub fn judge(account: &Identity, message: &Outgoing, secrecy: Secrecy, body: &str) -> Result<Accepted, String> {
    if matches!(body, "" | "success") {
        return Ok(Accepted {
            reply: None,
            opened: None,
        });
    }
    let outer = parse(message.format, body)?;
    let sealed = outer.child("Encrypt").is_some();
    match (secrecy, sealed) {
        (Secrecy::Clear, true) => return Err("an encrypted reply in plain mode".to_owned()),
        (Secrecy::Sealed, false) => return Err("an unencrypted reply in safe mode".to_owned()),
        _ => {}
    }
    if !sealed {
        return Ok(Accepted {
            reply: Some(read(&outer, message, account.product)?),
            opened: None,
        });
    }
    let opened = open(account, body)?;
    let reply = read(&parse(message.format, &opened)?, message, account.product)?;
    Ok(Accepted {
        reply: Some(reply),
        opened: Some(opened),
    })
}

/// A reply is written in what the message was written in.
fn parse(format: BodyFormat, body: &str) -> Result<Element, String> {
    match format {
        BodyFormat::Xml => Element::parse(body),
        BodyFormat::Json => Element::parse_json(body),
    }
}

fn open(account: &Identity, body: &str) -> Result<String, String> {
    let sealed = EncryptedReply::parse(body.as_bytes(), Limits::default()).map_err(|error| error.to_string())?;
    let EncryptedReply {
        encrypt,
        signature,
        timestamp,
        nonce,
    } = &sealed;
    if !signature::verify_message_signature(&account.token, &timestamp.to_string(), nonce, encrypt, signature) {
        return Err("the reply's MsgSignature is wrong".to_owned());
    }
    let opened = envelope::decrypt(account.aes_key.key(), encrypt, &account.app_id)
        .map_err(|error| format!("the reply's envelope does not open: {:?}", error.kind()))?;
    String::from_utf8(opened).map_err(|_| "the reply is not UTF-8".to_owned())
}

fn read(root: &Element, message: &Outgoing, product: Product) -> Result<Reply, String> {
    if root.text_of("ToUserName") != Some(&message.sender) {
        return Err("ToUserName is not the sender".to_owned());
    }
    if root.text_of("FromUserName") != Some(&message.account) {
        return Err("FromUserName is not the account".to_owned());
    }
    if root
        .text_of("CreateTime")
        .and_then(|time| time.parse::<i64>().ok())
        .is_none()
    {
        return Err("CreateTime is not a number".to_owned());
    }
    match root.text_of("MsgType").unwrap_or_default() {
        "text" if product != Product::MiniProgram => text(root),
        "news" if product != Product::MiniProgram => news(root, message),
        kind if other_types(product).contains(&kind) => Ok(Reply {
            kind: kind.to_owned(),
            fields: Some(fields(root)),
            ..Reply::default()
        }),
        _ => Err("an unknown MsgType".to_owned()),
    }
}

fn text(root: &Element) -> Result<Reply, String> {
    let content = root
        .child("Content")
        .map(|content| content.text.clone())
        .unwrap_or_default();
    match content.len() {
        0 => Err("an empty Content".to_owned()),
        1..=LONGEST_TEXT => Ok(Reply {
            kind: "text".to_owned(),
            content: Some(content),
            ..Reply::default()
        }),
        _ => Err("Content is longer than 2048 bytes".to_owned()),
    }
}

fn news(root: &Element, message: &Outgoing) -> Result<Reply, String> {
    let items = root
        .child("Articles")
        .map(|articles| articles.children.as_slice())
        .unwrap_or_default();
    let count = root
        .text_of("ArticleCount")
        .and_then(|count| count.parse::<usize>().ok());
    if items.is_empty() || count != Some(items.len()) || items.iter().any(|item| item.name != "item") {
        return Err("ArticleCount does not match Articles".to_owned());
    }
    let most = if ONE_ARTICLE_FOR.contains(&message.name.as_str()) {
        1
    } else {
        MOST_ARTICLES
    };
    let articles = items.iter().take(most).map(article).collect();
    Ok(Reply {
        kind: "news".to_owned(),
        articles: Some(articles),
        ..Reply::default()
    })
}

fn article(item: &Element) -> Article {
    let text = |name| item.text_of(name).unwrap_or_default().to_owned();
    Article {
        title: text("Title"),
        description: text("Description"),
        pic_url: text("PicUrl"),
        url: text("Url"),
    }
}

fn fields(root: &Element) -> BTreeMap<String, String> {
    let inner = root.children.iter().flat_map(|child| &child.children);
    inner
        .map(|field| (field.name.clone(), field.text.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Identity {
        Identity {
            product: Product::OfficialAccount,
            app_id: "wx0123456789abcdef".to_owned(),
            agent_id: None,
            app_secret: "s".to_owned(),
            token: "token".to_owned(),
            aes_key: crate::state::account::AesKey::parse(&"a".repeat(43)).unwrap(),
            original_id: "gh_1".to_owned(),
            union_group: None,
        }
    }

    fn incoming() -> Outgoing {
        let head = "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime>";
        Outgoing::raw(format!(
            "{head}<MsgType>text</MsgType><Content>hi</Content><MsgId>9</MsgId></xml>"
        ))
    }

    fn reply(to: &str, from: &str, rest: &str) -> String {
        format!(
            "<xml><ToUserName>{to}</ToUserName><FromUserName>{from}</FromUserName><CreateTime>2</CreateTime>{rest}</xml>"
        )
    }

    const TEXT: &str = "<MsgType>text</MsgType><Content><![CDATA[ 你好 ]]></Content>";

    fn judged(secrecy: Secrecy, body: &str) -> Result<Option<Reply>, String> {
        judge(&account(), &incoming(), secrecy, body).map(|accepted| accepted.reply)
    }

    fn sealed(app_id: &str) -> String {
        let sealed = envelope::encrypt(
            account().aes_key.key(),
            [1; 16],
            reply("o1", "gh_1", TEXT).as_bytes(),
            app_id,
        );
        EncryptedReply::sign("token", 3, "nonce", sealed).to_xml()
    }

    #[test]
    fn success_and_nothing_are_acknowledgements_in_every_mode() {
        for secrecy in [Secrecy::Clear, Secrecy::Sealed, Secrecy::Either] {
            assert_eq!(judged(secrecy, ""), Ok(None));
            assert_eq!(judged(secrecy, "success"), Ok(None));
            assert!(judged(secrecy, "\"success\"").is_err());
        }
    }

    #[test]
    fn names_must_be_swapped() {
        let content = judged(Secrecy::Clear, &reply("o1", "gh_1", TEXT))
            .unwrap()
            .unwrap()
            .content;
        assert_eq!(content.as_deref(), Some(" 你好 "));
        assert!(judged(Secrecy::Clear, &reply("gh_1", "o1", TEXT)).is_err());
        assert!(judged(Secrecy::Clear, &reply("o2", "gh_1", TEXT)).is_err());
    }

    #[test]
    fn each_mode_takes_only_its_own_kind_of_reply() {
        let clear = reply("o1", "gh_1", TEXT);
        let sealed = sealed("wx0123456789abcdef");
        assert!(judged(Secrecy::Sealed, &clear).is_err());
        assert!(judged(Secrecy::Clear, &sealed).is_err());
        for (secrecy, body) in [
            (Secrecy::Sealed, &sealed),
            (Secrecy::Either, &sealed),
            (Secrecy::Either, &clear),
        ] {
            assert!(judged(secrecy, body).unwrap().is_some());
        }
    }

    #[test]
    fn an_envelope_for_another_account_or_with_a_wrong_signature_is_unusable() {
        assert!(judged(Secrecy::Sealed, &sealed("wx_other")).is_err());
        let forged = sealed("wx0123456789abcdef").replace("<TimeStamp>3<", "<TimeStamp>4<");
        assert!(judged(Secrecy::Sealed, &forged).unwrap_err().contains("MsgSignature"));
    }

    #[test]
    fn a_message_is_answered_with_one_article_however_many_there_are() {
        let item = "<item><Title>t</Title><Description/><PicUrl/><Url>https://e.cn</Url></item>";
        let news = |count| {
            format!("<MsgType>news</MsgType><ArticleCount>{count}</ArticleCount><Articles>{item}{item}</Articles>")
        };
        let reply_of = |count| judged(Secrecy::Clear, &reply("o1", "gh_1", &news(count)));
        assert_eq!(reply_of(2).unwrap().unwrap().articles.unwrap().len(), 1);
        assert!(reply_of(3).is_err());
    }

    #[test]
    fn a_text_that_is_too_long_is_unusable() {
        let long = |length| {
            reply(
                "o1",
                "gh_1",
                &format!("<MsgType>text</MsgType><Content>{}</Content>", "x".repeat(length)),
            )
        };
        assert!(judged(Secrecy::Clear, &long(2048)).is_ok());
        assert!(judged(Secrecy::Clear, &long(2049)).is_err());
    }
}
