//! [`MessagingApi`]: notices of every kind, templates, and who has a tag.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::notifications::template::{FoundTemplate, TemplateKind};
use domain::notifications::{CustomMessage, Link};
use domain::wechat::Product;
use ports::wechat::messaging::{FilledTemplate, MessagingApi, TagMembers};
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::CustomSendRequest;
use wechat_protocol::api::mini_program::customer_message::{self, SendCustomerMessage};
use wechat_protocol::api::mini_program::subscribe;
use wechat_protocol::api::official_account::custom_message::{self as custom, CustomTyping};
use wechat_protocol::api::official_account::customer_service::{CreateSession, ListOnlineAgents};
use wechat_protocol::api::official_account::subscribe_message::SendSubscribeMessage;
use wechat_protocol::api::official_account::subscribe_templates::{
    DeleteSubscribeTemplate, KeywordValues, ListSubscribeTemplates, SubscribeTemplate,
};
use wechat_protocol::api::official_account::tags::ListTagged;
use wechat_protocol::api::official_account::template_message::{MiniProgram, TemplateSendRequest};
use wechat_protocol::api::official_account::templates::{DeleteTemplate, ListTemplates, Template};

use crate::client::WechatClient;
use crate::failure::{later, refused};

/// The account is not granted an API: it has nothing of that kind.
const NOT_GRANTED: i64 = 48_001;
/// A subscribe template of this type allows any number of messages.
const LONG_TERM: u8 = 3;

#[async_trait]
impl MessagingApi for WechatClient {
    async fn send_custom(
        &self,
        person: &PersonRef,
        message: &CustomMessage,
        agent: Option<&str>,
    ) -> Result<(), WechatFailure> {
        if self.product(&person.account).await? == Product::MiniProgram {
            let request = SendCustomerMessage {
                touser: person.open_id.clone(),
                message: to_mini_program(message)?,
            };
            return self.order(&person.account, &request).await.map(drop);
        }
        let request = CustomSendRequest {
            touser: person.open_id.clone(),
            message: to_official_account(message),
            kf_account: agent.map(str::to_owned),
        };
        request.check().map_err(unfit)?;
        self.order(&person.account, &request).await.map(drop)
    }

    async fn send_filled(
        &self,
        person: &PersonRef,
        message: &FilledTemplate,
        client_msg_id: &str,
    ) -> Result<Option<String>, WechatFailure> {
        let mut request = TemplateSendRequest::new(&person.open_id, &message.template_id, pairs(message));
        request.client_msg_id = Some(client_msg_id.to_owned());
        match &message.link {
            Link::Nowhere => {}
            Link::Page(url) => request.url = Some(url.clone()),
            Link::MiniProgram { app_id, path } => {
                request.miniprogram = Some(MiniProgram {
                    appid: app_id.clone(),
                    pagepath: path.clone(),
                });
            }
        }
        let sent = self.order(&person.account, &request).await?;
        Ok(sent.message_id())
    }

    async fn send_subscribe(
        &self,
        person: &PersonRef,
        message: &FilledTemplate,
    ) -> Result<Option<String>, WechatFailure> {
        if self.product(&person.account).await? == Product::MiniProgram {
            let request = of_mini_program(person, message);
            request.check().map_err(unfit)?;
            let sent = self.order(&person.account, &request).await?;
            return Ok(sent.message_id());
        }
        let request =
            SendSubscribeMessage::new(&person.open_id, &message.template_id, pairs(message)).map_err(unfit)?;
        let request = match &message.link {
            Link::Nowhere => request,
            Link::Page(url) => request.to_page(url),
            Link::MiniProgram { app_id, path } => request.to_mini_program(app_id, path),
        };
        let sent = self.order(&person.account, &request).await?;
        Ok(sent.message_id())
    }

    async fn show_typing(&self, person: &PersonRef, typing: bool) -> Result<(), WechatFailure> {
        if self.product(&person.account).await? == Product::MiniProgram {
            let command = if typing {
                customer_message::TypingCommand::Typing
            } else {
                customer_message::TypingCommand::CancelTyping
            };
            let request = customer_message::ShowTyping {
                touser: person.open_id.clone(),
                command,
            };
            return self.order(&person.account, &request).await.map(drop);
        }
        let request = if typing {
            CustomTyping::begin(&person.open_id)
        } else {
            CustomTyping::end(&person.open_id)
        };
        self.order(&person.account, &request).await.map(drop)
    }

    async fn hand_over(&self, person: &PersonRef, agent: Option<&str>) -> Result<(), WechatFailure> {
        let agent = match agent {
            Some(agent) => agent.to_owned(),
            None => self.least_busy(&person.account).await?,
        };
        let request = CreateSession::new(&agent, &person.open_id);
        self.order(&person.account, &request).await.map(drop)
    }

    async fn templates(&self, account: &str) -> Result<Vec<FoundTemplate>, WechatFailure> {
        let mut found = Vec::new();
        if self.product(account).await? == Product::OfficialAccount {
            let list = granted(self.call(account, &ListTemplates).await)?;
            found.extend(list.into_iter().flat_map(|list| list.template_list).map(of_template));
        }
        let list = granted(self.call(account, &ListSubscribeTemplates).await)?;
        found.extend(list.into_iter().flat_map(|list| list.data).map(of_subscribe_template));
        Ok(found)
    }

    async fn delete_template(&self, account: &str, kind: TemplateKind, template_id: &str) -> Result<(), WechatFailure> {
        match kind {
            TemplateKind::Template => self.order(account, &DeleteTemplate::new(template_id)).await.map(drop),
            TemplateKind::SubscribeOnce | TemplateKind::SubscribeLong => self
                .order(account, &DeleteSubscribeTemplate::new(template_id))
                .await
                .map(drop),
        }
    }

    async fn tag_members(&self, account: &str, tag: i64, from: Option<&str>) -> Result<TagMembers, WechatFailure> {
        let page = self
            .call(account, &ListTagged::new(tag, from.unwrap_or_default()))
            .await?;
        Ok(TagMembers {
            open_ids: page.openids().to_vec(),
            next: page.next().map(str::to_owned),
        })
    }
}

impl WechatClient {
    pub(crate) async fn product(&self, account: &str) -> Result<Product, WechatFailure> {
        Ok(self.account(account).await?.caller().product())
    }

    async fn least_busy(&self, account: &str) -> Result<String, WechatFailure> {
        let online = self.call(account, &ListOnlineAgents).await?.kf_online_list;
        let least = online.into_iter().min_by_key(|agent| agent.accepted_case);
        least
            .map(|agent| agent.kf_account)
            .ok_or_else(|| later(None, "no human customer service is online"))
    }
}

/// `None` where the account has no such API.
fn granted<T>(answer: Result<T, WechatFailure>) -> Result<Option<T>, WechatFailure> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(WechatFailure::Refused { code: NOT_GRANTED, .. }) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn unfit(error: impl std::fmt::Display) -> WechatFailure {
    refused(RefusalKind::Content, error.to_string())
}

fn pairs(message: &FilledTemplate) -> impl Iterator<Item = (&str, &str)> {
    message.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()))
}

fn of_mini_program(person: &PersonRef, message: &FilledTemplate) -> subscribe::SendSubscribeMessage {
    let data: BTreeMap<_, _> = message
        .fields
        .iter()
        .map(|(key, value)| (key.clone(), subscribe::FieldValue { value: value.clone() }))
        .collect();
    subscribe::SendSubscribeMessage {
        touser: person.open_id.clone(),
        template_id: message.template_id.clone(),
        page: match &message.link {
            Link::Nowhere => None,
            Link::Page(path) | Link::MiniProgram { path, .. } => Some(path.clone()),
        },
        data,
        ..subscribe::SendSubscribeMessage::default()
    }
}

fn of_template(template: Template) -> FoundTemplate {
    FoundTemplate {
        template_id: template.template_id,
        kind: TemplateKind::Template,
        title: template.title,
        content: template.content,
        example: template.example,
        choices: Vec::new(),
    }
}

fn of_subscribe_template(template: SubscribeTemplate) -> FoundTemplate {
    let choices = |values: KeywordValues| {
        let key = values.keyword_code.trim_end_matches(".DATA").to_owned();
        (key, values.enum_value_list)
    };
    FoundTemplate {
        template_id: template.id,
        kind: if template.kind == LONG_TERM {
            TemplateKind::SubscribeLong
        } else {
            TemplateKind::SubscribeOnce
        },
        title: template.title,
        content: template.content,
        example: template.example,
        choices: template.keyword_enum_value_list.into_iter().map(choices).collect(),
    }
}

fn to_mini_program(message: &CustomMessage) -> Result<customer_message::CustomerMessage, WechatFailure> {
    use customer_message::CustomerMessage as To;
    Ok(match message.clone() {
        CustomMessage::Text(content) => To::Text { content },
        CustomMessage::Image { media_id } => To::Image { media_id },
        CustomMessage::Link {
            title,
            description,
            url,
            picture_url,
        } => To::Link {
            title,
            description,
            url,
            thumb_url: picture_url,
        },
        CustomMessage::MiniProgramPage {
            title,
            path,
            thumb_media_id,
            ..
        } => To::MiniProgramPage {
            title,
            pagepath: path,
            thumb_media_id,
        },
        other => {
            let note = format!("a mini program cannot send a message of the type {}", other.name());
            return Err(refused(RefusalKind::Content, note));
        }
    })
}

fn to_official_account(message: &CustomMessage) -> custom::CustomMessage {
    use custom::CustomMessage as To;
    let present = |text: String| (!text.is_empty()).then_some(text);
    match message.clone() {
        CustomMessage::Text(content) => To::Text { content },
        CustomMessage::Image { media_id } => To::Image { media_id },
        CustomMessage::Voice { media_id } => To::Voice { media_id },
        CustomMessage::Video {
            media_id,
            thumb_media_id,
            title,
            description,
        } => To::Video {
            thumb_media_id: present(thumb_media_id).unwrap_or_else(|| media_id.clone()),
            media_id,
            title: present(title),
            description: present(description),
        },
        CustomMessage::Music(music) => To::Music {
            title: music.title,
            description: music.description,
            musicurl: music.url,
            hqmusicurl: music.high_quality_url,
            thumb_media_id: music.thumb_media_id,
        },
        CustomMessage::News(article) => To::News {
            articles: vec![custom::NewsArticle {
                title: article.title,
                description: article.description,
                url: article.url,
                picurl: article.picture_url,
            }],
        },
        CustomMessage::PublishedArticle { article_id } => To::MpNewsArticle { article_id },
        CustomMessage::Menu { head, answers, tail } => To::MsgMenu {
            head_content: head,
            list: answers
                .into_iter()
                .map(|(id, content)| custom::MenuItem { id, content })
                .collect(),
            tail_content: tail,
        },
        CustomMessage::Card { card_id } => To::WxCard { card_id },
        CustomMessage::Link {
            title,
            description,
            url,
            picture_url,
        } => To::Link {
            title,
            description,
            url,
            thumb_url: picture_url,
        },
        CustomMessage::MiniProgramPage {
            title,
            app_id,
            path,
            thumb_media_id,
        } => To::MiniProgramPage {
            title,
            appid: app_id,
            pagepath: path,
            thumb_media_id,
        },
    }
}
