//! The table that is printed.

use std::io::Write as _;
use std::time::Duration;

use crate::load::Tally;
use crate::outcome::Outcome;

/// What a figure has to reach.
pub struct Target {
    text: String,
    is_met: bool,
}

impl Target {
    /// A ratio of at least `least`.
    pub fn ratio(reached: f64, least: f64) -> Self {
        Self {
            text: format!("≥ {least} ×"),
            is_met: reached >= least,
        }
    }

    /// A latency of at most `most`.
    pub fn latency(name: &str, reached: Duration, most: Duration) -> Self {
        Self {
            text: format!("{name} ≤ {} ms", most.as_millis()),
            is_met: reached <= most,
        }
    }

    /// Anything else.
    pub fn that(text: &str, is_met: bool) -> Self {
        Self {
            text: text.to_owned(),
            is_met,
        }
    }
}

/// A line of the table.
#[derive(Default)]
pub struct Row {
    what: String,
    figure: String,
    latencies: Option<[Duration; 3]>,
    ratio: Option<f64>,
    targets: Vec<Target>,
    faults: Vec<String>,
}

impl Row {
    /// A line with a figure.
    pub fn new(what: impl Into<String>, figure: String) -> Self {
        Self {
            what: what.into(),
            figure,
            ..Self::default()
        }
    }

    /// A line with the rate of something that has no latency of its own.
    pub fn rate(what: impl Into<String>, rate: f64) -> Self {
        Self::new(what, per_second(rate))
    }

    /// A line with the outcome of a load. Any answer that was not as expected is a fault.
    pub fn load(what: impl Into<String>, tally: &Tally) -> Self {
        let mut row = Self::rate(what, tally.rate());
        row.latencies = Some([0.50, 0.95, 0.99].map(|quantile| tally.latency(quantile)));
        row.faults.extend(tally.fault());
        row
    }

    /// A line that says what went wrong.
    pub fn failed(what: &str, fault: &str) -> Self {
        Self {
            faults: vec![fault.to_owned()],
            ..Self::new(what, String::new())
        }
    }

    /// The same as a ratio to the bare counterpart.
    pub fn beside(mut self, ratio: f64) -> Self {
        self.ratio = Some(ratio);
        self
    }

    /// The same with a target.
    pub fn target(mut self, target: Target) -> Self {
        self.targets.push(target);
        self
    }

    /// The same, with a fault where something that must be so is not.
    pub fn must(mut self, is_so: bool, fault: impl FnOnce() -> String) -> Self {
        if !is_so {
            self.faults.push(fault());
        }
        self
    }

    fn verdict(&self) -> String {
        if !self.faults.is_empty() {
            return format!("FAIL: {}", self.faults.join("; "));
        }
        let missed: Vec<_> = self.targets.iter().filter(|target| !target.is_met).collect();
        match (self.targets.len(), missed.as_slice()) {
            (0, _) => String::new(),
            (_, []) => "met".to_owned(),
            (1, _) => "missed".to_owned(),
            (_, missed) => {
                let names: Vec<_> = missed.iter().map(|target| target.text.as_str()).collect();
                format!("missed ({})", names.join(", "))
            }
        }
    }

    fn cells(&self) -> [String; 8] {
        let [p50, p95, p99] = self.latencies.map_or_else(Default::default, |all| all.map(millis));
        let ratio = self.ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        let targets: Vec<_> = self.targets.iter().map(|target| target.text.as_str()).collect();
        [
            self.what.clone(),
            self.figure.clone(),
            p50,
            p95,
            p99,
            ratio,
            targets.join(", "),
            self.verdict(),
        ]
    }
}

/// All lines, by section.
#[derive(Default)]
pub struct Table {
    sections: Vec<(&'static str, Vec<Row>)>,
}

const HEAD: [&str; 8] = ["", "figure", "p50 ms", "p95 ms", "p99 ms", "× bare", "target", "result"];

impl Table {
    /// Adds lines.
    pub fn add(&mut self, title: &'static str, rows: Vec<Row>) {
        self.sections.push((title, rows));
    }

    /// Whether anything was not merely slow but wrong.
    pub fn has_failures(&self) -> bool {
        self.sections
            .iter()
            .flat_map(|(_, rows)| rows)
            .any(|row| !row.faults.is_empty())
    }

    /// Prints it.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn print(&self) -> Outcome<()> {
        let rows = self.sections.iter().flat_map(|(_, rows)| rows.iter().map(Row::cells));
        let all: Vec<_> = std::iter::once(HEAD.map(str::to_owned)).chain(rows).collect();
        let width = |column: usize| all.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; 8] = std::array::from_fn(width);
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{}", line(&HEAD.map(str::to_owned), &widths))?;
        for (title, rows) in self.sections.iter().filter(|(_, rows)| !rows.is_empty()) {
            writeln!(out, "\n{title}")?;
            for row in rows {
                writeln!(out, "{}", line(&row.cells(), &widths))?;
            }
        }
        writeln!(out, "\nLoad, server and stores shared {} processors.", processors())?;
        Ok(())
    }
}

/// Texts to the left, numbers to the right.
fn line(cells: &[String; 8], widths: &[usize; 8]) -> String {
    let mut text = String::new();
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
        let is_number = (1..=5).contains(&column);
        text.push_str(if column == 0 { "  " } else { "   " });
        text.push_str(&if is_number {
            padding + cell
        } else {
            cell.clone() + &padding
        });
    }
    text.trim_end().to_owned()
}

fn millis(latency: Duration) -> String {
    format!("{:.1}", latency.as_secs_f64() * 1000.0)
}

/// A rate with its thousands apart.
fn per_second(rate: f64) -> String {
    let digits = format!("{rate:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text} /s")
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Tells whoever waits what goes on.
pub fn tell(text: &str) {
    // Whoever does not listen misses nothing but this.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [0.4, 999.6, 12_345.0, 1_234_567.0].map(per_second),
            ["0 /s", "1,000 /s", "12,345 /s", "1,234,567 /s"]
        );
    }

    #[test]
    fn a_fault_outweighs_every_target() {
        let row = Row::rate("x", 1.0).target(Target::ratio(2.0, 1.0));
        assert_eq!(row.verdict(), "met");
        let row = row.target(Target::that("p99", false));
        assert_eq!(row.verdict(), "missed (p99)");
        let row = row.must(false, || "lost".to_owned());
        assert_eq!(row.verdict(), "FAIL: lost");
        let mut table = Table::default();
        table.add("t", vec![row]);
        assert!(table.has_failures());
    }
}
