//! Find the people of a broadcast, page by page. A page asked for again is the same page.

use std::sync::Arc;

use domain::attendance::Attendee;
use domain::ids::EventId;
use domain::notifications::broadcast::{AttendeeGroup, Audience, Broadcast};
use ports::attendance::{AttendanceReads, AttendeeFilter};
use ports::notifications::broadcasts::BroadcastStore;
use ports::wechat::messaging::MessagingApi;
use ports::{PageQuery, StoreError};
use uuid::Uuid;

use crate::jobs::JobError;

/// People of one page.
const PAGE: u32 = 1_000;

/// Somebody who gets the broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The open id at the broadcast's account.
    pub open_id: String,
    /// The registration, where the audience is an event's.
    pub attendee: Option<Attendee>,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientPage {
    /// The people.
    pub people: Vec<Recipient>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// Finds people.
#[derive(Clone)]
pub struct Audiences {
    /// Attendees.
    pub attendance: Arc<dyn AttendanceReads>,
    /// Stored lists.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Who has a tag.
    pub wechat: Arc<dyn MessagingApi>,
}

impl Audiences {
    /// The page where the broadcast's cursor stands.
    ///
    /// # Errors
    /// When the store or WeChat fail.
    pub async fn page(&self, broadcast: &Broadcast) -> Result<RecipientPage, JobError> {
        let cursor = broadcast.cursor.as_deref();
        match &broadcast.audience {
            Audience::Event { event, group } => Ok(self.attendees(&broadcast.account, *event, *group, cursor).await?),
            Audience::List { people } => Ok(self.listed(broadcast, *people, cursor).await?),
            Audience::Tag { tag } => self.tagged(&broadcast.account, *tag, cursor).await,
        }
    }

    async fn attendees(
        &self,
        account: &str,
        event: EventId,
        group: AttendeeGroup,
        cursor: Option<&str>,
    ) -> Result<RecipientPage, StoreError> {
        let filter = AttendeeFilter {
            checked_in: group.checked_in(),
            search: None,
            oldest_first: true,
        };
        let mut last = cursor.and_then(|text| text.parse::<Uuid>().ok());
        let mut people = Vec::new();
        while people.len() < PAGE as usize {
            let size = PageQuery::MAX_SIZE;
            let query = last.map_or(PageQuery::Number { page: 1, size }, |last| PageQuery::After {
                last,
                size,
            });
            let page = self.attendance.attendees(event, &filter, query).await?;
            let of_account = page
                .items
                .into_iter()
                .filter(|attendee| attendee.person.account == account);
            people.extend(of_account.map(|attendee| Recipient {
                open_id: attendee.person.open_id.clone(),
                attendee: Some(attendee),
            }));
            last = page.next;
            if last.is_none() {
                break;
            }
        }
        Ok(RecipientPage {
            people,
            next: last.map(|last| last.to_string()),
        })
    }

    async fn listed(&self, broadcast: &Broadcast, all: u32, cursor: Option<&str>) -> Result<RecipientPage, StoreError> {
        let skip: u32 = cursor.and_then(|text| text.parse().ok()).unwrap_or(0);
        let people = self.broadcasts.people(broadcast.id, skip, PAGE).await?;
        let reached = skip.saturating_add(PAGE);
        Ok(RecipientPage {
            people: people.into_iter().map(Recipient::named).collect(),
            next: (reached < all).then(|| reached.to_string()),
        })
    }

    /// WeChat's pages have up to 10,000 people; the cursor is where one begins and how far we are in it.
    async fn tagged(&self, account: &str, tag: i64, cursor: Option<&str>) -> Result<RecipientPage, JobError> {
        let (skip, from) = cursor.and_then(|text| text.split_once(' ')).unwrap_or(("0", ""));
        let skip: usize = skip.parse().unwrap_or(0);
        let from = (!from.is_empty()).then_some(from);
        let members = self.wechat.tag_members(account, tag, from).await?;
        let reached = skip + PAGE as usize;
        let next = if reached < members.open_ids.len() {
            Some(format!("{reached} {}", from.unwrap_or_default()))
        } else {
            members.next.map(|next| format!("0 {next}"))
        };
        let people = members.open_ids.into_iter().skip(skip).take(PAGE as usize);
        Ok(RecipientPage {
            people: people.map(Recipient::named).collect(),
            next,
        })
    }
}

impl Recipient {
    const fn named(open_id: String) -> Self {
        Self {
            open_id,
            attendee: None,
        }
    }
}
