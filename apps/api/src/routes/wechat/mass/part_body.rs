//! The parts of a mass message as answers show them.

use domain::wechat::mass::{CONFIRMATION, FailureSource, MassCounts, MassFailure, MassPart, explain_report};
use domain::wechat::{CopyrightFinding, MassCopyright};
use serde::Serialize;
use utoipa::ToSchema;
use wechat_protocol::error_codes::{self, Product};

use crate::wire::Instant;

/// How many people, as WeChat's report counts them; approximate.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MassTotals {
    /// People it was meant for.
    #[schema(example = 12_000)]
    total: u64,
    /// Of these, people who may receive it.
    #[schema(example = 11_900)]
    filtered: u64,
    /// Of these, people who received it.
    #[schema(example = 11_890)]
    sent: u64,
    /// Of these, people for whom it failed.
    #[schema(example = 10)]
    failed: u64,
}

/// One call of WeChat's sending, and what became of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MassPartBody {
    /// Its place, from 1.
    #[schema(example = 1)]
    number: u32,
    /// `pending`, `sending`, `accepted`, `finished`, `failed`, `cancelled` or `unknown`.
    #[schema(example = "finished")]
    state: &'static str,
    /// People it names; `null` where WeChat finds them itself.
    people: Option<u32>,
    /// Attempts begun.
    #[schema(example = 1)]
    attempts: u32,
    /// It waits for the account's administrator, who has to consent on their phone. This is no failure.
    waiting_for_confirmation: Option<WaitingBody>,
    /// WeChat's number of it.
    #[schema(example = "1000001625")]
    msg_id: Option<String>,
    /// Names its articles in WeChat's statistics, as `msgDataId_1` and so on.
    #[schema(example = "206227730")]
    msg_data_id: Option<String>,
    /// When WeChat took it.
    accepted_at: Option<Instant>,
    /// How many people it reached; `null` before WeChat's report.
    counts: Option<MassTotals>,
    /// Why it was not sent, or why nobody knows.
    failure: Option<MassFailureBody>,
    /// The check for originality of its articles.
    copyright: Option<CopyrightBody>,
    /// Where its articles are.
    articles: Vec<SentArticle>,
}

/// A part waits for the account's administrator.
#[derive(Serialize, ToSchema)]
pub(super) struct WaitingBody {
    /// Since when.
    since: Instant,
    /// It counts as failed after this.
    until: Instant,
}

/// Why it was not sent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MassFailureBody {
    /// `call`: WeChat's answer, `report`: WeChat's report, `ours`: neither.
    #[schema(example = "report")]
    source: &'static str,
    /// WeChat's `errcode`, or the `N` of `err(N)` in its report.
    #[schema(example = 20_008)]
    code: i64,
    /// What is known, in English.
    #[schema(example = "refused as fraud")]
    note: String,
    /// What the code means, in Chinese, where that is known.
    #[schema(example = "涉嫌欺诈")]
    note_zh: Option<&'static str>,
}

/// The check for originality (原创校验).
#[derive(Serialize, ToSchema)]
pub(super) struct CopyrightBody {
    /// 1: no reprint, 2: a reprint that may be sent, 3: a reprint that may not.
    #[schema(example = 2)]
    state: u32,
    /// The articles found to be reprints.
    findings: Vec<CopyrightFindingBody>,
}

/// What was found about one article.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CopyrightFindingBody {
    /// Its place, from 1.
    #[schema(example = 1)]
    article_index: u32,
    /// The original it resembles.
    original_url: Option<String>,
    /// Whether it may be reprinted.
    can_reprint: bool,
    /// Whether the original's content takes its place.
    replaces_content: bool,
    /// Whether the source is shown.
    shows_source: bool,
}

/// An article that was sent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SentArticle {
    /// Its place, from 1.
    #[schema(example = 1)]
    article_index: u32,
    /// Its address.
    #[schema(example = "https://mp.weixin.qq.com/s/example")]
    url: String,
}

impl From<MassCounts> for MassTotals {
    fn from(counts: MassCounts) -> Self {
        Self {
            total: counts.total,
            filtered: counts.filtered,
            sent: counts.sent,
            failed: counts.failed,
        }
    }
}

impl From<&MassPart> for MassPartBody {
    fn from(part: &MassPart) -> Self {
        let waiting = |since: domain::time::Timestamp| WaitingBody {
            since: since.into(),
            until: since.plus(CONFIRMATION).into(),
        };
        let article = |(index, url): &(u32, String)| SentArticle {
            article_index: *index,
            url: url.clone(),
        };
        Self {
            number: part.number + 1,
            state: part.state.name(),
            people: (part.people > 0).then_some(part.people),
            attempts: part.attempts,
            waiting_for_confirmation: part.waiting_since.map(waiting),
            msg_id: part.msg_id.map(|id| id.to_string()),
            msg_data_id: part.msg_data_id.map(|id| id.to_string()),
            accepted_at: part.accepted_at.map(Instant::from),
            counts: part.counts.map(MassTotals::from),
            failure: part.failure.as_ref().map(MassFailureBody::from),
            copyright: part.copyright.as_ref().map(CopyrightBody::from),
            articles: part.articles.iter().map(article).collect(),
        }
    }
}

impl From<&MassFailure> for MassFailureBody {
    fn from(failure: &MassFailure) -> Self {
        let note_zh = match failure.source {
            FailureSource::Report => explain_report(failure.code).map(|(_, chinese)| chinese),
            FailureSource::Call => chinese(failure.code),
            FailureSource::Ours => None,
        };
        Self {
            source: failure.source.name(),
            code: failure.code,
            note: failure.note.clone(),
            note_zh,
        }
    }
}

fn chinese(code: i64) -> Option<&'static str> {
    let known = error_codes::find(Product::OfficialAccount, code).or_else(|| error_codes::find_on_platform(code));
    known.map(|entry| entry.meaning_zh)
}

impl From<&MassCopyright> for CopyrightBody {
    fn from(copyright: &MassCopyright) -> Self {
        Self {
            state: copyright.state,
            findings: copyright.findings.iter().map(CopyrightFindingBody::from).collect(),
        }
    }
}

impl From<&CopyrightFinding> for CopyrightFindingBody {
    fn from(finding: &CopyrightFinding) -> Self {
        Self {
            article_index: finding.index,
            original_url: finding.original_url.clone(),
            can_reprint: finding.can_reprint,
            replaces_content: finding.replaces_content,
            shows_source: finding.shows_source,
        }
    }
}
