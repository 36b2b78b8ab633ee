//! The parts of a mass message and failures as stored: JSON. Times are RFC 3339 in UTC with microseconds.

use domain::time::Timestamp;
use domain::wechat::MassCopyright;
use domain::wechat::mass::{FailureSource, MassCounts, MassFailure, MassPart, PartState};
use ports::StoreError;
use serde::{Deserialize, Serialize};

use super::report_json::CopyrightJson;
use crate::log::to_json;
use crate::wechat::mirrored::mirrored;

#[derive(Serialize, Deserialize)]
struct PartJson {
    number: u32,
    first: u32,
    people: u32,
    state: String,
    attempts: u32,
    attempted_at: Option<String>,
    waiting_since: Option<String>,
    draft_media_id: Option<String>,
    msg_id: Option<u64>,
    msg_data_id: Option<u64>,
    accepted_at: Option<String>,
    reported: bool,
    counts: Option<CountsJson>,
    failure: Option<FailureJson>,
    copyright: Option<CopyrightJson>,
    articles: Vec<(u32, String)>,
}

#[derive(Serialize, Deserialize)]
struct CountsJson {
    total: u64,
    filtered: u64,
    sent: u64,
    failed: u64,
}

#[derive(Serialize, Deserialize)]
struct FailureJson {
    source: String,
    code: i64,
    note: String,
}

mirrored! {
    MassCounts, CountsJson { total, filtered, sent, failed }
}

pub(super) fn parts_to_json(parts: &[MassPart]) -> Result<String, StoreError> {
    to_json(&parts.iter().map(part_to).collect::<Vec<_>>())
}

pub(super) fn parts_from_json(text: &str) -> Option<Vec<MassPart>> {
    let parts: Vec<PartJson> = serde_json::from_str(text).ok()?;
    parts.into_iter().map(part_from).collect()
}

pub(super) fn failure_to_json(failure: &MassFailure) -> Result<String, StoreError> {
    to_json(&failure_to(failure))
}

pub(super) fn failure_from_json(text: &str) -> Option<MassFailure> {
    failure_from(serde_json::from_str(text).ok()?)
}

fn part_to(part: &MassPart) -> PartJson {
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string());
    PartJson {
        number: part.number,
        first: part.first,
        people: part.people,
        state: part.state.name().to_owned(),
        attempts: part.attempts,
        attempted_at: time(part.attempted_at),
        waiting_since: time(part.waiting_since),
        draft_media_id: part.draft_media_id.clone(),
        msg_id: part.msg_id,
        msg_data_id: part.msg_data_id,
        accepted_at: time(part.accepted_at),
        reported: part.reported,
        counts: part.counts.map(CountsJson::from),
        failure: part.failure.as_ref().map(failure_to),
        copyright: part.copyright.clone().map(CopyrightJson::from),
        articles: part.articles.clone(),
    }
}

fn part_from(json: PartJson) -> Option<MassPart> {
    Some(MassPart {
        number: json.number,
        first: json.first,
        people: json.people,
        state: PartState::from_name(&json.state)?,
        attempts: json.attempts,
        attempted_at: time_from(json.attempted_at)?,
        waiting_since: time_from(json.waiting_since)?,
        draft_media_id: json.draft_media_id,
        msg_id: json.msg_id,
        msg_data_id: json.msg_data_id,
        accepted_at: time_from(json.accepted_at)?,
        reported: json.reported,
        counts: json.counts.map(MassCounts::from),
        failure: match json.failure {
            Some(failure) => Some(failure_from(failure)?),
            None => None,
        },
        copyright: json.copyright.map(MassCopyright::from),
        articles: json.articles,
    })
}

/// `None` for a text that is no time.
fn time_from(text: Option<String>) -> Option<Option<Timestamp>> {
    text.map(|text| text.parse().ok())
        .map_or(Some(None), |time| time.map(Some))
}

fn failure_to(failure: &MassFailure) -> FailureJson {
    FailureJson {
        source: failure.source.name().to_owned(),
        code: failure.code,
        note: failure.note.clone(),
    }
}

fn failure_from(json: FailureJson) -> Option<MassFailure> {
    Some(MassFailure {
        source: FailureSource::from_name(&json.source)?,
        code: json.code,
        note: json.note,
    })
}
