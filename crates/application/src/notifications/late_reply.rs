//! Send the answer that was not ready within WeChat's deadline as a customer-service message.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::ids::{DeliveryId, MessageId};
use domain::notifications::{Channel, CustomMessage, Delivery, MAX_TEXT_BYTES, Notice, NoticeKind};
use domain::wechat::{Article, Reply};
use ports::jobs::RelaySignal;
use ports::notifications::DeliveryStore;
use ports::system::{Clock, Ids};
use ports::wechat::{AnswerMode, MessageReads, MessageView};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::deliver::Deliver;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

/// The job: this message was answered too late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LateReply {
    /// The message.
    pub message_id: Uuid,
}

impl Job for LateReply {
    const NAME: &'static str = "notifications.late_reply";
}

/// Carries out [`LateReply`].
#[derive(Clone)]
pub struct LateReplies {
    /// Messages.
    pub messages: Arc<dyn MessageReads>,
    /// Deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
}

impl LateReplies {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.notifications.late_reply", skip_all, fields(message.id = %job.message_id))]
    pub async fn run(&self, job: &LateReply, context: &Context) -> JobOutcome {
        let message = self.messages.find(MessageId::from_uuid(job.message_id)).await?;
        let message = message.ok_or_else(|| JobError::Never("the message is gone".to_owned()))?;
        let Some(channel) = late_channel(&message) else {
            return Ok(());
        };
        let delivery = self.delivery(&message, channel);
        let deliver = Deliver {
            cause: delivery.stored().cause.clone(),
        };
        let jobs = [context.job(&deliver, self.clock.now(), self.ids.as_ref())];
        self.deliveries.add(&[delivery], &jobs).await?;
        self.signal.wake();
        Ok(())
    }

    fn delivery(&self, message: &MessageView, channel: Channel) -> Delivery {
        let notice = Notice {
            cause: format!("message:{}:late-reply", message.id),
            person: PersonRef {
                account: message.account.clone(),
                open_id: message.from_user.clone(),
            },
            event: None,
            attendee: None,
            broadcast: None,
            kind: NoticeKind::LateReply,
            channel,
        };
        Delivery::pending(DeliveryId::from_uuid(self.ids.next()), notice, self.clock.now())
    }
}

/// A late answer as a customer-service message of its type. A hand-over becomes one by another way.
fn late_channel(message: &MessageView) -> Option<Channel> {
    let answer = message
        .answer
        .as_ref()
        .filter(|answer| answer.mode == AnswerMode::Late)?;
    let message = match &answer.reply {
        Reply::Silence => return None,
        Reply::HumanService { agent } => return Some(Channel::HandOver { agent: agent.clone() }),
        Reply::Text(text) => CustomMessage::Text(text.clone()),
        Reply::News(articles) => late_news(articles)?,
        Reply::Image { media_id } => CustomMessage::Image {
            media_id: media_id.clone(),
        },
        Reply::Voice { media_id } => CustomMessage::Voice {
            media_id: media_id.clone(),
        },
        Reply::Video {
            media_id,
            title,
            description,
        } => CustomMessage::Video {
            media_id: media_id.clone(),
            thumb_media_id: String::new(),
            title: title.clone(),
            description: description.clone(),
        },
        Reply::Music(music) => CustomMessage::Music(music.clone()),
    };
    Some(Channel::Custom(message))
}

/// One article is a card; WeChat takes no more in a customer-service message (45008), so that several become headlines
/// and addresses, as many as a text holds.
fn late_news(articles: &[Article]) -> Option<CustomMessage> {
    if let [article] = articles {
        return Some(CustomMessage::News(article.clone()));
    }
    let mut text = String::new();
    for article in articles {
        let line = format!("{}\n{}", article.title, article.url);
        if text.len() + line.len() + 2 > MAX_TEXT_BYTES {
            break;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&line);
    }
    (!text.is_empty()).then_some(CustomMessage::Text(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str) -> Article {
        Article {
            title: title.to_owned(),
            description: String::new(),
            picture_url: String::new(),
            url: "https://example.com".to_owned(),
        }
    }

    #[test]
    fn one_article_is_a_card_and_several_are_a_text_that_fits() {
        assert_eq!(late_news(&[article("春")]), Some(CustomMessage::News(article("春"))));
        let Some(CustomMessage::Text(text)) = late_news(&vec![article(&"春".repeat(300)); 8]) else {
            panic!("a text was expected");
        };
        assert!(text.len() <= MAX_TEXT_BYTES && text.matches("https://").count() == 2);
        assert_eq!(late_news(&[]), None);
    }
}
