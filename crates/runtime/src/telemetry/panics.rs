//! Panics belong into the log, like every other failure.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::PanicHookInfo;

const LONGEST_MESSAGE: usize = 200;

/// Where a panic's message begins to quote values: `called … on an Err value: …`,
/// `assertion failed …\n left: …`, `byte index 3 is out of bounds of `…``.
const QUOTES_BEGIN: [&str; 5] = [": ", ";", "\n", " of `", "`, "];

/// Logs every panic with its place. `with_values` keeps the whole message; without it the
/// message ends where values are quoted, because those may hold personal data.
pub(super) fn install(with_values: bool) {
    std::panic::set_hook(Box::new(move |info| log(info, with_values)));
}

fn log(info: &PanicHookInfo<'_>, with_values: bool) {
    let place = info
        .location()
        .map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let message = info.payload_as_str().unwrap_or("a value that is no text");
    let message = if with_values { message } else { without_values(message) };
    let backtrace = Backtrace::capture();
    let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
    tracing::error!(
        panic.place = place,
        panic.message = message,
        panic.thread = std::thread::current().name().unwrap_or("unnamed"),
        panic.backtrace = backtrace,
        "A thread panicked."
    );
}

fn without_values(message: &str) -> &str {
    let end = QUOTES_BEGIN.iter().filter_map(|mark| message.find(mark)).min();
    let message = end.map_or(message, |end| &message[..end]);
    message
        .char_indices()
        .nth(LONGEST_MESSAGE)
        .map_or(message, |(end, _)| &message[..end])
}

#[cfg(test)]
mod tests {
    use super::without_values;

    #[test]
    fn values_in_a_message_are_cut_off() {
        let messages = [
            "called `Result::unwrap()` on an `Err` value: Parse(\"o6_bmjrPTlm6_2sgVt7hMZOPfL2M\")",
            "assertion `left == right` failed\n  left: \"13800138000\"\n right: 2",
            "byte index 3 is out of bounds of `13800138000`",
            "start byte index 1 is not a char boundary; it is inside '张' (bytes 0..3) of `张三`",
        ];
        for message in messages {
            let shown = without_values(message);
            assert!(!shown.is_empty());
            for value in ["o6_bmjr", "13800138000", "张"] {
                assert!(!shown.contains(value), "{shown}");
            }
        }
    }

    #[test]
    fn a_message_without_values_stays_whole() {
        assert_eq!(without_values("attempt to divide by zero"), "attempt to divide by zero");
        assert_eq!(without_values(&"长".repeat(300)).chars().count(), 200);
    }
}
