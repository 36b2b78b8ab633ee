//! External contacts (外部联系人) of members.

mod list;
mod read;

use domain::ids::PersonId;
use domain::wechat::wecom::contacts::{Contact, ContactKind, Relation};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::endpoint::Endpoint;
use crate::wire::Instant;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![list::endpoint(), read::endpoint()]
}

/// Somebody outside whom members know. Of somebody whom no member knows any more, nothing but the id is kept.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ExternalContactBody {
    /// Our id.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000e2")]
    id: Uuid,
    /// WeCom's id of them in the corporation.
    #[schema(example = "wmqfasd1e19278asdasdEXAMPLE")]
    external_user_id: String,
    /// Name, or nickname in WeChat; `null`: not read yet, or not known any more.
    #[schema(example = "王五")]
    name: Option<String>,
    /// Where they are at home: `wechat` or `wecom`.
    #[schema(example = "wechat")]
    kind: Option<&'static str>,
    /// Position, of people in WeCom.
    position: Option<String>,
    /// Their corporation, of people in WeCom.
    corp_name: Option<String>,
    /// The members who know them.
    relations: Vec<ContactRelationBody>,
    /// When WeCom last told something new of them.
    read_at: Option<Instant>,
}

/// A member's relation to an external contact.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ContactRelationBody {
    /// The member.
    #[schema(example = "ZhangSan")]
    user_id: String,
    /// The member's name for the contact; may be empty.
    #[schema(example = "王总")]
    remark: String,
    /// Ids of the corporation's tags.
    tags: Vec<String>,
    /// The `state` of the contact code by which they came.
    #[schema(example = "poster-5")]
    state: Option<String>,
    /// How they came, as WeCom numbers it.
    #[schema(example = 1)]
    add_way: Option<i64>,
    /// Since when.
    added_at: Option<Instant>,
}

/// An external contact, and who they are.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ExternalContactDetailsBody {
    /// The contact.
    #[serde(flatten)]
    contact: ExternalContactBody,
    /// The person, once they are known as one; the same in every account that tells their union id.
    person_id: Option<Uuid>,
}

impl From<&Contact> for ExternalContactBody {
    fn from(contact: &Contact) -> Self {
        let (stored, profile) = (contact.stored(), &contact.stored().profile);
        Self {
            id: stored.id.uuid(),
            external_user_id: stored.external_user_id.clone(),
            name: profile.name.clone(),
            kind: profile.kind.map(ContactKind::name),
            position: profile.position.clone(),
            corp_name: profile.corp_name.clone(),
            relations: contact.present().map(Into::into).collect(),
            read_at: stored.read_at.map(Into::into),
        }
    }
}

impl From<&Relation> for ContactRelationBody {
    fn from(relation: &Relation) -> Self {
        let facts = relation.facts.clone();
        Self {
            user_id: facts.user_id,
            remark: facts.remark,
            tags: facts.tags.into_iter().collect(),
            state: facts.state,
            add_way: facts.add_way,
            added_at: facts.added_at.map(Into::into),
        }
    }
}

impl ExternalContactDetailsBody {
    fn new(contact: &Contact, person: Option<PersonId>) -> Self {
        Self {
            contact: contact.into(),
            person_id: person.map(PersonId::uuid),
        }
    }
}
