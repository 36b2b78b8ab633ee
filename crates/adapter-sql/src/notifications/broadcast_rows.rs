//! Rows of broadcasts and what they mean.

use domain::ids::{BroadcastId, EventId};
use domain::notifications::broadcast::{AttendeeGroup, Audience, Broadcast, BroadcastContent, BroadcastState};
use domain::notifications::template::TemplateKind;
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::json::{CustomJson, LinkJson};
use crate::log::to_json;
use crate::sql::{Row, Sql, Table};

pub(super) const BROADCASTS: Table = Table {
    name: "broadcasts",
    key: "id",
};

pub(super) const COLUMNS: &str = "id, account, title, content, audience, about_event_id, state, gathered_to, people, \
     paused_until, created_at, updated_at, version";
pub(super) const WIDTH: usize = 13;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ContentJson {
    Template {
        kind: String,
        template_id: String,
        mapping: Vec<(String, String)>,
        #[serde(default, skip_serializing_if = "LinkJson::is_nowhere")]
        link: LinkJson,
    },
    Custom(CustomJson),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AudienceJson {
    Event { event: Uuid, group: String },
    Tag { tag: i64 },
    List { people: u32 },
}

/// Binds a row of [`COLUMNS`].
pub(super) fn bind_broadcast(sql: &mut Sql, broadcast: &Broadcast) -> Result<(), StoreError> {
    sql.bind(broadcast.id.uuid())
        .bind(broadcast.account.as_str())
        .bind(broadcast.title.as_str())
        .bind(content_to_json(&broadcast.content)?)
        .bind(audience_to_json(&broadcast.audience)?)
        .bind(broadcast.about.map(EventId::uuid))
        .bind(broadcast.state.name())
        .bind(broadcast.cursor.as_deref())
        .bind(broadcast.people)
        .bind(broadcast.paused_until)
        .bind(broadcast.created_at)
        .bind(broadcast.updated_at)
        .bind(broadcast.version);
    Ok(())
}

pub(super) fn to_domain(row: &Row) -> Result<Broadcast, StoreError> {
    Ok(Broadcast {
        id: BroadcastId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        title: row.text("title")?,
        content: row.parsed("content", content_from_json)?,
        audience: row.parsed("audience", audience_from_json)?,
        about: row.id_or_null("about_event_id")?.map(EventId::from_uuid),
        state: row.parsed("state", BroadcastState::from_name)?,
        cursor: row.text_or_null("gathered_to")?,
        people: row.number("people")?,
        paused_until: row.time_or_null("paused_until")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    })
}

fn content_to_json(content: &BroadcastContent) -> Result<String, StoreError> {
    to_json(&match content.clone() {
        BroadcastContent::Template {
            kind,
            template_id,
            mapping,
            link,
        } => ContentJson::Template {
            kind: kind.name().to_owned(),
            template_id,
            mapping,
            link: link.into(),
        },
        BroadcastContent::Custom(message) => ContentJson::Custom(message.into()),
    })
}

fn content_from_json(text: &str) -> Option<BroadcastContent> {
    Some(match serde_json::from_str(text).ok()? {
        ContentJson::Template {
            kind,
            template_id,
            mapping,
            link,
        } => BroadcastContent::Template {
            kind: TemplateKind::from_name(&kind)?,
            template_id,
            mapping,
            link: link.into(),
        },
        ContentJson::Custom(message) => BroadcastContent::Custom(message.into()),
    })
}

fn audience_to_json(audience: &Audience) -> Result<String, StoreError> {
    to_json(&match *audience {
        Audience::Event { event, group } => AudienceJson::Event {
            event: event.uuid(),
            group: group.name().to_owned(),
        },
        Audience::Tag { tag } => AudienceJson::Tag { tag },
        Audience::List { people } => AudienceJson::List { people },
    })
}

fn audience_from_json(text: &str) -> Option<Audience> {
    Some(match serde_json::from_str(text).ok()? {
        AudienceJson::Event { event, group } => Audience::Event {
            event: EventId::from_uuid(event),
            group: AttendeeGroup::from_name(&group)?,
        },
        AudienceJson::Tag { tag } => Audience::Tag { tag },
        AudienceJson::List { people } => Audience::List { people },
    })
}
