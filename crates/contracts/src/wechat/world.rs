//! A WeChat that can be asked, and what can be made to go wrong with it.

use std::sync::Arc;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::events::QrLifetime;
use domain::notifications::{CustomMessage, Link};
use ports::wechat::messaging::{FilledTemplate, MessagingApi};
use ports::wechat::{JsTickets, WechatApi, WechatFailure};

/// A WeChat with one official account.
#[derive(Clone)]
pub struct WechatWorld {
    /// Our name of the account.
    pub account: String,
    /// Scene codes and tags.
    pub api: Arc<dyn WechatApi>,
    /// Messages to people.
    pub messages: Arc<dyn MessagingApi>,
    /// Tickets for pages.
    pub tickets: Arc<dyn JsTickets>,
    /// What can go wrong.
    pub faults: Arc<dyn Faults>,
}

/// The other side, as a test sees and bends it.
#[async_trait]
pub trait Faults: Send + Sync {
    /// A follower whose last word was just now.
    async fn follower(&self) -> PersonRef;

    /// Makes the next call of this API go wrong, once; `false` where this fault cannot be played.
    async fn strike_next(&self, ask: Ask, fault: Fault) -> bool;

    /// The texts and template ids that reached a person, oldest first.
    async fn reached(&self, person: &PersonRef) -> Vec<String>;
}

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This `errcode`; the call has no effect.
    Code(i64),
    /// The token in use is too old; the next one is good.
    TokenEnded,
    /// The token in use is rejected, and the next one too.
    TokenRejectedTwice,
    /// A page of HTML under status 200.
    Page,
    /// A page under this status.
    Http(u16),
    /// Half of the answer.
    Truncated,
    /// The connection is closed before the call took effect.
    CutOffBefore,
    /// The connection is closed after the call took effect.
    CutOffAfter,
    /// The answer comes later than anybody waits.
    Slow,
    /// JSON of other types than documented.
    WrongTypes,
    /// A good answer with its numbers as texts.
    NumbersAsText,
    /// A good answer under the content type of a picture.
    WrongContentType,
}

/// An API the promises are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// A customer-service text.
    Text,
    /// A template message.
    Template,
    /// A scene code.
    QrCode,
    /// A tag on a follower.
    Tag,
}

impl Ask {
    /// The API's path at WeChat.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Text => "/cgi-bin/message/custom/send",
            Self::Template => "/cgi-bin/message/template/send",
            Self::QrCode => "/cgi-bin/qrcode/create",
            Self::Tag => "/cgi-bin/tags/members/batchtagging",
        }
    }

    /// Whether doing it twice harms nobody.
    #[must_use]
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Self::QrCode | Self::Tag)
    }

    /// Every one.
    pub const ALL: [Self; 4] = [Self::Text, Self::Template, Self::QrCode, Self::Tag];
}

impl WechatWorld {
    /// Asks it, with plain values.
    pub(super) async fn ask(&self, ask: Ask, person: &PersonRef) -> Result<(), WechatFailure> {
        match ask {
            Ask::Text => self.say(person, "签到成功🎉").await,
            Ask::Template => self.notify(person).await.map(drop),
            Ask::QrCode => {
                let lifetime = QrLifetime::Temporary { seconds: 60 };
                self.api
                    .create_qr_code(&self.account, "活动_1", lifetime)
                    .await
                    .map(drop)
            }
            Ask::Tag => self.api.tag_follower(person, 101).await,
        }
    }

    /// Asks it while that goes wrong; `None` where that cannot be played.
    pub(super) async fn failure(&self, ask: Ask, fault: Fault) -> Option<WechatFailure> {
        let person = self.faults.follower().await;
        if !self.faults.strike_next(ask, fault).await {
            return None;
        }
        let outcome = self.ask(ask, &person).await;
        assert!(outcome.is_err(), "{ask:?} {fault:?}: {outcome:?}");
        outcome.err()
    }
}

impl WechatWorld {
    /// Sends a text.
    pub(super) async fn say(&self, person: &PersonRef, text: &str) -> Result<(), WechatFailure> {
        let text = CustomMessage::Text(text.to_owned());
        self.messages.send_custom(person, &text, None).await
    }

    /// Sends a notice with one field, always under the same client id.
    pub(super) async fn notify(&self, person: &PersonRef) -> Result<Option<String>, WechatFailure> {
        let notice = FilledTemplate {
            template_id: "TPL-0001".to_owned(),
            fields: vec![("thing1".to_owned(), "年会🎉".to_owned())],
            link: Link::Nowhere,
        };
        self.messages
            .send_filled(person, &notice, "0123456789abcdef0123456789abcdef")
            .await
    }
}
