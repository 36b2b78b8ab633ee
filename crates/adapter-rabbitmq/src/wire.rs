//! A job as a message: a JSON body that is the job, and properties for the broker's operator.

use std::borrow::Cow;

use domain::ids::JobId;
use domain::time::Timestamp;
use lapin::BasicProperties;
use lapin::types::{AMQPValue, FieldTable, LongString, ShortString};
use ports::jobs::JobEnvelope;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const VERSION: u8 = 1;
const PERSISTENT: u8 = 2;
const TRACEPARENT: &str = "traceparent";
const DELIVERY_COUNT: &str = "x-delivery-count";

/// The body. Fields are only ever added; a change of meaning raises `v`, and a worker buries what it cannot read.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    v: u8,
    id: Uuid,
    #[serde(borrow)]
    name: Cow<'a, str>,
    /// JSON within JSON, as a string: it arrives byte for byte as it was.
    #[serde(borrow)]
    payload: Cow<'a, str>,
    attempt: u32,
    /// Microseconds since the Unix epoch.
    created_at: i64,
    /// Microseconds since the Unix epoch.
    not_before: i64,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    traceparent: Option<Cow<'a, str>>,
}

/// The body of a job's message.
pub fn encode(job: &JobEnvelope) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Body {
        v: VERSION,
        id: job.id.uuid(),
        name: Cow::Borrowed(&job.name),
        payload: Cow::Borrowed(&job.payload),
        attempt: job.attempt,
        created_at: job.created_at.unix_micros(),
        not_before: job.not_before.unix_micros(),
        traceparent: job.traceparent.as_deref().map(Cow::Borrowed),
    })
}

/// The job of a message, or the raw text of what is none; bytes that are no UTF-8 are replaced in it.
pub fn decode(body: &[u8]) -> Result<JobEnvelope, String> {
    match serde_json::from_slice::<Body<'_>>(body) {
        Ok(body) if body.v == VERSION => Ok(JobEnvelope {
            id: JobId::from_uuid(body.id),
            name: body.name.into_owned(),
            payload: body.payload.into_owned(),
            attempt: body.attempt,
            created_at: Timestamp::from_unix_micros(body.created_at),
            not_before: Timestamp::from_unix_micros(body.not_before),
            traceparent: body.traceparent.map(Cow::into_owned),
        }),
        _ => Err(String::from_utf8_lossy(body).into_owned()),
    }
}

/// Persistent; id, type, time and trace are what the management page and other consumers can see without the body.
pub fn properties(job: &JobEnvelope) -> BasicProperties {
    let mut properties = BasicProperties::default()
        .with_delivery_mode(PERSISTENT)
        .with_content_type("application/json".into())
        .with_message_id(job.id.to_string().into())
        .with_timestamp(u64::try_from(job.created_at.unix_seconds()).unwrap_or(0));
    if let Ok(name) = ShortString::try_new(job.name.as_str()) {
        properties = properties.with_type(name);
    }
    if let Some(traceparent) = &job.traceparent {
        let mut headers = FieldTable::default();
        headers.insert(
            TRACEPARENT.into(),
            AMQPValue::LongString(LongString::from(traceparent.as_bytes())),
        );
        properties = properties.with_headers(headers);
    }
    properties
}

/// How often this message was handed out, with this time: a quorum queue counts how often it came back.
pub fn handouts(properties: &BasicProperties) -> u32 {
    let came_back = properties
        .headers()
        .as_ref()
        .and_then(|headers| headers.inner().get(DELIVERY_COUNT))
        .and_then(whole_number)
        .unwrap_or(0);
    came_back.saturating_add(1)
}

fn whole_number(value: &AMQPValue) -> Option<u32> {
    match *value {
        AMQPValue::ShortShortInt(number) => u32::try_from(number).ok(),
        AMQPValue::ShortShortUInt(number) => Some(number.into()),
        AMQPValue::ShortInt(number) => u32::try_from(number).ok(),
        AMQPValue::ShortUInt(number) => Some(number.into()),
        AMQPValue::LongInt(number) => u32::try_from(number).ok(),
        AMQPValue::LongUInt(number) => Some(number),
        AMQPValue::LongLongInt(number) => u32::try_from(number).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is in queues while versions change: altering it needs a new `v`.
    const GOLDEN: &str = r#"{"v":1,"id":"01938a5e-7c00-7000-8000-0000000000aa","name":"notifications.deliver","payload":"{\"delivery\": \"茶 🍵\"}","attempt":3,"createdAt":1796089260123457,"notBefore":1796089320000000,"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}"#;

    fn golden_job() -> JobEnvelope {
        JobEnvelope {
            id: "01938a5e-7c00-7000-8000-0000000000aa".parse().unwrap(),
            name: "notifications.deliver".to_owned(),
            payload: r#"{"delivery": "茶 🍵"}"#.to_owned(),
            attempt: 3,
            created_at: Timestamp::from_unix_micros(1_796_089_260_123_457),
            not_before: Timestamp::from_unix_micros(1_796_089_320_000_000),
            traceparent: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned()),
        }
    }

    #[test]
    fn a_job_is_written_as_it_always_was() {
        assert_eq!(String::from_utf8(encode(&golden_job()).unwrap()).unwrap(), GOLDEN);
    }

    #[test]
    fn a_job_is_read_as_it_always_was_and_with_fields_of_the_future() {
        assert_eq!(decode(GOLDEN.as_bytes()), Ok(golden_job()));
        let newer = GOLDEN.replace(r#""attempt":3"#, r#""priority":9,"attempt":3"#);
        assert_eq!(decode(newer.as_bytes()), Ok(golden_job()));
    }

    #[test]
    fn a_job_without_trace_is_shorter_and_comes_back() {
        let job = JobEnvelope {
            traceparent: None,
            ..golden_job()
        };
        let body = encode(&job).unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("traceparent"));
        assert_eq!(decode(&body), Ok(job));
    }

    #[test]
    fn what_is_no_job_of_this_version_is_told_as_it_is() {
        assert_eq!(decode(b"hello"), Err("hello".to_owned()));
        let other = GOLDEN.replace(r#""v":1"#, r#""v":2"#);
        assert_eq!(decode(other.as_bytes()), Err(other));
        assert_eq!(decode(&[0xff, b'!']), Err("\u{fffd}!".to_owned()));
    }

    #[test]
    fn properties_tell_the_operator_what_it_is() {
        let properties = properties(&golden_job());
        assert_eq!(*properties.delivery_mode(), Some(2));
        assert_eq!(
            properties.message_id().as_ref().unwrap().as_str(),
            "01938a5e-7c00-7000-8000-0000000000aa"
        );
        assert_eq!(*properties.timestamp(), Some(1_796_089_260));
        let traceparent = &properties.headers().as_ref().unwrap().inner()["traceparent"];
        assert!(matches!(traceparent, AMQPValue::LongString(text) if text.as_bytes().starts_with(b"00-0af7")));
    }

    #[test]
    fn handouts_count_from_one() {
        let counted = |count: AMQPValue| {
            let mut headers = FieldTable::default();
            headers.insert(DELIVERY_COUNT.into(), count);
            handouts(&BasicProperties::default().with_headers(headers))
        };
        assert_eq!(handouts(&BasicProperties::default()), 1);
        assert_eq!(counted(AMQPValue::LongLongInt(2)), 3);
        assert_eq!(counted(AMQPValue::LongLongInt(-1)), 1);
    }
}
