//! The ids that tie spans together, as W3C Trace Context writes them.

use std::fmt;

use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

/// Which trace a span belongs to, and which span it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::telemetry) struct TraceIds {
    pub(super) trace: u128,
    pub(super) span: u64,
    pub(super) flags: u8,
}

impl TraceIds {
    pub(in crate::telemetry) fn trace_id(&self) -> String {
        format!("{:032x}", self.trace)
    }

    pub(in crate::telemetry) fn span_id(&self) -> String {
        format!("{:016x}", self.span)
    }

    /// Reads a `traceparent`, <https://www.w3.org/TR/trace-context/#traceparent-header>.
    /// Later versions may append fields; the first four keep their meaning.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let version = hex(parts.next()?, 2)?;
        let trace = hex(parts.next()?, 32)?;
        let span = u64::try_from(hex(parts.next()?, 16)?).ok()?;
        let flags = u8::try_from(hex(parts.next()?, 2)?).ok()?;
        let is_known = version == 0 && parts.next().is_none();
        let is_later = version > 0 && version < 0xff;
        let is_valid = trace != 0 && span != 0;
        (is_valid && (is_known || is_later)).then_some(Self { trace, span, flags })
    }
}

/// Lower-case hexadecimal digits only: the standard allows no other.
fn hex(text: &str, digits: usize) -> Option<u128> {
    let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if text.len() != digits || !is_hex {
        return None;
    }
    u128::from_str_radix(text, 16).ok()
}

/// The text of a `traceparent`.
impl fmt::Display for TraceIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of the flags only "sampled" has a meaning in version 00.
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace, self.span, self.flags & 1)
    }
}

impl From<TraceIds> for SpanContext {
    fn from(ids: TraceIds) -> Self {
        Self::new(
            TraceId::from_bytes(ids.trace.to_be_bytes()),
            SpanId::from_bytes(ids.span.to_be_bytes()),
            TraceFlags::new(ids.flags & 1),
            true,
            TraceState::NONE,
        )
    }
}

impl TraceIds {
    /// The ids of an SDK span, or `None` when they are not valid.
    pub(super) fn from_context(context: &SpanContext) -> Option<Self> {
        context.is_valid().then(|| Self {
            trace: u128::from_be_bytes(context.trace_id().to_bytes()),
            span: u64::from_be_bytes(context.span_id().to_bytes()),
            flags: context.trace_flags().to_u8(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_traceparent_comes_back_unchanged() {
        assert_eq!(TraceIds::parse(EXAMPLE).unwrap().to_string(), EXAMPLE);
    }

    #[test]
    fn a_later_version_with_more_fields_is_understood() {
        let later = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-brings";
        assert_eq!(TraceIds::parse(later), TraceIds::parse(EXAMPLE));
    }

    #[test]
    fn a_malformed_traceparent_is_nothing() {
        let malformed = [
            "",
            "00",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473é-00f067aa0ba902b7-01",
        ];
        for text in malformed {
            assert_eq!(TraceIds::parse(text), None, "{text}");
        }
    }
}
