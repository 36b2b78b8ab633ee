//! What people and agents said.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::api::call::{api_call, debug_showing};
use crate::api::{OutOfBounds, bounds, lenient};

/// Longest span, in seconds: 24 hours.
pub const MAX_SPAN_SECONDS: i64 = 86_400;
/// Most records in one answer.
pub const MAX_RECORDS: u64 = 10_000;

/// Asks what was said in a span of time, page by page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ListRecords {
    starttime: i64,
    endtime: i64,
    msgid: u64,
    number: u32,
}
api_call!(ListRecords: post "/customservice/msgrecord/getmsglist" => RecordPage, repeatable);

/// Why records cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecordsFault {
    /// The span ends before it begins, or is longer than 24 hours.
    #[error("the span has {seconds} seconds, allowed are 1 to 86400")]
    Span {
        /// Its length.
        seconds: i64,
    },
    /// The page is too small or too large.
    #[error(transparent)]
    Number(#[from] OutOfBounds),
}

impl ListRecords {
    /// The first `number` records between two times in seconds since 1970.
    ///
    /// # Errors
    /// When the span is empty or longer than 24 hours, or the number is 0 or over [`MAX_RECORDS`].
    pub fn new(starttime: i64, endtime: i64, number: u32) -> Result<Self, RecordsFault> {
        let seconds = endtime.saturating_sub(starttime);
        if !(1..=MAX_SPAN_SECONDS).contains(&seconds) {
            return Err(RecordsFault::Span { seconds });
        }
        bounds::value("number", number, 1..=MAX_RECORDS)?;
        Ok(Self {
            starttime,
            endtime,
            msgid: 1,
            number,
        })
    }

    /// The page after `page`; none when that was the last.
    #[must_use]
    pub fn after(self, page: &RecordPage) -> Option<Self> {
        let more = page.number >= u64::from(self.number) && page.msgid > self.msgid;
        more.then_some(Self {
            msgid: page.msgid,
            ..self
        })
    }
}

/// A page of what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RecordPage {
    /// What was said.
    #[serde(deserialize_with = "lenient::list")]
    pub recordlist: Vec<Record>,
    /// How much is on this page.
    #[serde(deserialize_with = "lenient::number")]
    pub number: u64,
    /// Where the next page begins.
    #[serde(deserialize_with = "lenient::number")]
    pub msgid: u64,
}

/// Something said. `Debug` shows neither the person nor the words.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The person.
    pub openid: String,
    /// 2002: the agent spoke; 2003: the person spoke.
    #[serde(deserialize_with = "lenient::number")]
    pub opercode: u32,
    /// The words.
    #[serde(deserialize_with = "lenient::text")]
    pub text: String,
    /// When, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub time: i64,
    /// The agent.
    pub worker: String,
}
debug_showing!(Record, opercode, time, worker);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json};

    #[test]
    fn requests_are_written_as_documented_within_their_limits() {
        assert_eq!(
            json(&ListRecords::new(987_654_321, 987_654_322, 10_000).unwrap()),
            r#"{"starttime":987654321,"endtime":987654322,"msgid":1,"number":10000}"#
        );
        for (start, end, number, good) in [
            (0, 86_400, 1, true),
            (0, 86_401, 1, false),
            (5, 5, 1, false),
            (6, 5, 1, false),
            (i64::MIN, i64::MAX, 1, false),
            (0, 1, 0, false),
            (0, 1, 10_001, false),
        ] {
            assert_eq!(
                ListRecords::new(start, end, number).is_ok(),
                good,
                "{start} {end} {number}"
            );
        }
    }

    #[test]
    fn pages_follow_each_other_until_one_is_not_full() {
        let call = ListRecords::new(0, 1, 2).unwrap();
        let full = answer::<ListRecords>(
            r#"{"recordlist":[{"openid":"HIDDEN","opercode":2002,"text":"HIDDEN","time":1400563710,"worker":"test1@test"},
                {"openid":"HIDDEN","opercode":"2003","text":"HIDDEN","time":"1400563731","worker":"test1@test"}],
                "number":2,"msgid":20165267}"#,
        );
        assert!(!format!("{full:?}").contains("HIDDEN"));
        let next = call.after(&full).unwrap();
        assert!(json(&next).contains(r#""msgid":20165267"#));
        let rest = answer::<ListRecords>(r#"{"recordlist":[],"number":0,"msgid":20165267}"#);
        assert_eq!(next.after(&rest), None);
    }
}
