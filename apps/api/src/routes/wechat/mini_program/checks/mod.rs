//! Content security (内容安全).

mod create;
mod list;
mod read;

use domain::wechat::mini_program::{ContentCheck, ContentVerdict, Doubt};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::endpoint::Endpoint;
use crate::wire::Instant;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![list::endpoint(), create::endpoint(), read::endpoint()]
}

/// A check of what somebody wrote or uploaded.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContentCheckBody {
    /// Its id.
    id: Uuid,
    /// `text`, `image` or `audio`.
    #[schema(example = "image")]
    kind: &'static str,
    /// Where it is to appear: `profile`, `comment`, `forum` or `social-log`.
    #[schema(example = "comment")]
    scene: &'static str,
    /// What it belongs to.
    #[schema(example = "survey_answer/019ad3a5-7c4b-7000-8000-0000000000a1")]
    subject: Option<String>,
    /// Where WeChat fetches it; of a medium.
    #[schema(example = "https://files.example.com/1.png")]
    media_url: Option<String>,
    /// Who wrote or uploaded it.
    #[schema(example = "oABCD-example-0000000000001")]
    open_id: String,
    /// `waiting`, `pass`, `review` or `risky`.
    #[schema(example = "pass")]
    verdict: &'static str,
    /// WeChat's number of the finding; 100 is normal.
    #[schema(example = 100)]
    label: Option<i64>,
    /// Why a person has to look although WeChat has not said so: `unavailable`, `refused`, `unfetchable`, `timed-out`.
    #[schema(example = "timed-out")]
    doubt: Option<&'static str>,
    /// How often WeChat took it on; of a medium.
    #[schema(example = 1)]
    submissions: u32,
    /// When it was asked for.
    created_at: Instant,
    /// When it last changed.
    updated_at: Instant,
}

impl From<ContentCheck> for ContentCheckBody {
    fn from(check: ContentCheck) -> Self {
        let stored = check.stored().clone();
        let finding = stored.finding;
        Self {
            id: stored.id.uuid(),
            kind: stored.kind.name(),
            scene: stored.scene.name(),
            subject: stored.subject,
            media_url: stored.url,
            open_id: stored.person.open_id,
            verdict: finding.map_or("waiting", |finding| ContentVerdict::name(finding.verdict)),
            label: finding.and_then(|finding| finding.label),
            doubt: finding.and_then(|finding| finding.doubt).map(Doubt::name),
            submissions: stored.submissions,
            created_at: stored.created_at.into(),
            updated_at: stored.updated_at.into(),
        }
    }
}
