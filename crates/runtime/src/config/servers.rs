//! Servers that may stand beside the process, each optional.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::SecretString;
use url::Url;

use super::reader::Reader;
use super::secret_url::SecretUrl;

/// Redis: cache, locks, once-only keys, tokens, live fan-out.
#[derive(Debug, Clone)]
pub struct RedisConfig {
    /// `redis://` or `rediss://`.
    pub url: SecretUrl,
}

impl RedisConfig {
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let url = if reader.is_set("REDIS_URL") {
            reader.server_url("REDIS_URL", &["redis", "rediss"])?
        } else {
            redis_from_parts(reader)?
        };
        Some(Self { url })
    }
}

fn redis_from_parts(reader: &mut Reader) -> Option<SecretUrl> {
    let port = reader.number("REDIS_PORT", 1..=u16::MAX);
    let db = reader.number("REDIS_DB", 0..=65_535_u32);
    let password = reader
        .text("REDIS_PASSWORD")
        .map(|password| format!(":{}@", utf8_percent_encode(password, NON_ALPHANUMERIC)))
        .unwrap_or_default();
    let url = format!("redis://{password}{}:{port}/{db}", reader.text("REDIS_HOST")?);
    if Url::parse(&url).is_err() {
        reader.fault("REDIS_HOST", "must be an IP address or a host name");
    }
    Some(SecretUrl::new(url))
}

/// The message broker that carries jobs and events between processes.
#[derive(Debug, Clone)]
pub struct BrokerConfig {
    /// `amqp://` or `amqps://`.
    pub url: SecretUrl,
}

impl BrokerConfig {
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let url = reader.server_url("AMQP_URL", &["amqp", "amqps"])?;
        Some(Self { url })
    }
}

/// Export of traces.
#[derive(Debug, Clone)]
pub struct TelemetryConfig {
    /// The base address of an OTLP/HTTP collector, without a trailing slash. It carries no
    /// password: what a collector asks for goes into the standard `OTEL_EXPORTER_OTLP_HEADERS`.
    pub otlp_endpoint: Option<String>,
}

impl TelemetryConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self {
            otlp_endpoint: reader.web_address("OTEL_EXPORTER_OTLP_ENDPOINT"),
        }
    }
}

/// S3-compatible object storage.
#[derive(Debug, Clone)]
pub struct StorageConfig {
    /// Names the key.
    pub access_key_id: String,
    /// Signs requests.
    pub access_key_secret: SecretString,
    /// Where files go.
    pub bucket: String,
    /// The storage's host or address.
    pub endpoint: String,
}

impl StorageConfig {
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        const NAMES: [&str; 4] = [
            "ALIYUN_ACCESS_KEY_ID",
            "ALIYUN_ACCESS_KEY_SECRET",
            "ALIYUN_OSS_BUCKET",
            "ALIYUN_OSS_ENDPOINT",
        ];
        if !NAMES.iter().any(|name| reader.is_set(name)) {
            return None;
        }
        for name in NAMES {
            if !reader.is_set(name) {
                reader.fault(name, "is required when other ALIYUN_ settings are given");
            }
        }
        if reader
            .text("ALIYUN_OSS_ENDPOINT")
            .is_some_and(|text| text.contains("://"))
        {
            reader.web_address("ALIYUN_OSS_ENDPOINT");
        }
        Some(Self {
            access_key_id: reader.required("ALIYUN_ACCESS_KEY_ID"),
            access_key_secret: reader.required_secret("ALIYUN_ACCESS_KEY_SECRET"),
            bucket: reader.required("ALIYUN_OSS_BUCKET"),
            endpoint: reader.required("ALIYUN_OSS_ENDPOINT"),
        })
    }
}
