//! From our reply to WeChat's.

use domain::wechat::Reply;
use secrecy::ExposeSecret as _;
use wechat_protocol::envelope::KeySlot;
use wechat_protocol::inbound::RawFields;
use wechat_protocol::reply::Article;
use wechat_protocol::{EncryptedReply, EventKind, MessageKind, PassiveReply};

use super::account::WebhookAccount;

/// To whom a reply goes, and how it is sealed.
pub struct Addressed<'a> {
    /// Open id of the person.
    pub to: &'a str,
    /// Original id of the account.
    pub from: &'a str,
    /// Now, in Unix seconds.
    pub at: i64,
    /// The request's nonce.
    pub nonce: &'a str,
    /// The key of the message, where it was sealed.
    pub sealed: Option<KeySlot>,
    /// Whether it answers an event; what a person sent is answered with one article at most.
    pub answers_event: bool,
}

/// The response's body. Silence is the bare word `success`, which is never encrypted.
pub fn write(account: &WebhookAccount, reply: Reply, addressed: &Addressed<'_>) -> String {
    let reply = passive(reply).fit_for(&answered_kind(addressed.answers_event));
    let clear = reply.to_xml(addressed.to, addressed.from, addressed.at);
    match (addressed.sealed, account.mode.keys()) {
        (Some(slot), Some(keys)) if reply != PassiveReply::Success => {
            let sealed = keys.encrypt(slot, rand::random(), clear.as_bytes(), &account.app_id);
            let token = account.token.expose_secret();
            EncryptedReply::sign(token, addressed.at, addressed.nonce, sealed).to_xml()
        }
        _ => clear,
    }
}

fn passive(reply: Reply) -> PassiveReply {
    match reply {
        Reply::Silence => PassiveReply::Success,
        Reply::Text(content) => PassiveReply::Text { content },
        Reply::News(articles) => PassiveReply::News {
            articles: articles.into_iter().map(card).collect(),
        },
        Reply::Image { media_id } => PassiveReply::Image { media_id },
        Reply::Voice { media_id } => PassiveReply::Voice { media_id },
        Reply::Video {
            media_id,
            title,
            description,
        } => PassiveReply::Video {
            media_id,
            title: stated(title),
            description: stated(description),
        },
        Reply::Music(music) => PassiveReply::Music {
            title: stated(music.title),
            description: stated(music.description),
            music_url: stated(music.url),
            hq_music_url: stated(music.high_quality_url),
            thumb_media_id: music.thumb_media_id,
        },
        Reply::HumanService { agent } => PassiveReply::TransferCustomerService { account: agent },
    }
}

/// Nothing rather than an empty element.
fn stated(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn card(article: domain::wechat::Article) -> Article {
    let domain::wechat::Article {
        title,
        description,
        picture_url,
        url,
    } = article;
    Article {
        title,
        description,
        pic_url: picture_url,
        url,
    }
}

/// Only whether it is an event matters for what fits.
fn answered_kind(is_event: bool) -> MessageKind {
    if is_event {
        MessageKind::Event(EventKind::Unsubscribe)
    } else {
        MessageKind::Other {
            msg_type: String::new(),
            fields: RawFields::default(),
        }
    }
}
