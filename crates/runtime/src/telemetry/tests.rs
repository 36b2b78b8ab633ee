//! Log lines and trace identity, with and without the SDK.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider, SpanData, SpanExporter};
use serde_json::Value;
use tracing::{Dispatch, info, info_span};
use tracing_subscriber::fmt::MakeWriter;

use super::export::Exporter;
use super::{panics, subscriber, trace};
use crate::config::{LogConfig, LogFormat};

const TRACEPARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const TRACE_ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// Keeps what the SDK exports.
#[derive(Clone, Default, Debug)]
struct Collected(Arc<Mutex<Vec<SpanData>>>);

impl SpanExporter for Collected {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.0.lock().unwrap().extend(batch);
        Ok(())
    }
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'writer> MakeWriter<'writer> for Lines {
    type Writer = Self;

    fn make_writer(&'writer self) -> Self {
        self.clone()
    }
}

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn json(&self) -> Vec<Value> {
        self.text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

fn logging(level: &str, format: LogFormat, tracer: Option<SdkTracer>, act: impl FnOnce()) -> Lines {
    let lines = Lines::default();
    let log = LogConfig {
        level: level.to_owned(),
        format,
    };
    let subscriber = subscriber::build(&log, tracer, lines.clone()).unwrap();
    tracing::dispatcher::with_default(&Dispatch::new(subscriber), act);
    lines
}

/// Runs `act` once with numbered spans only, and once with spans of the SDK.
fn both_ways(level: &str, act: impl Fn()) -> [Vec<Value>; 2] {
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(Collected::default())
        .build();
    let numbered = logging(level, LogFormat::Json, None, &act);
    let recorded = logging(level, LogFormat::Json, Some(provider.tracer("test")), &act);
    [numbered.json(), recorded.json()]
}

#[test]
fn a_json_line_carries_message_fields_span_fields_and_trace() {
    let lines = both_ways("info", || {
        let span = info_span!("http.request", request.id = "req-1", status = tracing::field::Empty);
        trace::adopt(&span, Some(TRACEPARENT));
        let _outer = span.enter();
        span.record("status", 200);
        let _inner = info_span!("use_case.events.publish", event.id = "evt_1").entered();
        info!(attempt = 2, ok = true, note = "a \"quoted\" 茶", "Published {}.", "it");
    });
    for line in lines.iter().map(|lines| &lines[0]) {
        assert_eq!(line["message"], "Published it.");
        assert_eq!(line["level"], "INFO");
        assert_eq!(line["target"], module_path!());
        assert_eq!(line["span"], "use_case.events.publish");
        assert_eq!(line["trace_id"], TRACE_ID);
        assert_eq!(line["span_id"].as_str().unwrap().len(), 16);
        assert_eq!(line["request.id"], "req-1");
        assert_eq!(line["event.id"], "evt_1");
        assert_eq!(line["status"], 200);
        assert_eq!(line["attempt"], 2);
        assert_eq!(line["ok"], true);
        assert_eq!(line["note"], "a \"quoted\" 茶");
        assert!(line["time"].as_str().unwrap().ends_with('Z'));
    }
}

#[test]
fn the_innermost_field_wins_and_the_line_keeps_its_own_names() {
    let lines = both_ways("info", || {
        let _outer = info_span!("outer", step = 1, level = "mine").entered();
        let _inner = info_span!("inner", step = 2).entered();
        info!("Here.");
    });
    for line in lines.iter().map(|lines| &lines[0]) {
        assert_eq!(line["step"], 2);
        assert_eq!(line["level"], "INFO");
    }
}

#[test]
fn a_quiet_log_still_knows_its_trace() {
    let lines = both_ways("warn", || {
        let _span = info_span!("job", job.id = "job_1").entered();
        info!("Not shown.");
        tracing::warn!("Shown.");
    });
    for lines in lines {
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["job.id"], "job_1");
        assert_eq!(lines[0]["trace_id"].as_str().unwrap().len(), 32);
    }
}

#[test]
fn directives_choose_levels_by_module() {
    let lines = both_ways("off,noisy=debug", || {
        tracing::debug!(target: "noisy", "Shown.");
        tracing::error!(target: "other", "Not shown.");
    });
    for lines in lines {
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["target"], "noisy");
    }
}

#[test]
fn a_line_outside_of_spans_has_no_trace() {
    let [numbered, recorded] = both_ways("info", || info!("Alone."));
    for line in [&numbered[0], &recorded[0]] {
        assert!(line.get("trace_id").is_none() && line.get("span").is_none());
    }
}

#[test]
fn a_text_line_shows_spans_fields_and_trace() {
    let lines = logging("info", LogFormat::Text, None, || {
        let span = info_span!("http.request", request.id = "req-1");
        trace::adopt(&span, Some(TRACEPARENT));
        let _span = span.entered();
        info!(count = 3, "Listed.");
    });
    let text = lines.text();
    for part in [
        "INFO",
        "Listed.",
        "count=3",
        "http.request{request.id=\"req-1\"}",
        TRACE_ID,
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn children_share_the_trace_and_strangers_do_not() {
    both_ways("info", || {
        let outer = info_span!("outer");
        let first = outer.in_scope(|| trace::current_trace_id().unwrap());
        let child = outer.in_scope(|| info_span!("child").in_scope(|| trace::current_trace_id().unwrap()));
        let stranger = info_span!(parent: None, "stranger").in_scope(|| trace::current_trace_id().unwrap());
        assert_eq!(first, child);
        assert_ne!(first, stranger);
    });
}

#[test]
fn a_trace_travels_on_in_the_next_traceparent() {
    both_ways("info", || {
        let span = info_span!("job");
        trace::adopt(&span, Some(TRACEPARENT));
        let sent = span.in_scope(trace::current_traceparent).unwrap();
        assert!(
            sent.starts_with(&format!("00-{TRACE_ID}-")) && sent.ends_with("-01"),
            "{sent}"
        );
        assert_ne!(sent, TRACEPARENT);
    });
}

#[test]
fn a_malformed_traceparent_leaves_a_valid_trace() {
    both_ways("info", || {
        for malformed in [None, Some(""), Some("00-zz-zz-01")] {
            let span = info_span!("request");
            trace::adopt(&span, malformed);
            let id = span.in_scope(trace::current_trace_id).unwrap();
            assert!(id.len() == 32 && id != "0".repeat(32), "{id}");
        }
    });
}

#[test]
fn there_is_no_trace_outside_of_spans() {
    both_ways("info", || assert_eq!(trace::current_traceparent(), None));
    assert_eq!(trace::current_trace_id(), None);
}

#[test]
fn recorded_spans_belong_to_the_adopted_trace() {
    let exporter = Collected::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    logging("info", LogFormat::Json, Some(provider.tracer("test")), || {
        let span = info_span!("job");
        trace::adopt(&span, Some(TRACEPARENT));
        span.in_scope(|| tracing::debug_span!("detail").in_scope(|| info!("Working.")));
    });
    let spans = exporter.0.lock().unwrap();
    assert_eq!(spans.iter().map(|span| span.name.as_ref()).collect::<Vec<_>>(), ["job"]);
    assert_eq!(spans[0].span_context.trace_id().to_string(), TRACE_ID);
    assert_eq!(spans[0].parent_span_id.to_string(), "00f067aa0ba902b7");
}

/// Takes one request and answers it: its first line, and its body.
fn take_one_request(listener: &TcpListener) -> (String, Vec<u8>) {
    let (mut stream, _) = listener.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).unwrap();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        match header.to_ascii_lowercase().split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        .unwrap();
    (first, body)
}

#[test]
fn the_last_spans_are_exported_when_telemetry_stops() {
    let collector = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", collector.local_addr().unwrap());
    let request = std::thread::spawn(move || take_one_request(&collector));
    let exporter = Exporter::start("nextevent-test", &endpoint).unwrap();
    logging("info", LogFormat::Json, Some(exporter.tracer()), || {
        let _span = info_span!("job.that_was_done").entered();
    });
    drop(exporter);
    let (first, body) = request.join().unwrap();
    assert!(first.starts_with("POST /v1/traces "), "{first}");
    let body = String::from_utf8_lossy(&body);
    assert!(body.contains("job.that_was_done") && body.contains("nextevent-test"));
}

#[tokio::test]
async fn a_collector_that_is_gone_does_not_hold_up_the_stop_inside_a_runtime() {
    let exporter = Exporter::start("nextevent-test", "http://127.0.0.1:9").unwrap();
    logging("info", LogFormat::Json, Some(exporter.tracer()), || {
        let _span = info_span!("job").entered();
    });
    drop(exporter);
}

fn refuse(phone: &str) -> Result<(), String> {
    Err(format!("{phone} is unknown"))
}

#[test]
fn a_panic_is_logged_with_its_place_and_without_values() {
    let former = std::panic::take_hook();
    panics::install(false);
    let lines = logging("info", LogFormat::Json, None, || {
        std::panic::catch_unwind(|| refuse("13800138000").unwrap()).unwrap_err();
    });
    std::panic::set_hook(former);
    let line = &lines.json()[0];
    assert_eq!(line["level"], "ERROR");
    assert_eq!(line["panic.message"], "called `Result::unwrap()` on an `Err` value");
    assert!(line["panic.place"].as_str().unwrap().contains("telemetry/tests.rs:"));
    assert!(!line.to_string().contains("13800138000"));
}
