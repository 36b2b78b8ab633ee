//! Changes of people.

use domain::identity::PersonHappened;
use domain::ids::PersonId;
use serde_json::json;

use super::WireEvent;

/// Stream type of people.
pub const PERSON_STREAM: &str = "person";

/// The wire form of a change of a person.
#[must_use]
pub fn person_happened(person: PersonId, happened: &PersonHappened) -> WireEvent {
    let (kind, data) = match happened {
        PersonHappened::Appeared { learned_from } => ("person.appeared", json!({ "learnedFrom": learned_from.name() })),
        PersonHappened::IdentityAdded { learned_from } => {
            ("person.identity_added", json!({ "learnedFrom": learned_from.name() }))
        }
        PersonHappened::UnionLearned { learned_from } => {
            ("person.union_learned", json!({ "learnedFrom": learned_from.name() }))
        }
        PersonHappened::Merged { from, learned_from } => (
            "person.merged",
            json!({ "from": from.to_string(), "learnedFrom": learned_from.name() }),
        ),
        PersonHappened::UnionForgotten => ("person.union_forgotten", json!({})),
    };
    WireEvent {
        stream_type: PERSON_STREAM,
        stream_id: person.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}
