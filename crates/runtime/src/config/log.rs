//! What is logged and how.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::app::Environment;
use super::reader::Reader;

/// The shape of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object per line.
    Json,
}

/// What is logged and how.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// Valid directives, such as `info,sqlx=warn`.
    pub level: String,
    /// The shape of a line.
    pub format: LogFormat,
}

impl LogConfig {
    pub(super) fn read(reader: &mut Reader, environment: Environment) -> Self {
        let usual = if environment.is_production() {
            LogFormat::Json
        } else {
            LogFormat::Text
        };
        let formats = [("text", LogFormat::Text), ("json", LogFormat::Json)];
        Self {
            level: read_level(reader),
            format: reader.choice("LOG_FORMAT", &formats).unwrap_or(usual),
        }
    }
}

fn read_level(reader: &mut Reader) -> String {
    let level = reader.required("LOG_LEVEL");
    // The parser takes a lone unknown word for a module's name and would log nothing else.
    let words_are_levels = level
        .split(',')
        .filter(|part| !part.contains(['=', '[']))
        .all(|part| part.trim().parse::<LevelFilter>().is_ok());
    if !words_are_levels || EnvFilter::try_new(&level).is_err() {
        reader.fault(
            "LOG_LEVEL",
            "must be error, warn, info, debug, trace or off, optionally with overrides such as info,sqlx=warn",
        );
    }
    level
}
