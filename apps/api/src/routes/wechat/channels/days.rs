//! Days of a statistic, and what was counted on them.

use application::wechat::channels::Days;
use domain::time::Day;
use ports::wechat::ScanCount;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::ApiError;
use crate::http::Params;

/// Most days of one answer.
const MOST_DAYS: i32 = 400;

/// Scans by day, and in all.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScanStatistics {
    /// The first day.
    #[schema(example = "2026-12-01")]
    from: String,
    /// The last day.
    #[schema(example = "2026-12-31")]
    to: String,
    /// Scans on all these days.
    #[schema(example = 120)]
    scans: u64,
    /// Of these, scans that made somebody a follower.
    #[schema(example = 80)]
    new_followers: u64,
    /// By code and day; days without scans are left out.
    days: Vec<DayBody>,
}

/// Scans of one code on one day.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DayBody {
    /// The day in China.
    #[schema(example = "2026-12-01")]
    day: String,
    /// The code.
    qr_code_id: Uuid,
    /// Scans.
    #[schema(example = 12)]
    scans: u64,
    /// Of these, scans that made somebody a follower.
    #[schema(example = 8)]
    new_followers: u64,
}

/// Reads `from` and `to`, both required, at most 400 days apart.
///
/// # Errors
/// When they are no days, or in the wrong order.
pub(crate) fn days(params: &mut Params) -> Result<Days, ApiError> {
    let mut day = |name: &'static str| {
        let text = params
            .text(name, 10)
            .ok_or_else(|| ApiError::invalid(name, "is required"))?;
        text.parse::<Day>()
            .map_err(|error| ApiError::invalid(name, error.to_string()))
    };
    let (from, to) = (day("from")?, day("to")?);
    if to < from {
        return Err(ApiError::invalid("to", "must not be before from"));
    }
    if from.days_until(to) >= MOST_DAYS {
        return Err(ApiError::invalid(
            "to",
            format!("must be less than {MOST_DAYS} days after from"),
        ));
    }
    Ok(Days {
        from: from.to_string(),
        to: to.to_string(),
    })
}

/// What was counted, with its sums.
pub(crate) fn statistics_of(days: Days, counts: Vec<ScanCount>) -> ScanStatistics {
    ScanStatistics {
        from: days.from,
        to: days.to,
        scans: counts.iter().map(|count| count.scans).sum(),
        new_followers: counts.iter().map(|count| count.new_followers).sum(),
        days: counts.into_iter().map(DayBody::from).collect(),
    }
}

impl From<ScanCount> for DayBody {
    fn from(count: ScanCount) -> Self {
        Self {
            day: count.day,
            qr_code_id: count.code.uuid(),
            scans: count.scans,
            new_followers: count.new_followers,
        }
    }
}
