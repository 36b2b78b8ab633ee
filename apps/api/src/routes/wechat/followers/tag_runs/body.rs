//! A run as answers show it.

use domain::wechat::followers::{MemberOutcome, TagRun};
use ports::wechat::followers::TagRunMember;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// A run that gives a tag to many followers or takes it from them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TagRunBody {
    /// Its id.
    id: Uuid,
    /// The tag.
    #[schema(example = 100)]
    tag: i64,
    /// `give` or `take`.
    #[schema(example = "give")]
    action: &'static str,
    /// `running`, `finished` or `failed`.
    #[schema(example = "running")]
    state: &'static str,
    /// People in all.
    #[schema(example = 120)]
    total: u64,
    /// People it was done for.
    #[schema(example = 50)]
    done: u64,
    /// People WeChat refused it for.
    #[schema(example = 1)]
    refused: u64,
    /// Why it failed.
    error: Option<String>,
    /// When it began.
    created_at: Instant,
    /// When it last came on.
    updated_at: Instant,
    /// When it ended.
    finished_at: Option<Instant>,
}

impl From<&TagRun> for TagRunBody {
    fn from(run: &TagRun) -> Self {
        Self {
            id: run.id.uuid(),
            tag: run.tag,
            action: run.action.name(),
            state: run.state.name(),
            total: run.total,
            done: run.done,
            refused: run.refused,
            error: run.error.clone(),
            created_at: run.created_at.into(),
            updated_at: run.updated_at.into(),
            finished_at: run.finished_at.map(Into::into),
        }
    }
}

/// One person of a run.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TagRunMemberBody {
    /// Who.
    #[schema(example = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M")]
    open_id: String,
    /// `waiting`, `done` or `refused`.
    #[schema(example = "refused")]
    outcome: &'static str,
    /// WeChat's code, where it refused: 45059 has all 20 tags, 40003 and 49003 is no follower.
    #[schema(example = 45_059)]
    wechat_code: Option<i64>,
}

impl From<TagRunMember> for TagRunMemberBody {
    fn from(member: TagRunMember) -> Self {
        Self {
            open_id: member.open_id,
            outcome: member.outcome.name(),
            wechat_code: match member.outcome {
                MemberOutcome::Refused(code) => Some(code),
                MemberOutcome::Waiting | MemberOutcome::Done => None,
            },
        }
    }
}
