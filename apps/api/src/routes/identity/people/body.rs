//! A person as answers show them.

use domain::identity::{PersonMerge, UnionId};
use ports::identity::{KnownIdentity, PersonView};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// A person, under however many open ids.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonBody {
    /// Their id. Another one than was asked for when that one was merged away.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000a1")]
    id: Uuid,
    /// When they were first seen.
    created_at: Instant,
    /// Their open ids, by account.
    identities: Vec<IdentityBody>,
    /// Their union ids: one for each Open Platform account.
    union_ids: Vec<String>,
    /// Who turned out to be them, newest first, at most 100.
    merges: Vec<MergeBody>,
}

/// One open id of a person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct IdentityBody {
    /// Our name of the account.
    #[schema(example = "default")]
    account: String,
    /// The account's id of the person.
    #[schema(example = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M")]
    open_id: String,
    /// When it was first seen.
    first_seen_at: Instant,
}

/// Two people who turned out to be one.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MergeBody {
    /// Who was merged away.
    from: Uuid,
    /// Into whom.
    into: Uuid,
    /// What both had in common; `null` once it was forgotten.
    union_id: Option<String>,
    /// Where it was learned: `follower-profile`, `follower-sync`, `web-login`, `mini-program-login`, `wecom-contact` or
    /// `message`.
    #[schema(example = "web-login")]
    learned_from: &'static str,
    /// When.
    merged_at: Instant,
}

fn shown(union_id: &UnionId) -> String {
    union_id.as_str().to_owned()
}

impl From<PersonView> for PersonBody {
    fn from(view: PersonView) -> Self {
        let stored = view.person.stored();
        Self {
            id: stored.id.uuid(),
            created_at: stored.created_at.into(),
            identities: view.identities.into_iter().map(IdentityBody::from).collect(),
            union_ids: view.union_ids.iter().map(shown).collect(),
            merges: view.merges.iter().map(MergeBody::from).collect(),
        }
    }
}

impl From<KnownIdentity> for IdentityBody {
    fn from(known: KnownIdentity) -> Self {
        Self {
            account: known.identity.account,
            open_id: known.identity.open_id,
            first_seen_at: known.first_seen_at.into(),
        }
    }
}

impl From<&PersonMerge> for MergeBody {
    fn from(merge: &PersonMerge) -> Self {
        Self {
            from: merge.from.uuid(),
            into: merge.into.uuid(),
            union_id: merge.union_id.as_ref().map(shown),
            learned_from: merge.learned_from.name(),
            merged_at: merge.at.into(),
        }
    }
}
