//! Order a broadcast.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::ids::{BroadcastId, EventId, MessageTemplateId};
use domain::notifications::broadcast::{
    AttendeeGroup, Audience, Broadcast, BroadcastContent, BroadcastHappened, BroadcastState, MAX_LIST, MAX_TITLE,
};
use domain::notifications::template::names_any;
use domain::notifications::{CustomMessage, Link};
use domain::text::single_line;
use domain::validation::FieldFaults;
use domain::wechat::Product;
use ports::StoreError;
use ports::events::EventDirectory;
use ports::notifications::templates::TemplateStore;
use ports::wechat::AccountBook;

use super::gather::GatherPeople;
use super::tools::{BroadcastError, BroadcastTools};
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Longest open id, in characters.
const MAX_OPEN_ID: usize = 128;
/// Facts that only somebody who is registered has.
const OF_ATTENDEES: [&str; 2] = ["ticket.code", "checkIn.time"];
/// Facts of an event.
const OF_EVENTS: [&str; 4] = ["event.title", "event.location", "event.start", "event.end"];

/// Orders broadcasts. Repeated with the same id it answers the one that is there.
#[derive(Clone)]
pub struct CreateBroadcast {
    /// What it works with.
    pub tools: BroadcastTools,
    /// Templates.
    pub templates: Arc<dyn TemplateStore>,
    /// Events.
    pub events: Arc<dyn EventDirectory>,
    /// Accounts.
    pub accounts: Arc<dyn AccountBook>,
}

/// What to send to whom, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateBroadcastCommand {
    /// The id it gets.
    pub id: BroadcastId,
    /// Our name of the account.
    pub account: String,
    /// What operators call it.
    pub title: String,
    /// What is sent.
    pub content: ContentDraft,
    /// To whom.
    pub audience: AudienceDraft,
    /// Whose facts fill placeholders, where the audience is not an event's.
    pub about: Option<EventId>,
    /// Who and what.
    pub context: Context,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContentDraft {
    /// A template with its mapping as it is now.
    Template {
        /// The template.
        template: MessageTemplateId,
        /// Where a tap leads.
        link: Link,
    },
    /// A customer-service message.
    Custom(CustomMessage),
}

/// To whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AudienceDraft {
    /// Attendees.
    Event {
        /// The event.
        event: EventId,
        /// Which of them.
        group: AttendeeGroup,
    },
    /// Followers with a tag.
    Tag(i64),
    /// Open ids; one that is named twice counts once.
    List(Vec<String>),
}

impl CreateBroadcast {
    /// Runs it.
    ///
    /// # Errors
    /// When values are not acceptable, the template cannot be sent, or the store fails.
    #[tracing::instrument(name = "use_case.notifications.create_broadcast", skip_all, fields(broadcast.id = %command.id))]
    pub async fn run(&self, command: CreateBroadcastCommand) -> Result<Broadcast, BroadcastError> {
        let (broadcast, people) = self.checked(&command).await?;
        match retry_on_contention(|| self.store(&broadcast, &people, &command.context)).await {
            Ok(()) => {
                self.tools.signal.wake();
                Ok(broadcast)
            }
            Err(StoreError::Duplicate(_)) => self.tools.wanted(&command.account, command.id).await,
            Err(error) => Err(error.into()),
        }
    }

    async fn store(&self, broadcast: &Broadcast, people: &[String], context: &Context) -> Result<(), StoreError> {
        let gather = GatherPeople {
            broadcast_id: broadcast.id.uuid(),
        };
        let job = context.job(&gather, broadcast.created_at, self.tools.ids.as_ref());
        let entry = self.tools.entry(broadcast, &BroadcastHappened::Created, context);
        self.tools.broadcasts.add(broadcast, people, &[job], &[entry]).await
    }

    async fn checked(&self, command: &CreateBroadcastCommand) -> Result<(Broadcast, Vec<String>), BroadcastError> {
        let mut faults = FieldFaults::default();
        let title = faults.keep("title", single_line(&command.title, 1..=MAX_TITLE));
        let (audience, people) = checked_audience(&command.audience, &mut faults);
        let about = match audience {
            Audience::Event { event, .. } => Some(event),
            Audience::Tag { .. } | Audience::List { .. } => command.about,
        };
        self.check_event(about, &audience, &mut faults).await?;
        self.check_tag(&command.account, &audience, &mut faults).await?;
        let content = self.content(command).await?;
        check_placeholders(&content, &audience, about, &mut faults);
        faults.check()?;
        let now = self.tools.clock.now();
        let broadcast = Broadcast {
            id: command.id,
            account: command.account.clone(),
            title: title.unwrap_or_default(),
            content,
            audience,
            about,
            state: BroadcastState::Preparing,
            cursor: None,
            people: 0,
            paused_until: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        Ok((broadcast, people))
    }

    async fn check_event(
        &self,
        about: Option<EventId>,
        audience: &Audience,
        faults: &mut FieldFaults,
    ) -> Result<(), StoreError> {
        let Some(event) = about else { return Ok(()) };
        if self.events.card(event).await?.is_none() {
            let field = match audience {
                Audience::Event { .. } => "audience",
                Audience::Tag { .. } | Audience::List { .. } => "aboutEventId",
            };
            faults.add(field, "names no event");
        }
        Ok(())
    }

    /// Mini Programs send the same messages, and their users have no tags.
    async fn check_tag(&self, account: &str, audience: &Audience, faults: &mut FieldFaults) -> Result<(), StoreError> {
        if !matches!(audience, Audience::Tag { .. }) {
            return Ok(());
        }
        let setup = self.accounts.setup(account).await?;
        if setup.is_some_and(|setup| setup.product != Product::OfficialAccount) {
            faults.add(
                "audience",
                "names a tag, which only followers of official accounts have",
            );
        }
        Ok(())
    }

    async fn content(&self, command: &CreateBroadcastCommand) -> Result<BroadcastContent, BroadcastError> {
        match &command.content {
            ContentDraft::Custom(message) => {
                message.check()?;
                Ok(BroadcastContent::Custom(message.clone()))
            }
            ContentDraft::Template { template, link } => {
                let found = self.templates.find(&command.account, *template).await?;
                let Some(template) = found else {
                    let mut faults = FieldFaults::default();
                    faults.add("message", "names no template of the account");
                    return Err(faults.into());
                };
                if !template.is_ready() {
                    return Err(BroadcastError::TemplateNotReady);
                }
                Ok(BroadcastContent::Template {
                    kind: template.found.kind,
                    template_id: template.found.template_id,
                    mapping: template.mapping,
                    link: link.clone(),
                })
            }
        }
    }
}

fn checked_audience(draft: &AudienceDraft, faults: &mut FieldFaults) -> (Audience, Vec<String>) {
    match draft {
        AudienceDraft::Event { event, group } => (
            Audience::Event {
                event: *event,
                group: *group,
            },
            Vec::new(),
        ),
        AudienceDraft::Tag(tag) => (Audience::Tag { tag: *tag }, Vec::new()),
        AudienceDraft::List(list) => {
            let people = checked_list(list, faults);
            let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
            (Audience::List { people: count }, people)
        }
    }
}

fn checked_list(list: &[String], faults: &mut FieldFaults) -> Vec<String> {
    if list.is_empty() || list.len() > MAX_LIST {
        faults.add("audience", format!("must name 1 to {MAX_LIST} people"));
        return Vec::new();
    }
    let sound = |open_id: &String| single_line(open_id, 1..=MAX_OPEN_ID).is_ok_and(|text| text == *open_id);
    if !list.iter().all(sound) {
        faults.add(
            "audience",
            format!("open ids have 1 to {MAX_OPEN_ID} characters without blanks around"),
        );
    }
    let mut seen = BTreeSet::new();
    list.iter().filter(|open_id| seen.insert(*open_id)).cloned().collect()
}

fn check_placeholders(
    content: &BroadcastContent,
    audience: &Audience,
    about: Option<EventId>,
    faults: &mut FieldFaults,
) {
    let names = |placeholders: &[&str]| texts(content).iter().any(|text| names_any(text, placeholders));
    if !matches!(audience, Audience::Event { .. }) && names(&OF_ATTENDEES) {
        faults.add(
            "message",
            "names a ticket or check-in, which only an event's attendees have",
        );
    }
    if about.is_none() && names(&OF_EVENTS) {
        faults.add("message", "names an event's facts: say which event with aboutEventId");
    }
}

fn texts(content: &BroadcastContent) -> Vec<String> {
    match content {
        BroadcastContent::Template { mapping, .. } => mapping.iter().map(|(_, text)| text.clone()).collect(),
        BroadcastContent::Custom(message) => {
            let texts = std::cell::RefCell::new(Vec::new());
            let _ = message.filled(|text| {
                texts.borrow_mut().push(text.to_owned());
                text.to_owned()
            });
            texts.into_inner()
        }
    }
}
