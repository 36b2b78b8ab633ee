//! Try a template out on one person.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::ids::EventId;
use domain::notifications::template::{MessageTemplate, TemplateKind};
use domain::notifications::{Channel, Delivery, Link, Notice, NoticeKind};
use domain::validation::FieldFaults;
use ports::events::EventDirectory;
use uuid::Uuid;

use super::tools::{TemplateCommand, TemplateError, TemplateTools};
use crate::notifications::compose::filled_fields;
use crate::notifications::direct::SendNow;
use crate::notifications::placeholders::Placeholders;

/// Sends a template to one person at once, filled with the facts of an event or with nothing.
#[derive(Clone)]
pub struct TestSend {
    /// Templates.
    pub tools: TemplateTools,
    /// Sends it.
    pub now: SendNow,
    /// Events.
    pub events: Arc<dyn EventDirectory>,
}

/// What to send to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestSendCommand {
    /// Names this try: repeated under the same id it reaches the person once.
    pub id: Uuid,
    /// Which template.
    pub on: TemplateCommand,
    /// To whom.
    pub open_id: String,
    /// Whose facts fill it.
    pub event: Option<EventId>,
    /// Where a tap leads.
    pub link: Link,
}

impl TestSend {
    /// Runs it; answers the delivery as it is afterwards.
    ///
    /// # Errors
    /// When the template is unknown or not ready, the event is unknown, a field would hold what WeChat refuses, or the
    /// store fails.
    #[tracing::instrument(name = "use_case.notifications.test_send", skip_all)]
    pub async fn run(&self, command: TestSendCommand) -> Result<Delivery, TemplateError> {
        let template = self.tools.wanted(&command.on).await?;
        if !template.is_ready() {
            return Err(TemplateError::NotReady);
        }
        let notice = Notice {
            cause: format!("test:{}", command.id),
            person: PersonRef {
                account: template.account.clone(),
                open_id: command.open_id.clone(),
            },
            event: command.event,
            attendee: None,
            broadcast: None,
            kind: NoticeKind::Test,
            channel: self.channel(&template, &command).await?,
        };
        Ok(self.now.run(notice, &command.on.context).await?)
    }

    async fn channel(&self, template: &MessageTemplate, command: &TestSendCommand) -> Result<Channel, TemplateError> {
        let facts = self.facts(command.event).await?;
        let (fields, skipped) = filled_fields(&template.mapping, &facts);
        if skipped.is_some() {
            let mut faults = FieldFaults::default();
            faults.add("eventId", "without it, or with it, a field holds what WeChat refuses");
            return Err(faults.into());
        }
        Ok(channel_of(
            template.found.kind,
            template.found.template_id.clone(),
            fields,
            command.link.clone(),
        ))
    }

    async fn facts(&self, event: Option<EventId>) -> Result<Placeholders, TemplateError> {
        let Some(event) = event else {
            return Ok(Placeholders::example());
        };
        let Some(card) = self.events.card(event).await? else {
            let mut faults = FieldFaults::default();
            faults.add("eventId", "names no event");
            return Err(faults.into());
        };
        Ok(Placeholders::of_event(&card).or_example())
    }
}

/// The channel of a filled template.
pub(crate) fn channel_of(
    kind: TemplateKind,
    template_id: String,
    fields: Vec<(String, String)>,
    link: Link,
) -> Channel {
    match kind {
        TemplateKind::Template => Channel::Template {
            template_id,
            fields,
            link,
        },
        TemplateKind::SubscribeOnce | TemplateKind::SubscribeLong => Channel::Subscribe {
            template_id,
            fields,
            link,
        },
    }
}
