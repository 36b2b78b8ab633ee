//! When a rule is awake.

use crate::time::{Timestamp, Zone};

/// When a rule answers. Without limits: always.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActiveWindow {
    /// Not before this.
    pub from: Option<Timestamp>,
    /// Not at or after this.
    pub until: Option<Timestamp>,
    /// Only during these hours of each day.
    pub daily: Option<DailyHours>,
}

/// Hours of a day on the wall clock of a zone. Hours that end before they begin run over midnight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyHours {
    /// The first minute, since midnight.
    pub from: u16,
    /// The minute after the last, since midnight; 1,440 is the end of the day.
    pub until: u16,
    /// Whose midnight.
    pub zone: Zone,
}

impl DailyHours {
    /// Minutes of a day.
    pub const DAY: u16 = 1_440;

    /// Whether the wall clock shows one of these hours.
    #[must_use]
    pub fn contain(&self, now: Timestamp) -> bool {
        let minute = self.zone.minute_of_day(now);
        if self.from < self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        }
    }

    /// `09:30` as minutes since midnight; `24:00` is the end of the day. `None` for anything else.
    #[must_use]
    pub fn minute(clock: &str) -> Option<u16> {
        let (hours, minutes) = clock.split_once(':')?;
        let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !two_digits(hours) || !two_digits(minutes) {
            return None;
        }
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        let total = hours * 60 + minutes;
        (minutes < 60 && total <= Self::DAY).then_some(total)
    }

    /// Minutes since midnight as `09:30`.
    #[must_use]
    pub fn clock(minute: u16) -> String {
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(from: &str, until: &str) -> DailyHours {
        DailyHours {
            from: DailyHours::minute(from).unwrap(),
            until: DailyHours::minute(until).unwrap(),
            zone: Zone::default(),
        }
    }

    #[test]
    fn hours_go_by_the_clock_of_their_zone_and_over_midnight() {
        let at = |clock: &str| format!("2026-12-01T{clock}:00+08:00").parse().unwrap();
        assert!(hours("09:00", "18:00").contain(at("09:00")));
        assert!(!hours("09:00", "18:00").contain(at("18:00")));
        assert!(hours("22:00", "06:00").contain(at("23:59")));
        assert!(hours("22:00", "06:00").contain(at("05:59")));
        assert!(!hours("22:00", "06:00").contain(at("12:00")));
        assert!(hours("20:00", "24:00").contain(at("23:59")));
    }

    #[test]
    fn only_clocks_are_clocks() {
        assert_eq!(DailyHours::minute("24:00"), Some(1_440));
        for text in ["24:01", "9:00", "09:60", "+9:00", "0900", "", "09:00:00", "９：００"] {
            assert_eq!(DailyHours::minute(text), None, "{text}");
        }
        assert_eq!(DailyHours::clock(570), "09:30");
    }
}
