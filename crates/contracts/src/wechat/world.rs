//! A WeChat that can be asked, and what can be made to go wrong with it.

use std::sync::Arc;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::notifications::{CustomMessage, Link};
use ports::wechat::articles::ArticlesApi;
use ports::wechat::followers::FollowersApi;
use ports::wechat::login::{LoginScope, WebLoginApi};
use ports::wechat::mass::MassApi;
use ports::wechat::materials::MaterialsApi;
use ports::wechat::menus::MenuApi;
use ports::wechat::messaging::{FilledTemplate, MessagingApi};
use ports::wechat::mini_program::MiniProgramApi;
use ports::wechat::wecom::{ContactsApi, DirectoryApi, StaffLoginApi, StaffMessagesApi};
use ports::wechat::{JsTickets, WechatApi, WechatFailure};

use super::{Ask, Corp};

/// The template under which every [follower](Faults::follower) allowed one notice.
pub const SUBSCRIBED: &str = "SUB-0001";

/// A WeChat with one official account, one Mini Program and one corporation of WeCom.
#[derive(Clone)]
pub struct WechatWorld {
    /// Our name of the official account.
    pub account: String,
    /// Scene codes and tags.
    pub api: Arc<dyn WechatApi>,
    /// Messages to people.
    pub messages: Arc<dyn MessagingApi>,
    /// Tickets for pages.
    pub tickets: Arc<dyn JsTickets>,
    /// Menus.
    pub menus: Arc<dyn MenuApi>,
    /// Followers.
    pub followers: Arc<dyn FollowersApi>,
    /// Files.
    pub materials: Arc<dyn MaterialsApi>,
    /// Drafts and publications.
    pub articles: Arc<dyn ArticlesApi>,
    /// Mass messages.
    pub mass: Arc<dyn MassApi>,
    /// The Mini Program.
    pub mini_program: Arc<dyn MiniProgramApi>,
    /// Signing in on pages.
    pub web_login: Arc<dyn WebLoginApi>,
    /// Messages to members.
    pub staff_messages: Arc<dyn StaffMessagesApi>,
    /// Who of the staff somebody is.
    pub staff_login: Arc<dyn StaffLoginApi>,
    /// The directory.
    pub directory: Arc<dyn DirectoryApi>,
    /// Customers of members.
    pub contacts: Arc<dyn ContactsApi>,
    /// The corporation.
    pub corp: Arc<dyn Corp>,
    /// What can go wrong.
    pub faults: Arc<dyn Faults>,
}

/// The other side, as a test sees and bends it.
#[async_trait]
pub trait Faults: Send + Sync {
    /// A follower whose last word was just now, and who allowed one notice under [`SUBSCRIBED`].
    async fn follower(&self) -> PersonRef;

    /// Somebody whom the account knows and who does not follow it.
    async fn stranger(&self) -> PersonRef;

    /// Somebody who uses the Mini Program just now, under its account.
    async fn visitor(&self) -> PersonRef;

    /// What `wx.login` gives to the visitor's client.
    async fn login_code(&self, visitor: &PersonRef) -> String;

    /// What WeChat's page brings back when the person agreed.
    async fn page_code(&self, person: &PersonRef, scope: LoginScope) -> String;

    /// WeChat publishes what was handed in under this number, if it has not yet.
    async fn publication_ends(&self, publish_id: &str);

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

impl WechatWorld {
    /// Asks it while that goes wrong; `None` where that cannot be played.
    pub(super) async fn failure(&self, ask: Ask, fault: Fault) -> Option<WechatFailure> {
        let about = self.subject(ask).await;
        if !self.faults.strike_next(ask, fault).await {
            return None;
        }
        let outcome = self.ask(ask, &about).await;
        assert!(outcome.is_err(), "{ask:?} {fault:?}: {outcome:?}");
        outcome.err()
    }

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

    /// Sends a subscribe notification, which uses the person's consent up.
    pub(super) async fn remind(&self, person: &PersonRef) -> Result<Option<String>, WechatFailure> {
        let notice = FilledTemplate {
            template_id: SUBSCRIBED.to_owned(),
            fields: vec![("thing1".to_owned(), "年会🎉".to_owned())],
            link: Link::Nowhere,
        };
        self.messages.send_subscribe(person, &notice).await
    }
}
