//! What came of a load.

use std::time::Duration;

use hdrhistogram::Histogram;

use super::Expected;

/// Latencies are told apart up to a minute, in microseconds with three significant digits.
const LONGEST: u64 = 60_000_000;

/// Counts and latencies.
pub struct Tally {
    latencies: Histogram<u64>,
    answered: u64,
    marked: u64,
    wrong: u64,
    broken: u64,
    sample: Option<String>,
    elapsed: Duration,
}

impl Default for Tally {
    fn default() -> Self {
        let latencies = Histogram::new_with_bounds(1, LONGEST, 3).expect("one to a minute with three digits is valid");
        Self {
            latencies,
            answered: 0,
            marked: 0,
            wrong: 0,
            broken: 0,
            sample: None,
            elapsed: Duration::ZERO,
        }
    }
}

impl Tally {
    /// Notes an answer.
    pub fn note(&mut self, latency: Duration, status: u16, body: &[u8], expected: Expected) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(LONGEST);
        self.latencies.saturating_record(micros);
        self.answered += 1;
        if contains(body, expected.marker) {
            self.marked += 1;
        }
        if status != expected.status {
            self.wrong += 1;
            self.sample
                .get_or_insert_with(|| format!("{status} {}", beginning(body)));
        }
    }

    /// Notes a connection that broke.
    pub fn broke(&mut self, fault: &str) {
        self.broken += 1;
        self.sample.get_or_insert_with(|| fault.to_owned());
    }

    /// Notes how long it took.
    pub fn took(&mut self, elapsed: Duration) {
        self.elapsed = self.elapsed.max(elapsed);
    }

    /// Adds what another part of the same load counted.
    pub fn add(&mut self, other: Self) {
        self.latencies.add(other.latencies).expect("both have the same bounds");
        self.answered += other.answered;
        self.marked += other.marked;
        self.wrong += other.wrong;
        self.broken += other.broken;
        self.sample = self.sample.take().or(other.sample);
        self.took(other.elapsed);
    }

    /// Requests that were answered, in whatever way.
    pub const fn answered(&self) -> u64 {
        self.answered
    }

    /// Answers that contained the marker.
    pub const fn marked(&self) -> u64 {
        self.marked
    }

    /// How long it took.
    pub const fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Answers per second.
    pub fn rate(&self) -> f64 {
        rate(self.answered, self.elapsed)
    }

    /// The latency that so large a part of the answers did not exceed.
    pub fn latency(&self, quantile: f64) -> Duration {
        Duration::from_micros(self.latencies.value_at_quantile(quantile))
    }

    /// What was wrong, with an example.
    pub fn fault(&self) -> Option<String> {
        let sample = self.sample.as_deref().unwrap_or_default();
        match (self.wrong + self.broken, self.answered) {
            (0, 0) => Some("nothing was answered".to_owned()),
            (0, _) => None,
            (count, _) => Some(format!(
                "{count} of {} failed, such as: {sample}",
                self.answered + self.broken
            )),
        }
    }
}

/// So many in so long a time, per second.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub fn rate(count: u64, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64().max(f64::EPSILON)
}

fn contains(body: &[u8], marker: &[u8]) -> bool {
    marker.is_empty() || body.windows(marker.len()).any(|window| window == marker)
}

fn beginning(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(160).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPECTED: Expected = Expected {
        status: 200,
        marker: b"yes",
    };

    #[test]
    fn parts_add_up_and_the_longest_counts() {
        let mut whole = Tally::default();
        for seconds in [1, 2] {
            let mut part = Tally::default();
            part.note(Duration::from_millis(5), 200, b"oh yes", EXPECTED);
            part.note(Duration::from_millis(5), 200, b"no", EXPECTED);
            part.took(Duration::from_secs(seconds));
            whole.add(part);
        }
        assert_eq!((whole.answered(), whole.marked(), whole.fault()), (4, 2, None));
        assert!((whole.rate() - 2.0).abs() < 1e-9);
    }

    #[test]
    fn another_status_a_broken_connection_and_silence_are_faults() {
        assert!(Tally::default().fault().is_some());
        let mut tally = Tally::default();
        tally.note(Duration::ZERO, 503, b"busy", EXPECTED);
        tally.broke("gone");
        assert_eq!(tally.fault().unwrap(), "2 of 2 failed, such as: 503 busy");
    }
}
