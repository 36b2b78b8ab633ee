//! Tags on followers.

use serde::{Deserialize, Serialize};

/// Most people in one call.
pub const MAX_OPENIDS: usize = 50;

/// Puts a tag on people, or takes it from them. Answered with [`super::Empty`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchTaggingRequest {
    /// Whom: at most [`MAX_OPENIDS`].
    pub openid_list: Vec<String>,
    /// The tag.
    pub tagid: i64,
}

impl BatchTaggingRequest {
    /// As many calls as it takes for any number of people.
    #[must_use]
    pub fn batches(openids: &[String], tagid: i64) -> Vec<Self> {
        openids
            .chunks(MAX_OPENIDS)
            .map(|batch| Self {
                openid_list: batch.to_vec(),
                tagid,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_people_are_split_into_calls_of_fifty() {
        let people: Vec<String> = (0..101).map(|n| n.to_string()).collect();
        let sizes: Vec<_> = BatchTaggingRequest::batches(&people, 2)
            .iter()
            .map(|call| call.openid_list.len())
            .collect();
        assert_eq!(sizes, [50, 50, 1]);
        let first = &BatchTaggingRequest::batches(&people[..1], 2)[0];
        assert_eq!(
            serde_json::to_string(first).unwrap(),
            r#"{"openid_list":["0"],"tagid":2}"#
        );
    }
}
