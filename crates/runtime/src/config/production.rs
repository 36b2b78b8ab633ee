//! What production refuses, so that a forgotten setting stops the start and not an attendee.

use std::net::IpAddr;

use url::{Host, Url};

use super::development;
use super::reader::Reader;
use super::strength::{weakness_of_key, weakness_of_password};

const REQUIRED: &[&str] = &[
    "WECHAT_APP_ID",
    "WECHAT_APP_SECRET",
    "WECHAT_TOKEN",
    "JWT_SECRET",
    "CREDENTIALS_KEY",
];

pub(super) fn refuse(reader: &mut Reader) {
    refuse_missing(reader);
    refuse_development_values(reader);
    refuse_weak_secrets(reader);
    refuse_clear_text(reader);
    refuse_embedded_mix(reader);
}

fn refuse_missing(reader: &mut Reader) {
    for name in REQUIRED {
        if !reader.is_set(name) {
            reader.fault(name, "is required in production");
        }
    }
}

fn refuse_development_values(reader: &mut Reader) {
    for (name, value) in development::SECRETS {
        if reader.text(name) == Some(value) {
            reader.fault(name, "is the development value, which production refuses");
        }
    }
}

fn refuse_weak_secrets(reader: &mut Reader) {
    for name in [
        "JWT_SECRET",
        "TICKET_SECRET",
        "CREDENTIALS_KEY",
        "CREDENTIALS_PREVIOUS_KEY",
    ] {
        if let Some(weakness) = reader.text(name).and_then(weakness_of_key) {
            reader.fault(name, weakness);
        }
    }
    let username = reader.text("ADMIN_USERNAME").unwrap_or_default();
    let password = reader.text("ADMIN_PASSWORD");
    if let Some(weakness) = password.and_then(|password| weakness_of_password(password, username)) {
        reader.fault("ADMIN_PASSWORD", weakness);
    }
}

/// App secrets and access tokens travel in these requests.
fn refuse_clear_text(reader: &mut Reader) {
    for name in [
        "WECHAT_API_BASE_URL",
        "WECHAT_MP_BASE_URL",
        "WECOM_API_BASE_URL",
        "WECHAT_OPEN_BASE_URL",
        // People's sessions do.
        "PUBLIC_BASE_URL",
    ] {
        let url = reader.text(name).and_then(|text| Url::parse(text).ok());
        if url.is_some_and(|url| url.scheme() == "http" && !is_loopback(&url)) {
            reader.fault(
                name,
                "must start with https:// in production, except for this machine itself",
            );
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn refuse_embedded_mix(reader: &mut Reader) {
    if reader.flag("SINGLE_INSTANCE") {
        return;
    }
    const HINT: &str = "in production, unless SINGLE_INSTANCE=true says that exactly one process runs";
    for (name, parts) in [
        ("REDIS_URL", "REDIS_HOST"),
        ("AMQP_URL", "AMQP_URL"),
        ("DATABASE_URL", "DB_HOST"),
    ] {
        if !reader.is_set(name) && !reader.is_set(parts) {
            reader.fault(name, format!("is required {HINT}"));
        }
    }
    if !reader.is_set("ALIYUN_OSS_BUCKET") {
        let problem =
            "is required, with the other ALIYUN_ settings, for the folder in DATA_DIR belongs to one machine,";
        reader.fault("ALIYUN_OSS_BUCKET", format!("{problem} {HINT}"));
    }
    if reader
        .text("DATABASE_URL")
        .is_some_and(|url| url.starts_with("sqlite:"))
    {
        reader.fault("DATABASE_URL", format!("must not be SQLite {HINT}"));
    }
}
