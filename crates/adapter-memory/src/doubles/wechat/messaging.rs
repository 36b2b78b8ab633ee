//! Messages to people, at a WeChat that does as it is told. A text without an agent and a template without a link are
//! recorded as the first path of the product records them.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::notifications::template::{FoundTemplate, TemplateKind};
use domain::notifications::{CustomMessage, Link};
use ports::wechat::WechatFailure;
use ports::wechat::messaging::{FilledTemplate, MessagingApi, TagMembers};

use super::{FakeWechat, WechatCall};
use crate::lock;

/// A template message that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentTemplate {
    /// WeChat's template id.
    pub template_id: String,
    /// Template key → value.
    pub fields: Vec<(String, String)>,
    /// The id under which WeChat sends it once.
    pub client_msg_id: String,
}

/// What WeChat was asked about messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessagingCall {
    /// To send a customer-service message.
    Custom {
        /// To whom.
        person: PersonRef,
        /// What.
        message: CustomMessage,
        /// From whom.
        agent: Option<String>,
    },
    /// To send a template message that leads somewhere.
    Filled {
        /// To whom.
        person: PersonRef,
        /// What.
        message: FilledTemplate,
        /// Under which id.
        client_msg_id: String,
    },
    /// To send a subscribe notification.
    Subscribe {
        /// To whom.
        person: PersonRef,
        /// What.
        message: FilledTemplate,
    },
    /// To show or hide "typing".
    Typing {
        /// To whom.
        person: PersonRef,
        /// Whether to show it.
        typing: bool,
    },
    /// To hand somebody over.
    HandOver {
        /// Whom.
        person: PersonRef,
        /// To whom.
        agent: Option<String>,
    },
    /// To list templates.
    Templates {
        /// Our name of the account.
        account: String,
    },
    /// To delete a template.
    DeleteTemplate {
        /// Our name of the account.
        account: String,
        /// WeChat's id.
        template_id: String,
    },
    /// To list followers with a tag.
    TagMembers {
        /// The tag.
        tag: i64,
        /// Where the page begins.
        from: Option<String>,
    },
}

/// What the platform has, as far as messages go.
#[derive(Default)]
pub(super) struct Premises {
    templates: Vec<FoundTemplate>,
    tagged: Vec<String>,
    page: usize,
}

impl FakeWechat {
    /// The account has these templates.
    pub fn has_templates(&self, templates: Vec<FoundTemplate>) {
        lock(&self.premises).templates = templates;
    }

    /// Every tag is that of these people, told in pages of `page`.
    pub fn has_tagged(&self, open_ids: Vec<String>, page: usize) {
        let mut premises = lock(&self.premises);
        (premises.tagged, premises.page) = (open_ids, page.max(1));
    }

    fn messaging(&self, call: MessagingCall) -> Result<usize, WechatFailure> {
        self.answer(WechatCall::Messaging(call))
    }
}

#[async_trait]
impl MessagingApi for FakeWechat {
    async fn send_custom(
        &self,
        person: &PersonRef,
        message: &CustomMessage,
        agent: Option<&str>,
    ) -> Result<(), WechatFailure> {
        let (person, message) = (person.clone(), message.clone());
        let call = match (message, agent) {
            (CustomMessage::Text(text), None) => WechatCall::CustomText { person, text },
            (message, agent) => WechatCall::Messaging(MessagingCall::Custom {
                person,
                message,
                agent: agent.map(str::to_owned),
            }),
        };
        self.answer(call).map(drop)
    }

    async fn send_filled(
        &self,
        person: &PersonRef,
        message: &FilledTemplate,
        client_msg_id: &str,
    ) -> Result<Option<String>, WechatFailure> {
        let call = if message.link == Link::Nowhere {
            WechatCall::Template {
                person: person.clone(),
                message: SentTemplate {
                    template_id: message.template_id.clone(),
                    fields: message.fields.clone(),
                    client_msg_id: client_msg_id.to_owned(),
                },
            }
        } else {
            WechatCall::Messaging(MessagingCall::Filled {
                person: person.clone(),
                message: message.clone(),
                client_msg_id: client_msg_id.to_owned(),
            })
        };
        let number = self.answer(call)?;
        Ok(Some(self.id_of_notice(person, client_msg_id, number)))
    }

    async fn send_subscribe(
        &self,
        person: &PersonRef,
        message: &FilledTemplate,
    ) -> Result<Option<String>, WechatFailure> {
        let (person, message) = (person.clone(), message.clone());
        self.messaging(MessagingCall::Subscribe { person, message })
            .map(|_| None)
    }

    async fn show_typing(&self, person: &PersonRef, typing: bool) -> Result<(), WechatFailure> {
        let person = person.clone();
        self.messaging(MessagingCall::Typing { person, typing }).map(drop)
    }

    async fn hand_over(&self, person: &PersonRef, agent: Option<&str>) -> Result<(), WechatFailure> {
        let (person, agent) = (person.clone(), agent.map(str::to_owned));
        self.messaging(MessagingCall::HandOver { person, agent }).map(drop)
    }

    async fn templates(&self, account: &str) -> Result<Vec<FoundTemplate>, WechatFailure> {
        let account = account.to_owned();
        self.messaging(MessagingCall::Templates { account })?;
        Ok(lock(&self.premises).templates.clone())
    }

    async fn delete_template(&self, account: &str, _: TemplateKind, template_id: &str) -> Result<(), WechatFailure> {
        self.messaging(MessagingCall::DeleteTemplate {
            account: account.to_owned(),
            template_id: template_id.to_owned(),
        })?;
        lock(&self.premises)
            .templates
            .retain(|template| template.template_id != template_id);
        Ok(())
    }

    async fn tag_members(&self, _: &str, tag: i64, from: Option<&str>) -> Result<TagMembers, WechatFailure> {
        self.messaging(MessagingCall::TagMembers {
            tag,
            from: from.map(str::to_owned),
        })?;
        let premises = lock(&self.premises);
        let after = from.and_then(|from| premises.tagged.iter().position(|open_id| open_id == from));
        let begin = after.map_or(0, |place| place + 1);
        let open_ids: Vec<_> = premises
            .tagged
            .iter()
            .skip(begin)
            .take(premises.page)
            .cloned()
            .collect();
        let goes_on = begin + open_ids.len() < premises.tagged.len();
        let next = open_ids.last().filter(|_| goes_on).cloned();
        Ok(TagMembers { open_ids, next })
    }
}
