//! Why telemetry cannot start.

/// Why telemetry cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The process has a subscriber already.
    #[error("telemetry was started before")]
    AlreadyStarted,
    /// The log's directives are not valid; a checked configuration has none such.
    #[error("the log level is not valid")]
    Level,
    /// The exporter of traces cannot be built.
    #[error("the exporter of traces cannot be built")]
    Exporter,
}
