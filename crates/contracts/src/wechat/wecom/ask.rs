//! APIs of WeCom that the promises about failures are about, each with a plain question.

use domain::attendance::PersonRef;
use domain::secret::Secret;
use domain::wechat::wecom::message::{
    CardChange, MessageOptions, Recipient, RecipientKind, RecipientOutcome, SendReport, StaffMessageKind,
};
use ports::wechat::WechatFailure;
use ports::wechat::wecom::{CardUpdateRequest, OutgoingWelcome, StaffRequest};
use uuid::Uuid;

use super::{CORP_DIRECTORY, Customer};
use crate::wechat::WechatWorld;

/// Every corporation has it.
pub(super) const ROOT: i64 = 1;

/// An API of WeCom that the promises are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CorpAsk {
    /// A message to a member.
    Send,
    /// The end of a message.
    Recall,
    /// Another card in the place of one that was answered.
    UpdateCard,
    /// Whose a code is.
    Visitor,
    /// All departments.
    Departments,
    /// One department.
    Department,
    /// The members of a department.
    Members,
    /// The ids of all members.
    MemberIds,
    /// One member.
    Member,
    /// Who has customers.
    Users,
    /// The customers of several members.
    ContactsOf,
    /// The ids of a member's customers.
    ContactIds,
    /// One customer.
    Contact,
    /// A welcome.
    Welcome,
}

impl CorpAsk {
    /// Every one.
    pub const ALL: [Self; 14] = [
        Self::Send,
        Self::Recall,
        Self::UpdateCard,
        Self::Visitor,
        Self::Departments,
        Self::Department,
        Self::Members,
        Self::MemberIds,
        Self::Member,
        Self::Users,
        Self::ContactsOf,
        Self::ContactIds,
        Self::Contact,
        Self::Welcome,
    ];

    /// The API's path at WeCom.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Send => "/cgi-bin/message/send",
            Self::Recall => "/cgi-bin/message/recall",
            Self::UpdateCard => "/cgi-bin/message/update_template_card",
            Self::Visitor => "/cgi-bin/auth/getuserinfo",
            Self::Departments => "/cgi-bin/department/list",
            Self::Department => "/cgi-bin/department/get",
            Self::Members => "/cgi-bin/user/list",
            Self::MemberIds => "/cgi-bin/user/list_id",
            Self::Member => "/cgi-bin/user/get",
            Self::Users => "/cgi-bin/externalcontact/get_follow_user_list",
            Self::ContactsOf => "/cgi-bin/externalcontact/batch/get_by_user",
            Self::ContactIds => "/cgi-bin/externalcontact/list",
            Self::Contact => "/cgi-bin/externalcontact/get",
            Self::Welcome => "/cgi-bin/externalcontact/send_welcome_msg",
        }
    }

    /// Whether doing it twice harms nobody.
    #[must_use]
    pub const fn is_repeatable(self) -> bool {
        !matches!(self, Self::Send | Self::UpdateCard | Self::Visitor | Self::Welcome)
    }
}

impl WechatWorld {
    /// A member about whom this can be asked, under the account that may.
    pub(in crate::wechat) async fn corp_subject(&self, ask: CorpAsk) -> PersonRef {
        let member = self.corp.member_of(ROOT).await;
        match ask {
            CorpAsk::MemberIds => PersonRef {
                account: CORP_DIRECTORY.to_owned(),
                ..member
            },
            _ => member,
        }
    }

    /// Asks it, with plain values.
    pub(in crate::wechat) async fn ask_corp(&self, ask: CorpAsk, member: &PersonRef) -> Result<(), WechatFailure> {
        match ask {
            CorpAsk::Send | CorpAsk::Recall | CorpAsk::UpdateCard => self.ask_messages(ask, member).await,
            CorpAsk::Visitor => {
                let code = self.corp.staff_code(member).await;
                self.staff_login.visitor(&member.account, &code).await.map(drop)
            }
            CorpAsk::Departments | CorpAsk::Department | CorpAsk::Members | CorpAsk::MemberIds | CorpAsk::Member => {
                self.ask_directory(ask, member).await
            }
            CorpAsk::Users | CorpAsk::ContactsOf | CorpAsk::ContactIds | CorpAsk::Contact | CorpAsk::Welcome => {
                self.ask_contacts(ask, member).await
            }
        }
    }

    async fn ask_messages(&self, ask: CorpAsk, member: &PersonRef) -> Result<(), WechatFailure> {
        match ask {
            CorpAsk::Send => self.tells(&[&member.open_id], "明早集合🎉").await.map(drop),
            CorpAsk::Recall => {
                let message = self.corp.sent_message().await;
                self.staff_messages.recall(&member.account, &message).await
            }
            _ => self
                .changes_card(member, &self.corp.card_code(member).await)
                .await
                .map(drop),
        }
    }

    async fn ask_directory(&self, ask: CorpAsk, member: &PersonRef) -> Result<(), WechatFailure> {
        let (directory, account) = (&self.directory, member.account.as_str());
        match ask {
            CorpAsk::Departments => directory.departments(account).await.map(drop),
            CorpAsk::Department => directory.department(account, ROOT).await.map(drop),
            CorpAsk::Members => directory.members(account, ROOT).await.map(drop),
            CorpAsk::MemberIds => directory.member_ids(account, None).await.map(drop),
            _ => directory.member(account, &member.open_id).await.map(drop),
        }
    }

    async fn ask_contacts(&self, ask: CorpAsk, member: &PersonRef) -> Result<(), WechatFailure> {
        let (contacts, account) = (&self.contacts, member.account.as_str());
        let customer = self.corp.customer_of(member).await;
        match ask {
            CorpAsk::Users => contacts.users(account).await.map(drop),
            CorpAsk::ContactsOf => {
                let members = [member.open_id.clone()];
                contacts.contacts_of(account, &members, None).await.map(drop)
            }
            CorpAsk::ContactIds => contacts.contact_ids(account, &member.open_id).await.map(drop),
            CorpAsk::Contact => contacts.contact(account, &customer.external_user_id).await.map(drop),
            _ => contacts.welcome(account, &welcome(&customer)).await.map(drop),
        }
    }

    /// Writes a text to members, as it would be sent.
    pub(super) async fn composes(&self, user_ids: &[&str], text: &str) -> String {
        let recipients: Vec<_> = user_ids.iter().map(|user_id| recipient(user_id)).collect();
        let content = format!("{{\"content\":\"{}\"}}", text.replace('"', "\\\""));
        let request = StaffRequest {
            kind: StaffMessageKind::Text,
            content: &content,
            options: MessageOptions::default(),
            recipients: &recipients,
        };
        self.staff_messages.compose(super::CORP, request).await.unwrap()
    }

    /// Sends a text to members.
    pub(super) async fn tells(&self, user_ids: &[&str], text: &str) -> Result<SendReport, WechatFailure> {
        let composed = self.composes(user_ids, text).await;
        self.staff_messages.send(super::CORP, &composed).await
    }

    /// Changes the card that the member answered with this code.
    pub(super) async fn changes_card(&self, member: &PersonRef, code: &str) -> Result<bool, WechatFailure> {
        let request = CardUpdateRequest {
            user_id: &member.open_id,
            response_code: code,
            change: &CardChange::ButtonText("已确认".to_owned()),
        };
        self.staff_messages.update_card(&member.account, request).await
    }
}

fn recipient(user_id: &str) -> Recipient {
    Recipient {
        id: Uuid::nil(),
        part: 1,
        kind: RecipientKind::User,
        name: user_id.to_owned(),
        outcome: RecipientOutcome::Waiting,
    }
}

/// A welcome of one text.
pub(super) fn welcome(customer: &Customer) -> OutgoingWelcome {
    OutgoingWelcome {
        code: Secret::from(customer.welcome_code.as_str()),
        text: Some("你好🎉".to_owned()),
        attachments: Vec::new(),
    }
}
