//! What messaging asks of WeChat: notices of every kind, templates, and who has a tag.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::notifications::template::{FoundTemplate, TemplateKind};
use domain::notifications::{CustomMessage, Link};

use super::WechatFailure;

/// A filled template.
#[derive(Clone, PartialEq, Eq)]
pub struct FilledTemplate {
    /// WeChat's template id.
    pub template_id: String,
    /// Template key → value.
    pub fields: Vec<(String, String)>,
    /// Where a tap leads.
    pub link: Link,
}

/// Shows no words: they are the person's.
impl std::fmt::Debug for FilledTemplate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FilledTemplate({})", self.template_id)
    }
}

/// Followers with a tag.
#[derive(Clone, PartialEq, Eq)]
pub struct TagMembers {
    /// Their open ids; at most 10,000.
    pub open_ids: Vec<String>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// WeChat's API for messages to people. Every call is bounded in time.
#[async_trait]
pub trait MessagingApi: Send + Sync {
    /// Sends a customer-service message, from an agent (`name@account`) where one is named.
    async fn send_custom(
        &self,
        person: &PersonRef,
        message: &CustomMessage,
        agent: Option<&str>,
    ) -> Result<(), WechatFailure>;

    /// Sends a template message; answers WeChat's message id. WeChat sends one `client_msg_id` (at most 32 characters)
    /// once per person within 10 minutes.
    async fn send_filled(
        &self,
        person: &PersonRef,
        message: &FilledTemplate,
        client_msg_id: &str,
    ) -> Result<Option<String>, WechatFailure>;

    /// Sends a subscribe notification; answers WeChat's message id where it tells one.
    async fn send_subscribe(
        &self,
        person: &PersonRef,
        message: &FilledTemplate,
    ) -> Result<Option<String>, WechatFailure>;

    /// Shows or hides "typing" in a chat where something was said in the last 30 s.
    async fn show_typing(&self, person: &PersonRef, typing: bool) -> Result<(), WechatFailure>;

    /// Hands a person over to human customer service: to an agent (`name@account`), or to the least busy one who is there.
    async fn hand_over(&self, person: &PersonRef, agent: Option<&str>) -> Result<(), WechatFailure>;

    /// Every template that the account has.
    async fn templates(&self, account: &str) -> Result<Vec<FoundTemplate>, WechatFailure>;

    /// Deletes a template from the account.
    async fn delete_template(&self, account: &str, kind: TemplateKind, template_id: &str) -> Result<(), WechatFailure>;

    /// Followers with a tag, from the beginning or from [`TagMembers::next`].
    async fn tag_members(&self, account: &str, tag: i64, from: Option<&str>) -> Result<TagMembers, WechatFailure>;
}
