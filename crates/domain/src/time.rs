//! Instants in UTC with microseconds, and the zone an event is shown in.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::tz::TimeZone;

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A text that is not an RFC 3339 instant, or one outside the years 0001 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 time between the years 0001 and 9999")]
pub struct InvalidTimestamp;

impl Timestamp {
    /// 0001-01-01T00:00:00Z; the databases we use store nothing earlier.
    pub const MIN: Self = Self(-62_135_596_800_000_000);
    /// 9999-12-30T00:00:00Z; a day short of the end, so that any zone's local time stays inside the year 9999.
    pub const MAX: Self = Self(253_402_128_000_000_000);

    /// From microseconds since the Unix epoch; values out of range are clamped to [`Self::MIN`] and [`Self::MAX`].
    #[must_use]
    pub fn from_unix_micros(micros: i64) -> Self {
        Self(micros.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// From whole seconds since the Unix epoch, as WeChat writes them; clamped like [`Self::from_unix_micros`].
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Self {
        Self::from_unix_micros(seconds.saturating_mul(1_000_000))
    }

    /// Microseconds since the Unix epoch.
    #[must_use]
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, rounded down.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The instant `by` later, at most [`Self::MAX`].
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        Self::from_unix_micros(self.0.saturating_add(micros))
    }

    /// The instant `by` earlier, at least [`Self::MIN`].
    #[must_use]
    pub fn minus(self, by: Duration) -> Self {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        Self::from_unix_micros(self.0.saturating_sub(micros))
    }

    /// How long after `earlier` this is; zero when it is not after it.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    fn jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

/// RFC 3339 in UTC; a fraction only where there is one.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.jiff().fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    /// Reads RFC 3339 with any offset; digits beyond microseconds are cut.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let instant: jiff::Timestamp = text.parse().map_err(|_| InvalidTimestamp)?;
        let micros = instant.as_microsecond();
        if (Self::MIN.0..=Self::MAX.0).contains(&micros) {
            Ok(Self(micros))
        } else {
            Err(InvalidTimestamp)
        }
    }
}

/// An IANA time zone, such as `Asia/Shanghai`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A name that is not in the IANA time zone database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an IANA time zone, such as Asia/Shanghai")]
pub struct UnknownZone;

impl Zone {
    /// The zone events are shown in unless they say otherwise.
    pub const DEFAULT_NAME: &'static str = "Asia/Shanghai";

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// `09:41`, the wall clock at `instant`, 24 hours.
    #[must_use]
    pub fn clock_at(&self, instant: Timestamp) -> String {
        instant.jiff().to_zoned(self.0.clone()).strftime("%H:%M").to_string()
    }

    /// `2026-12-01 09:41`, the date and wall clock at `instant`.
    #[must_use]
    pub fn date_and_clock_at(&self, instant: Timestamp) -> String {
        instant
            .jiff()
            .to_zoned(self.0.clone())
            .strftime("%Y-%m-%d %H:%M")
            .to_string()
    }

    /// Minutes since local midnight on the wall clock at `instant`, 0 to 1,439.
    #[must_use]
    pub fn minute_of_day(&self, instant: Timestamp) -> u16 {
        let local = instant.jiff().to_zoned(self.0.clone());
        u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs())
    }

    /// `2026-12-01`, the date at `instant`.
    #[must_use]
    pub fn date_at(&self, instant: Timestamp) -> String {
        instant.jiff().to_zoned(self.0.clone()).strftime("%Y-%m-%d").to_string()
    }

    /// Whether both instants fall on the same local day.
    #[must_use]
    pub fn same_day(&self, one: Timestamp, other: Timestamp) -> bool {
        let day = |at: Timestamp| at.jiff().to_zoned(self.0.clone()).date();
        day(one) == day(other)
    }
}

/// A calendar day, such as `2026-12-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(jiff::civil::Date);

/// Text that is no calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a day such as 2026-12-01")]
pub struct InvalidDay;

impl Day {
    /// Days from this to `later`; negative when that is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i32 {
        self.0.until(later.0).map_or(i32::MAX, |span| span.get_days())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Day {
    type Err = InvalidDay;

    /// Ten characters, `YYYY-MM-DD`, and nothing else.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let day: jiff::civil::Date = text.parse().map_err(|_| InvalidDay)?;
        if day.to_string() == text {
            Ok(Self(day))
        } else {
            Err(InvalidDay)
        }
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::get(Self::DEFAULT_NAME).unwrap_or(TimeZone::UTC))
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        TimeZone::get(name).map(Self).map_err(|_| UnknownZone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn microseconds_survive_reading_and_writing() {
        let at: Timestamp = "2026-12-01T09:41:00.123456+08:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-12-01T01:41:00.123456Z");
        assert_eq!(Timestamp::from_unix_micros(at.unix_micros()), at);
    }

    #[test]
    fn the_edges_of_time_are_writable() {
        assert_eq!(Timestamp::MIN.to_string(), "0001-01-01T00:00:00Z");
        assert_eq!(Timestamp::MAX.to_string(), "9999-12-30T00:00:00Z");
        assert_eq!(Timestamp::from_unix_seconds(i64::MAX), Timestamp::MAX);
    }

    #[test]
    fn a_text_without_offset_is_no_instant() {
        assert_eq!("2026-12-01T09:41:00".parse::<Timestamp>(), Err(InvalidTimestamp));
        assert_eq!("0000-12-31T00:00:00Z".parse::<Timestamp>(), Err(InvalidTimestamp));
    }

    #[test]
    fn a_day_is_written_in_one_way() {
        let day: Day = "2026-12-01".parse().unwrap();
        assert_eq!(day.to_string(), "2026-12-01");
        assert_eq!(day.days_until("2027-12-01".parse().unwrap()), 365);
        for text in [
            "",
            "2026-12-1",
            "20261201",
            "2026-02-30",
            "2026-12-01T00:00:00",
            "today",
        ] {
            assert_eq!(text.parse::<Day>(), Err(InvalidDay), "{text}");
        }
    }

    #[test]
    fn a_zone_shows_its_own_clock() {
        let at: Timestamp = "2026-12-01T01:41:00Z".parse().unwrap();
        assert_eq!(Zone::default().clock_at(at), "09:41");
        assert_eq!(
            "Europe/Paris".parse::<Zone>().unwrap().date_and_clock_at(at),
            "2026-12-01 02:41"
        );
        assert_eq!("Mars/Olympus".parse::<Zone>(), Err(UnknownZone));
    }
}
