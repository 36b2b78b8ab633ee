//! From our reply to WeChat's.

use domain::wechat::{Product, Reply};
use wechat_protocol::envelope::{BodyFormat, KeySlot};
use wechat_protocol::reply::Article;
use wechat_protocol::{EncryptedReply, EventKind, MessageKind, PassiveReply};

use super::account::WebhookAccount;

/// What was asked, as far as it decides which answers fit.
#[derive(Clone)]
pub enum Answered {
    /// What a person sent to an Official Account: one article at most.
    Said,
    /// An event of an Official Account.
    Event,
    /// Anything of a Mini Program: nothing but a hand-over to customer service goes into the response.
    MiniProgram,
    /// Anything of a WeCom application.
    WeCom(Box<MessageKind>),
}

impl Answered {
    /// What a message of this kind to an account of this product takes.
    pub fn of(product: Product, kind: &MessageKind) -> Self {
        match (product, kind) {
            (Product::MiniProgram, _) => Self::MiniProgram,
            (Product::WeCom, kind) => Self::WeCom(Box::new(kind.clone())),
            (Product::OfficialAccount, MessageKind::Event(_)) => Self::Event,
            (Product::OfficialAccount, _) => Self::Said,
        }
    }
}

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
    /// The language of the message.
    pub format: BodyFormat,
    /// What is answered.
    pub answered: Answered,
}

/// The response's body. Silence is never encrypted: the bare word `success`, nothing at all for WeCom.
pub fn write(account: &WebhookAccount, reply: Reply, addressed: &Addressed<'_>) -> String {
    let reply = fitting(passive(reply), &addressed.answered);
    if reply == PassiveReply::Success && account.product == Product::WeCom {
        return String::new();
    }
    let Addressed {
        to, from, at, format, ..
    } = *addressed;
    let clear = reply.to_body(format, to, from, at);
    match (addressed.sealed, &account.keys) {
        (Some(slot), Some(keys)) if reply != PassiveReply::Success => {
            let sealed = keys.encrypt(slot, rand::random(), clear.as_bytes(), &account.app_id);
            EncryptedReply::sign(account.token(), at, addressed.nonce, sealed).to_body(format)
        }
        _ => clear,
    }
}

fn fitting(reply: PassiveReply, answered: &Answered) -> PassiveReply {
    match answered {
        // Only whether it is an event matters for what fits.
        Answered::Event => reply.fit_for(&MessageKind::Event(EventKind::Unsubscribe)),
        Answered::Said => reply.fit_for(&MessageKind::Text {
            content: String::new(),
            biz_menu_id: None,
        }),
        Answered::MiniProgram => reply.fit_for_mini_program(),
        Answered::WeCom(kind) => reply.fit_for_wecom(kind),
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
