//! Send the answer that was not ready within WeChat's deadline as a customer-service message.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::ids::{DeliveryId, MessageId};
use domain::notifications::{AttemptOutcome, Channel, Delivery, Notice, NoticeKind};
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
        let text = match late(&message) {
            Late::Nothing => return Ok(()),
            Late::Text(text) => text,
            Late::Unsendable(what) => return self.record_unsendable(&message, what).await,
        };
        let delivery = self.delivery(&message, text);
        let deliver = Deliver {
            cause: delivery.stored().cause.clone(),
        };
        let jobs = [context.job(&deliver, self.clock.now(), self.ids.as_ref())];
        self.deliveries.add(&[delivery], &jobs).await?;
        self.signal.wake();
        Ok(())
    }

    /// What cannot be sent is not to vanish: it is a failed delivery that says why.
    async fn record_unsendable(&self, message: &MessageView, what: &str) -> JobOutcome {
        let now = self.clock.now();
        let mut delivery = self.delivery(message, format!("[{what}]"));
        // A delivery that is new begins at once.
        if delivery.begin(now, std::time::Duration::ZERO).is_ok() {
            let note = format!("the answer was late, and a {what} can be given in the response only");
            delivery.conclude(AttemptOutcome::Refused { code: 0, note }, now);
        }
        self.deliveries.add(&[delivery], &[]).await?;
        tracing::warn!(message.id = %message.id, what, "a late answer cannot be sent");
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

/// What becomes of a late answer.
enum Late {
    Nothing,
    Text(String),
    /// Something that only the response to a message can carry.
    Unsendable(&'static str),
}

/// A late answer as a customer-service text; articles become their headlines and addresses, as a text can carry them.
fn late(message: &MessageView) -> Late {
    let answer = message.answer.as_ref();
    let Some(answer) = answer.filter(|answer| answer.mode == AnswerMode::Late) else {
        return Late::Nothing;
    };
    match &answer.reply {
        Reply::Silence => Late::Nothing,
        Reply::Text(text) => Late::Text(text.clone()),
        Reply::News(articles) => {
            let lines: Vec<_> = articles
                .iter()
                .map(|article| format!("{}\n{}", article.title, article.url))
                .collect();
            Late::Text(lines.join("\n\n"))
        }
        Reply::Image { .. } => Late::Unsendable("picture"),
        Reply::Voice { .. } => Late::Unsendable("voice recording"),
        Reply::Video { .. } => Late::Unsendable("video"),
        Reply::Music(_) => Late::Unsendable("piece of music"),
        Reply::HumanService { .. } => Late::Unsendable("hand-over to customer service"),
    }
}
