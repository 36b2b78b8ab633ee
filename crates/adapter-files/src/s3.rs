//! A bucket of an S3-compatible storage.

use std::fmt;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use crate::errors::SetupError;
use crate::files::PATIENCE;

/// The longest one exchange may take; a call makes several when the first ones fail.
const EXCHANGE: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(3);
const RETRIES: usize = 2;

/// Where a bucket is, and what opens it. `Debug` shows no key.
#[derive(Clone)]
pub struct S3Options {
    /// A host such as `oss-cn-hangzhou.aliyuncs.com`, or an address such as `https://oss-cn-hangzhou.aliyuncs.com`.
    pub endpoint: String,
    /// The bucket.
    pub bucket: String,
    /// Names the key.
    pub access_key_id: String,
    /// Signs requests.
    pub access_key_secret: SecretString,
    /// The longest a call may take.
    pub timeout: Duration,
}

impl S3Options {
    /// With the usual timeout.
    #[must_use]
    pub fn new(endpoint: &str, bucket: &str, access_key_id: &str, access_key_secret: SecretString) -> Self {
        Self {
            endpoint: endpoint.to_owned(),
            bucket: bucket.to_owned(),
            access_key_id: access_key_id.to_owned(),
            access_key_secret,
            timeout: PATIENCE,
        }
    }
}

impl fmt::Debug for S3Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Options")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

pub(crate) fn open(options: &S3Options) -> Result<AmazonS3, SetupError> {
    install_tls();
    let place = Place::of(options).ok_or(SetupError::Endpoint)?;
    let exchange = EXCHANGE.min(options.timeout);
    let client = ClientOptions::new()
        .with_timeout(exchange)
        .with_connect_timeout(CONNECT.min(exchange))
        .with_allow_http(place.address.starts_with("http://"));
    let retry = RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(2),
            ..BackoffConfig::default()
        },
        max_retries: RETRIES,
        retry_timeout: options.timeout,
    };
    AmazonS3Builder::new()
        .with_client_options(client)
        .with_retry(retry)
        .with_endpoint(place.address)
        .with_virtual_hosted_style_request(place.has_bucket)
        .with_region(place.region)
        .with_bucket_name(&options.bucket)
        .with_access_key_id(&options.access_key_id)
        .with_secret_access_key(options.access_key_secret.expose_secret())
        // OSS has no deletion of several at once.
        .with_disable_bulk_delete(true)
        .build()
        .map_err(|error| SetupError::Client(error.to_string()))
}

/// How a bucket is addressed.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    address: String,
    /// Whether the bucket is part of the host, which OSS insists on. An IP address, or this machine's own name, cannot
    /// have it there.
    has_bucket: bool,
    region: String,
}

impl Place {
    fn of(options: &S3Options) -> Option<Self> {
        let given = options.endpoint.trim_end_matches('/');
        let whole = if given.contains("://") {
            given.to_owned()
        } else {
            format!("https://{given}")
        };
        let url = Url::parse(&whole).ok()?;
        if !matches!(url.scheme(), "http" | "https") || url.path() != "/" || url.query().is_some() {
            return None;
        }
        let scheme = url.scheme();
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let domain = match url.host()? {
            Host::Domain(name) if name != "localhost" => Some(name.to_owned()),
            _ => None,
        };
        let prefix = format!("{}.", options.bucket);
        let address = match &domain {
            Some(name) if name.starts_with(&prefix) => format!("{scheme}://{name}{port}"),
            Some(name) => format!("{scheme}://{prefix}{name}{port}"),
            None => format!("{scheme}://{}{port}", url.host_str()?),
        };
        Some(Self {
            address,
            has_bucket: domain.is_some(),
            region: region_of(domain.as_deref().unwrap_or_default(), &prefix),
        })
    }
}

/// OSS's hosts begin with the region: `oss-cn-hangzhou.aliyuncs.com`, `oss-cn-hangzhou-internal.aliyuncs.com`,
/// `s3.oss-cn-hangzhou.aliyuncs.com`. Other storages take any region, or this one.
fn region_of(domain: &str, prefix: &str) -> String {
    let domain = domain.strip_prefix(prefix).unwrap_or(domain);
    let region = domain.split('.').find(|part| part.starts_with("oss-"));
    let region = region.map(|region| region.strip_suffix("-internal").unwrap_or(region));
    region.unwrap_or("us-east-1").to_owned()
}

/// Installs ring as the provider of rustls unless there is one; the HTTP client panics without.
fn install_tls() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing a race against another caller leaves a provider in place all the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(endpoint: &str) -> S3Options {
        S3Options::new(endpoint, "events", "KEYID", SecretString::from("KEYSECRET"))
    }

    fn place(endpoint: &str) -> Option<(String, bool, String)> {
        let place = Place::of(&options(endpoint))?;
        Some((place.address, place.has_bucket, place.region))
    }

    #[test]
    fn the_bucket_is_part_of_the_host() {
        let expected = |address: &str, region: &str| Some((address.to_owned(), true, region.to_owned()));
        for endpoint in [
            "oss-cn-hangzhou.aliyuncs.com",
            "https://oss-cn-hangzhou.aliyuncs.com/",
            "events.oss-cn-hangzhou.aliyuncs.com",
        ] {
            let address = "https://events.oss-cn-hangzhou.aliyuncs.com";
            assert_eq!(place(endpoint), expected(address, "oss-cn-hangzhou"), "{endpoint}");
        }
        assert_eq!(
            place("http://oss-cn-beijing-internal.aliyuncs.com:8080"),
            expected(
                "http://events.oss-cn-beijing-internal.aliyuncs.com:8080",
                "oss-cn-beijing"
            )
        );
        assert_eq!(
            place("https://minio.example"),
            expected("https://events.minio.example", "us-east-1")
        );
    }

    #[test]
    fn an_ip_address_has_no_bucket_before_it() {
        for address in ["http://127.0.0.1:9000", "http://localhost:9000", "https://[::1]"] {
            assert_eq!(
                place(address),
                Some((address.to_owned(), false, "us-east-1".to_owned()))
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in [
            "",
            "ftp://a.example",
            "https://a.example/path",
            "https://a b",
            "https://a.example?x=1",
        ] {
            assert_eq!(place(wrong), None, "{wrong}");
            assert!(open(&options(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn keys_are_not_shown() {
        let shown = format!("{:?} {:?}", options("a.example"), open(&options("a.example")).unwrap());
        assert!(!shown.contains("KEYSECRET"), "{shown}");
        assert!(!format!("{:?}", options("a.example")).contains("KEYID"));
    }
}
