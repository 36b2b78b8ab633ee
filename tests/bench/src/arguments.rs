//! What to measure, and for how long.

use std::time::Duration;

use crate::message::Mode;

/// The hidden command by which this binary starts itself as the bare webhook.
pub const BARE_WEBHOOK: &str = "bare-webhook";

/// What this process is to do.
pub enum Arguments {
    /// Be the bare webhook.
    BareWebhook {
        /// Where to listen on the loopback address.
        port: u16,
        /// Whether messages are encrypted.
        mode: Mode,
    },
    /// Measure.
    Measure(Plan),
}

/// What is measured.
pub struct Plan {
    /// Length of one measurement.
    pub duration: Duration,
    /// Length of the load before one that is not counted.
    pub warm_up: Duration,
    /// In the order of the table.
    pub sections: Vec<Section>,
}

/// A part of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Messages of WeChat.
    Webhook,
    /// Check-ins by ticket code.
    CheckIn,
    /// Registrations into limited capacity.
    Registration,
    /// Lists.
    Reads,
    /// Start and memory.
    Process,
    /// Jobs.
    Worker,
    /// Messages on the wire.
    Protocol,
    /// Calls of WeChat by many processes.
    Tokens,
    /// Messages to many.
    Sending,
}

impl Section {
    const ALL: [Self; 9] = [
        Self::Webhook,
        Self::CheckIn,
        Self::Registration,
        Self::Reads,
        Self::Process,
        Self::Worker,
        Self::Protocol,
        Self::Tokens,
        Self::Sending,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::CheckIn => "checkin",
            Self::Registration => "registration",
            Self::Reads => "reads",
            Self::Process => "process",
            Self::Worker => "worker",
            Self::Protocol => "protocol",
            Self::Tokens => "tokens",
            Self::Sending => "sending",
        }
    }

    /// Its heading in the table.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Webhook => "Webhook, 256 connections",
            Self::CheckIn => "Check-in by ticket, 64 connections",
            Self::Registration => "Registration into limited capacity, 256 connections",
            Self::Reads => "Reads, 8 connections, 50 rows a page",
            Self::Process => "Process",
            Self::Worker => "Worker",
            Self::Protocol => "Protocol, one core, beside a walk through the XML that keeps nothing",
            Self::Tokens => "Calls of WeChat, 64 connections",
            Self::Sending => "Sending to many, 64 calls at once",
        }
    }
}

impl Arguments {
    /// Reads the command line and `BENCH_SECONDS`.
    ///
    /// # Errors
    /// How to use it.
    pub fn read() -> Result<Self, String> {
        let words: Vec<_> = std::env::args().skip(1).collect();
        if let [command, port, mode] = words.as_slice()
            && command == BARE_WEBHOOK
        {
            let port = port.parse().map_err(|_| usage())?;
            return Ok(Self::BareWebhook {
                port,
                mode: Mode::from_name(mode).ok_or_else(usage)?,
            });
        }
        let seconds = std::env::var("BENCH_SECONDS").ok().filter(|text| !text.is_empty());
        let seconds = seconds.map_or(Ok(10), |text| text.parse()).map_err(|_| usage())?;
        Ok(Self::Measure(Plan {
            duration: Duration::from_secs(seconds).max(Duration::from_secs(1)),
            warm_up: Duration::from_secs(2),
            sections: sections(&words)?,
        }))
    }
}

fn sections(words: &[String]) -> Result<Vec<Section>, String> {
    if words.is_empty() {
        return Ok(Section::ALL.to_vec());
    }
    let known = |word: &String| Section::ALL.into_iter().find(|section| section.name() == word);
    words.iter().map(|word| known(word).ok_or_else(usage)).collect()
}

fn usage() -> String {
    let names = Section::ALL.map(Section::name).join(" ");
    format!(
        "make bench                            measures everything\n\
         make bench ARGS=\"webhook checkin\"     measures some of: {names}\n\
         BENCH_SECONDS=10                      length of one measurement, in whole seconds"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_come_in_the_order_asked_for_and_unknown_ones_are_refused() {
        let asked = ["reads".to_owned(), "webhook".to_owned()];
        assert_eq!(sections(&asked), Ok(vec![Section::Reads, Section::Webhook]));
        assert_eq!(sections(&[]).map(|all| all.len()), Ok(Section::ALL.len()));
        assert!(sections(&["speed".to_owned()]).is_err());
    }
}
