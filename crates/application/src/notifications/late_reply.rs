//! Send the answer that was not ready within WeChat's deadline as a customer-service message.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::ids::{DeliveryId, MessageId};
use domain::notifications::{Channel, Delivery, Notice, NoticeKind};
use domain::wechat::Reply;
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
        let Some(text) = late_text(&message) else { return Ok(()) };
        let delivery = self.delivery(&message, text);
        let deliver = Deliver {
            cause: delivery.stored().cause.clone(),
        };
        let jobs = [context.job(&deliver, self.clock.now(), self.ids.as_ref())];
        self.deliveries.add(&[delivery], &jobs).await?;
        self.signal.wake();
        Ok(())
    }

    fn delivery(&self, message: &MessageView, text: String) -> Delivery {
        let notice = Notice {
            cause: format!("message:{}:late-reply", message.id),
            person: PersonRef {
                account: message.account.clone(),
                open_id: message.from_user.clone(),
            },
            event: None,
            attendee: None,
            kind: NoticeKind::LateReply,
            channel: Channel::Custom { text },
        };
        Delivery::pending(DeliveryId::from_uuid(self.ids.next()), notice, self.clock.now())
    }
}

/// The text of a late answer; articles become their headlines and addresses, as a text can carry them.
fn late_text(message: &MessageView) -> Option<String> {
    let answer = message
        .answer
        .as_ref()
        .filter(|answer| answer.mode == AnswerMode::Late)?;
    match &answer.reply {
        Reply::Silence => None,
        Reply::Text(text) => Some(text.clone()),
        Reply::News(articles) => {
            let lines: Vec<_> = articles
                .iter()
                .map(|article| format!("{}\n{}", article.title, article.url))
                .collect();
            Some(lines.join("\n\n"))
        }
        Reply::Image { .. }
        | Reply::Voice { .. }
        | Reply::Video { .. }
        | Reply::Music(_)
        | Reply::HumanService { .. } => None,
    }
}
