//! The start of a process, which changes it for good and so needs one of its own.

use std::collections::BTreeMap;

use runtime::Config;
use runtime::telemetry::{self, TelemetryError, trace};

#[test]
fn a_process_starts_telemetry_once_and_has_traces_without_an_exporter() {
    let config = Config::from_sources(&BTreeMap::new(), None).unwrap();
    let guard = telemetry::init("nextevent-test", &config).unwrap();
    let sent = tracing::info_span!("job").in_scope(trace::current_traceparent).unwrap();

    let span = tracing::info_span!("the same job in another process");
    trace::adopt(&span, Some(&sent));
    let continued = span.in_scope(trace::current_trace_id).unwrap();
    assert!(sent.contains(&continued), "{sent} {continued}");

    let second = telemetry::init("nextevent-test", &config);
    assert!(matches!(second, Err(TelemetryError::AlreadyStarted)));
    guard.shutdown();
}
