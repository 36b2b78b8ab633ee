//! Keeps telemetry alive until the process ends.

use super::export::Exporter;

/// Keeps the export of traces alive. Dropping it sends what is left and blocks the thread for at
/// most three seconds; let it be the last thing that goes.
#[must_use = "dropping the guard ends the export of traces"]
pub struct TelemetryGuard {
    _exporter: Option<Exporter>,
}

impl TelemetryGuard {
    pub(super) fn new(exporter: Option<Exporter>) -> Self {
        Self { _exporter: exporter }
    }

    /// Ends the export now, as dropping the guard does.
    pub fn shutdown(self) {
        drop(self);
    }
}
