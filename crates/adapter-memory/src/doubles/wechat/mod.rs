//! A WeChat that records what it was asked and fails as it is told.

mod accounts;
mod articles;
mod followers;
mod mass;
mod materials;
mod menus;
mod messaging;
mod staff;
mod tickets;
mod web_login;
mod wecom;

pub use accounts::FixedAccounts;
pub use articles::ArticlesCall;
pub use followers::FollowersCall;
pub use mass::{FIRST_MASS_NUMBER, MassCall};
pub use materials::MaterialCall;

pub use messaging::{MessagingCall, SentTemplate};
pub use staff::StaffCall;
pub use wecom::CorpCall;
mod mini_program;
pub use mini_program::{MiniProgramCall, PlainClientData};

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::events::QrLifetime;
use ports::wechat::{IssuedQrCode, TicketKind, WechatApi, WechatFailure};

use crate::lock;

pub use menus::MenuCall;

/// What WeChat was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WechatCall {
    /// To make a scene code.
    CreateQrCode {
        /// Our name of the account.
        account: String,
        /// The scene.
        scene: String,
        /// How long it shall live.
        lifetime: QrLifetime,
    },
    /// To send a customer-service text.
    CustomText {
        /// To whom.
        person: PersonRef,
        /// What.
        text: String,
    },
    /// To send a template message.
    Template {
        /// To whom.
        person: PersonRef,
        /// What.
        message: SentTemplate,
    },
    /// To tag a follower.
    Tag {
        /// Whom.
        person: PersonRef,
        /// With what.
        tag: i64,
    },
    /// Something about messages to people.
    Messaging(MessagingCall),
    /// Something about articles.
    Articles(ArticlesCall),
    /// Something about menus.
    Menu(MenuCall),
    /// Something about mass messages.
    Mass(MassCall),
    /// Something about files.
    Material(MaterialCall),
    /// Something about followers.
    Followers(FollowersCall),
    /// For a ticket.
    Ticket {
        /// Our name of the account.
        account: String,
        /// Of what kind.
        kind: TicketKind,
    },
    /// Something for a Mini Program.
    MiniProgram(MiniProgramCall),
    /// Something about a WeCom corporation.
    Corp(CorpCall),
    /// Something for a WeCom application.
    Staff(StaffCall),
}

/// Grants every call unless told to fail. Every call is recorded, failed ones too.
#[derive(Default)]
pub struct FakeWechat {
    script: Mutex<Script>,
    premises: Mutex<messaging::Premises>,
}

#[derive(Default)]
struct Script {
    calls: Vec<WechatCall>,
    done: Vec<WechatCall>,
    /// Template messages by person and client id, with WeChat's id of them.
    templates: HashMap<(PersonRef, String), usize>,
    /// `None` grants a call.
    next: VecDeque<Option<WechatFailure>>,
    always: Option<WechatFailure>,
    audience: followers::Audience,
    mass: mass::MassThere,
    menus: menus::MenusThere,
    articles: articles::ArticlesHere,
    copies: materials::PermanentCopies,
    web: web_login::Codes,
    corp: wecom::Corp,
    staff: staff::Staff,
}

impl FakeWechat {
    /// One that grants everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Fails one of the coming calls; failures are used up in the order they were told.
    pub fn fail_next(&self, failure: WechatFailure) {
        self.fail_after(0, failure);
    }

    /// Grants so many of the coming calls and fails the one behind them.
    pub fn fail_after(&self, granted: usize, failure: WechatFailure) {
        let mut script = lock(&self.script);
        script.next.extend(std::iter::repeat_n(None, granted));
        script.next.push_back(Some(failure));
    }

    /// Fails every call for which no single failure was told, until [`Self::recover`].
    pub fn fail_always(&self, failure: WechatFailure) {
        lock(&self.script).always = Some(failure);
    }

    /// Forgets all failures told.
    pub fn recover(&self) {
        let mut script = lock(&self.script);
        script.next.clear();
        script.always = None;
    }

    /// Every call so far, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<WechatCall> {
        lock(&self.script).calls.clone()
    }

    /// The calls that were granted, oldest first.
    #[must_use]
    pub fn done(&self) -> Vec<WechatCall> {
        lock(&self.script).done.clone()
    }

    /// The number of this call among all, unless it shall fail.
    fn answer(&self, call: WechatCall) -> Result<usize, WechatFailure> {
        let mut script = lock(&self.script);
        script.calls.push(call.clone());
        let told = script.next.pop_front();
        match told.unwrap_or_else(|| script.always.clone()) {
            Some(failure) => Err(failure),
            None => {
                script.done.push(call);
                Ok(script.calls.len())
            }
        }
    }
}

impl FakeWechat {
    /// The id of a notice: the same client id again is the same message, as at WeChat.
    fn id_of_notice(&self, person: &PersonRef, client_msg_id: &str, number: usize) -> String {
        let key = (person.clone(), client_msg_id.to_owned());
        let first = *lock(&self.script).templates.entry(key).or_insert(number);
        first.to_string()
    }
}

#[async_trait]
impl WechatApi for FakeWechat {
    async fn create_qr_code(
        &self,
        account: &str,
        scene: &str,
        lifetime: QrLifetime,
    ) -> Result<IssuedQrCode, WechatFailure> {
        let number = self.answer(WechatCall::CreateQrCode {
            account: account.to_owned(),
            scene: scene.to_owned(),
            lifetime,
        })?;
        Ok(IssuedQrCode {
            ticket: format!("ticket-{number}"),
            url: format!("http://weixin.qq.com/q/{number}"),
            image_url: format!("https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=ticket-{number}"),
            expires_in: match lifetime {
                QrLifetime::Temporary { seconds } => Some(Duration::from_secs(seconds.into())),
                QrLifetime::Permanent => None,
            },
        })
    }

    async fn tag_follower(&self, person: &PersonRef, tag: i64) -> Result<(), WechatFailure> {
        self.answer(WechatCall::Tag {
            person: person.clone(),
            tag,
        })
        .map(drop)
    }
}
