//! To whom a mass message goes.

use std::collections::HashSet;

use crate::text::single_line;
use crate::validation::FieldFaults;

/// Most people of one call.
pub const PART_PEOPLE: u32 = 10_000;
/// Fewest people of a call that names them.
const FEWEST: usize = 2;
/// Longest open id, in characters.
const OPEN_ID: usize = 128;

/// To whom. WeChat itself leaves out who unfollowed or is on the black list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MassAudience {
    /// All followers.
    Everybody,
    /// Followers with a tag, as WeChat knows it when it sends.
    Tag(i64),
    /// People named one by one, 2 to [`PART_PEOPLE`]; the list is stored beside the message.
    People(u32),
    /// Followers who have a tag in our own records when the sending begins; any number of them.
    Followers {
        /// WeChat's number of the tag.
        tag: i64,
    },
}

impl MassAudience {
    /// The stable name of its kind, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Tag(_) => "tag",
            Self::People(_) => "people",
            Self::Followers { .. } => "followers",
        }
    }

    /// Whether a call names its people.
    #[must_use]
    pub const fn is_listed(self) -> bool {
        matches!(self, Self::People(_) | Self::Followers { .. })
    }
}

/// To whom, unchecked.
#[derive(Clone, PartialEq, Eq)]
pub enum AudienceDraft {
    /// All followers.
    Everybody,
    /// Followers with a tag.
    Tag(i64),
    /// These people; one named twice counts once.
    People(Vec<String>),
    /// Followers with a tag in our own records.
    Followers {
        /// The tag.
        tag: i64,
    },
}

impl std::fmt::Debug for AudienceDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AudienceDraft")
    }
}

impl AudienceDraft {
    /// The audience with its list of people.
    ///
    /// # Errors
    /// When the tag is no tag, a name is no open id, or there are too few or too many people.
    pub fn checked(self) -> Result<(MassAudience, Vec<String>), FieldFaults> {
        match self {
            Self::Everybody => Ok((MassAudience::Everybody, Vec::new())),
            Self::Tag(tag) => Ok((MassAudience::Tag(a_tag(tag)?), Vec::new())),
            Self::Followers { tag } => Ok((MassAudience::Followers { tag: a_tag(tag)? }, Vec::new())),
            Self::People(open_ids) => people(open_ids),
        }
    }
}

fn a_tag(tag: i64) -> Result<i64, FieldFaults> {
    if (0..=i64::from(i32::MAX)).contains(&tag) {
        return Ok(tag);
    }
    Err(fault("audience.tagId", "must be between 0 and 2147483647"))
}

fn people(open_ids: Vec<String>) -> Result<(MassAudience, Vec<String>), FieldFaults> {
    const FIELD: &str = "audience.openIds";
    let mut known = HashSet::new();
    let mut list = Vec::new();
    for open_id in open_ids {
        let open_id = single_line(&open_id, 1..=OPEN_ID).map_err(|reason| fault(FIELD, &reason.to_string()))?;
        if known.insert(open_id.clone()) {
            list.push(open_id);
        }
    }
    match u32::try_from(list.len()) {
        Ok(count) if list.len() >= FEWEST && count <= PART_PEOPLE => Ok((MassAudience::People(count), list)),
        _ => Err(fault(FIELD, "must name 2 to 10000 different people")),
    }
}

fn fault(field: &'static str, reason: &str) -> FieldFaults {
    let mut faults = FieldFaults::default();
    faults.add(field, reason);
    faults
}

/// How many people each call names: as few calls as there can be, of sizes that differ by one at most, so that no call
/// is left with a single person, which WeChat refuses. `None` when there are fewer than two people in all.
#[must_use]
pub fn part_sizes(people: u32) -> Option<Vec<u32>> {
    if people < 2 {
        return None;
    }
    let parts = people.div_ceil(PART_PEOPLE);
    let (size, larger) = (people / parts, people % parts);
    Some((0..parts).map(|part| size + u32::from(part < larger)).collect())
}
