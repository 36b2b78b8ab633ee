//! Versions as entity tags, and what requests demand of them (RFC 9110 §13).

use actix_web::http::header;
use application::events::EventError;
use domain::ids::EventId;

use super::Call;
use crate::error::ApiError;

/// The tag of a version.
pub fn tag(version: u64) -> String {
    format!("\"{version}\"")
}

/// What `If-Match` demands.
#[derive(Debug, PartialEq, Eq)]
enum Demand {
    Nothing,
    Existence,
    OneOf(Vec<u64>),
}

/// The version that a change of this event must find, as `If-Match` demands.
///
/// # Errors
/// When the event is unknown, or in none of several versions demanded.
pub async fn expected_version(call: &Call, event: EventId) -> Result<Option<u64>, ApiError> {
    let versions = match demand(call.header(header::IF_MATCH)) {
        Demand::Nothing | Demand::Existence => return Ok(None),
        Demand::OneOf(versions) => versions,
    };
    if let [version] = versions[..] {
        return Ok(Some(version));
    }
    let present = call
        .work(move |app| async move { app.read_events.find(event).await })
        .await?
        .event
        .version();
    if versions.contains(&present) {
        return Ok(Some(present));
    }
    Err(EventError::Stale {
        expected: versions.first().copied().unwrap_or_default(),
        actual: present,
    }
    .into())
}

/// The version that a change must find, as `If-Match` demands; `present` tells the version at this moment and is asked
/// only where several are demanded. A demand that no version can meet is answered with one that none has.
///
/// # Errors
/// When `present` fails.
pub async fn demanded_version<F>(call: &Call, present: impl FnOnce() -> F) -> Result<Option<u64>, ApiError>
where
    F: Future<Output = Result<u64, ApiError>>,
{
    match demand(call.header(header::IF_MATCH)).as_slice() {
        None => Ok(None),
        Some([version]) => Ok(Some(*version)),
        Some([]) => Ok(Some(u64::MAX)),
        Some(versions) => {
            let present = present().await?;
            Ok(Some(if versions.contains(&present) { present } else { u64::MAX }))
        }
    }
}

impl Demand {
    /// The versions it names; `None` where any will do.
    fn as_slice(&self) -> Option<&[u64]> {
        match self {
            Self::Nothing | Self::Existence => None,
            Self::OneOf(versions) => Some(versions),
        }
    }
}

/// Whether `If-None-Match` says that the client has this version already. Weak comparison, as for every GET.
pub fn is_known(call: &Call, version: u64) -> bool {
    let Some(header) = call.header(header::IF_NONE_MATCH) else {
        return false;
    };
    let wanted = tag(version);
    header.trim() == "*"
        || header
            .split(',')
            .any(|one| one.trim().trim_start_matches("W/") == wanted)
}

/// Weak tags and foreign ones match no version: strong comparison.
fn demand(header: Option<&str>) -> Demand {
    match header.map(str::trim) {
        None | Some("") => Demand::Nothing,
        Some("*") => Demand::Existence,
        Some(list) => Demand::OneOf(list.split(',').filter_map(version_of).collect()),
    }
}

fn version_of(tag: &str) -> Option<u64> {
    tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Demand, demand};

    #[test]
    fn if_match_is_read_as_the_standard_writes_it() {
        assert_eq!(demand(None), Demand::Nothing);
        assert_eq!(demand(Some("*")), Demand::Existence);
        assert_eq!(demand(Some("\"3\"")), Demand::OneOf(vec![3]));
        assert_eq!(demand(Some("\"3\", \"4\"")), Demand::OneOf(vec![3, 4]));
        assert_eq!(
            demand(Some("W/\"3\"")),
            Demand::OneOf(vec![]),
            "a weak tag never matches"
        );
        assert_eq!(demand(Some("3")), Demand::OneOf(vec![]), "not a tag");
    }
}
