//! What operators may rely on: precedence, complete reports, refusals, silence about secrets.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use secrecy::ExposeSecret as _;

use super::load::read_file;
use super::settings::SETTINGS;
use super::*;

const STRONG_KEY: &str = "q7Zt/2mX9cLr0VbN4sKdH1yWfGe8uJpA";
const AES_KEY: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";

fn env(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn config(pairs: &[(&str, &str)]) -> Config {
    Config::from_sources(&env(pairs), None).unwrap()
}

fn faults(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    named(&Config::from_sources(&env(pairs), None).unwrap_err())
}

fn named(faults: &ConfigFaults) -> BTreeMap<String, String> {
    faults
        .faults()
        .iter()
        .map(|fault| (fault.name.clone(), fault.problem.clone()))
        .collect()
}

fn production(changes: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut all = env(&[
        ("APP_ENV", "production"),
        ("DATABASE_URL", "mysql://app:db-password@db/nextevent"),
        ("REDIS_URL", "redis://:redis-password@cache:6379/0"),
        ("AMQP_URL", "amqp://app:amqp-password@broker:5672/%2f"),
        ("WECHAT_APP_ID", "wx1234567890abcdef"),
        ("WECHAT_APP_SECRET", "0c79e1fa963cd80cc0be99b20a18faeb"),
        ("WECHAT_TOKEN", "wechatTokenOfOurs"),
        ("WECHAT_ENCODING_AES_KEY", AES_KEY),
        ("JWT_SECRET", STRONG_KEY),
        ("CREDENTIALS_KEY", STRONG_KEY),
        ("ALIYUN_ACCESS_KEY_ID", "key-of-ours"),
        ("ALIYUN_ACCESS_KEY_SECRET", "secret-of-ours"),
        ("ALIYUN_OSS_BUCKET", "events"),
        ("ALIYUN_OSS_ENDPOINT", "oss-cn-hangzhou.aliyuncs.com"),
    ]);
    all.extend(env(changes));
    all
}

fn production_faults(changes: &[(&str, &str)]) -> BTreeMap<String, String> {
    named(&Config::from_sources(&production(changes), None).unwrap_err())
}

#[test]
fn the_embedded_file_names_every_setting_and_no_other() {
    let table: toml::Table = DEFAULTS.parse().unwrap();
    let mut written = BTreeSet::new();
    for (section, keys) in &table {
        written.extend(keys.as_table().unwrap().keys().map(|key| format!("{section}.{key}")));
    }
    let known: BTreeSet<_> = SETTINGS
        .iter()
        .map(|setting| format!("{}.{}", setting.section, setting.key))
        .collect();
    assert_eq!(written, known);
    for setting in SETTINGS {
        let named = setting.env.starts_with("DB_") || DEFAULTS.contains(setting.env);
        assert!(named, "{} is not documented", setting.env);
    }
}

#[test]
fn nothing_configured_is_a_whole_system_on_one_laptop() {
    let config = config(&[]);
    assert_eq!(config.environment, Environment::Development);
    assert_eq!((config.app.host.as_str(), config.app.port), ("127.0.0.1", 8080));
    assert_eq!(config.database.url.expose(), "sqlite://.data/nextevent.db");
    assert_eq!(config.database.max_connections, 16);
    assert!(config.redis.is_none() && config.broker.is_none() && config.storage.is_none());
    assert_eq!(config.log.format, LogFormat::Text);
    assert_eq!(config.wechat.app_id, development::APP_ID);
    assert_eq!(config.wechat.api_base_url, "http://127.0.0.1:8090");
    assert_eq!(config.wechat.mp_base_url, config.wechat.api_base_url);
    assert_eq!(config.wechat.wecom_base_url, config.wechat.api_base_url);
    assert_eq!(config.wechat.open_base_url, config.wechat.api_base_url);
    assert_eq!(config.wechat.message_mode, MessageMode::Safe);
    assert_eq!(config.wechat.call_timeout, Duration::from_secs(5));
    assert_eq!(config.wechat.timestamp_tolerance, Duration::from_secs(300));
    assert_eq!(config.auth.session_lifetime, Duration::from_secs(7_200));
    assert_eq!(config.auth.first_administrator.unwrap().username, "admin");
    assert_eq!((config.worker.port, config.worker.concurrency), (8081, 32));
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let file = "[app]\nport = 9001\nhost = \"0.0.0.0\"\n[worker]\nconcurrency = 7\n";
    let config = Config::from_sources(&env(&[("APP_PORT", "9002"), ("WORKER_CONCURRENCY", "")]), Some(file)).unwrap();
    assert_eq!(config.app.port, 9002);
    assert_eq!(config.app.host, "0.0.0.0");
    assert_eq!(config.worker.concurrency, 7);
    assert_eq!(config.worker.port, 8081);
}

#[test]
fn all_faults_are_reported_at_once() {
    let file = "[app]\nprot = 1\n[wechta]\napp_id = \"x\"\n[log]\nlevel = [1]\n";
    let env = env(&[
        ("APP_ENV", "prod"),
        ("APP_PORT", "0"),
        ("JWT_EXPIRE_HOURS", "169"),
        ("LOG_FORMAT", "yaml"),
        ("SINGLE_INSTANCE", "perhaps"),
        ("REDIS_URL", "http://cache"),
        ("AMQP_URL", "not an address"),
        ("WECHAT_ENCODING_AES_KEY", "short"),
        ("PUBLIC_BASE_URL", "https://user:pass@host"),
        ("ALIYUN_OSS_BUCKET", "files"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://user:pass@collector:4318"),
    ]);
    let error = Config::from_sources(&env, Some(file)).unwrap_err();
    let lines = error.to_string().lines().count();
    let found = named(&error);
    let expected = [
        "ALIYUN_ACCESS_KEY_ID",
        "ALIYUN_ACCESS_KEY_SECRET",
        "ALIYUN_OSS_ENDPOINT",
        "AMQP_URL",
        "APP_ENV",
        "APP_PORT",
        "JWT_EXPIRE_HOURS",
        "LOG_FORMAT",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "PUBLIC_BASE_URL",
        "REDIS_URL",
        "SINGLE_INSTANCE",
        "WECHAT_ENCODING_AES_KEY",
        "app.prot",
        "log.level",
        "wechta",
    ];
    assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), expected);
    assert_eq!(lines, expected.len());
}

#[test]
fn a_fault_in_the_file_does_not_quote_the_file() {
    let file = "[auth]\njwt_secret = \"hush-hush\n";
    let error = Config::from_sources(&BTreeMap::new(), Some(file))
        .unwrap_err()
        .to_string();
    assert!(error.contains("near line 2") && !error.contains("hush"), "{error}");
}

#[test]
fn faults_do_not_repeat_values() {
    let secret = "hush-hush";
    for setting in SETTINGS {
        if let Err(error) = Config::from_sources(&production(&[(setting.env, secret)]), None) {
            assert!(!format!("{error} {error:?}").contains(secret), "{error}");
        }
    }
}

#[test]
fn the_parts_of_a_database_address_are_composed_with_special_characters() {
    let config = config(&[
        ("DB_HOST", "db.internal"),
        ("DB_NAME", "next_event"),
        ("DB_USER", "app@site"),
        ("DB_PASSWORD", " p@ss:w/rd?#%41 茶"),
    ]);
    let url = url::Url::parse(config.database.url.expose()).unwrap();
    let decoded = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8()
            .unwrap()
            .into_owned()
    };
    assert_eq!(config.database.kind, DatabaseKind::MySql);
    assert_eq!(decoded(url.username()), "app@site");
    assert_eq!(decoded(url.password().unwrap()), " p@ss:w/rd?#%41 茶");
    assert_eq!((url.host_str(), url.port()), (Some("db.internal"), Some(3306)));
    assert_eq!(decoded(url.path()), "/next_event");
    assert_eq!(config.database.url.redacted(), "mysql://db.internal:3306/next%5Fevent");
}

#[test]
fn incomplete_parts_of_a_database_address_are_faults() {
    let found = faults(&[("DB_HOST", "db"), ("DB_PASSWORD", "secret")]);
    assert_eq!(found.keys().collect::<Vec<_>>(), ["DB_NAME", "DB_USER"]);
}

#[test]
fn a_database_address_wins_over_its_parts_and_gets_its_usual_scheme() {
    let cases = [
        ("mysql://u:p@db/app", "mysql://u:p@db/app", DatabaseKind::MySql),
        ("mariadb://u:p@db/app", "mysql://u:p@db/app", DatabaseKind::MySql),
        ("postgresql://u@db/app", "postgres://u@db/app", DatabaseKind::Postgres),
        ("postgres://u@db/app", "postgres://u@db/app", DatabaseKind::Postgres),
        ("sqlite::memory:", "sqlite::memory:", DatabaseKind::Sqlite),
        (
            "sqlite:///var/a.db?mode=rwc",
            "sqlite:///var/a.db?mode=rwc",
            DatabaseKind::Sqlite,
        ),
    ];
    for (given, expected, kind) in cases {
        let database = config(&[("DATABASE_URL", given), ("DB_HOST", "other")]).database;
        assert_eq!((database.url.expose(), database.kind), (expected, kind));
    }
    for wrong in [
        "oracle://db/app",
        "mysql:///app",
        "mysql://u:p@db",
        "mysql://u:p#w@db/app",
        "sqlite:",
    ] {
        assert!(
            faults(&[("DATABASE_URL", wrong)]).contains_key("DATABASE_URL"),
            "{wrong}"
        );
    }
}

#[test]
fn the_embedded_database_lies_in_the_data_folder() {
    let config = config(&[("DATA_DIR", "/srv/nextevent")]);
    assert_eq!(config.database.url.expose(), "sqlite:///srv/nextevent/nextevent.db");
}

#[test]
fn redis_may_be_given_in_parts() {
    let url = |pairs: &[(&str, &str)]| config(pairs).redis.map(|redis| redis.url.expose().to_owned());
    assert_eq!(url(&[("REDIS_HOST", "cache")]).as_deref(), Some("redis://cache:6379/0"));
    let parts = [
        ("REDIS_HOST", "cache"),
        ("REDIS_PORT", "7000"),
        ("REDIS_DB", "3"),
        ("REDIS_PASSWORD", "a/b"),
    ];
    assert_eq!(url(&parts).as_deref(), Some("redis://:a%2Fb@cache:7000/3"));
    assert_eq!(url(&[("REDIS_PORT", "7000")]), None);
}

#[test]
fn an_account_of_ones_own_without_a_key_is_in_plain_mode() {
    let own = config(&[("WECHAT_APP_ID", "wx1234567890abcdef"), ("WECHAT_TOKEN", "mine")]).wechat;
    assert_eq!(own.message_mode, MessageMode::Plain);
    assert!(own.encoding_aes_key.is_none());
    let with_key = config(&[("WECHAT_TOKEN", "mine"), ("WECHAT_ENCODING_AES_KEY", AES_KEY)]).wechat;
    assert_eq!(with_key.message_mode, MessageMode::Safe);
    let chosen = config(&[("WECHAT_MESSAGE_MODE", "Compatible")]).wechat;
    assert_eq!(chosen.message_mode, MessageMode::Compatible);
}

#[test]
fn a_mode_with_encryption_needs_a_key_in_production() {
    let found = production_faults(&[("WECHAT_MESSAGE_MODE", "compatible"), ("WECHAT_ENCODING_AES_KEY", "")]);
    assert_eq!(found.keys().collect::<Vec<_>>(), ["WECHAT_ENCODING_AES_KEY"]);
}

#[test]
fn log_levels_take_directives_and_refuse_unknown_words() {
    for level in [
        "warn",
        "OFF",
        "info,sqlx=warn,actix_web=debug",
        "info,[request{id}]=trace",
    ] {
        assert_eq!(config(&[("LOG_LEVEL", level)]).log.level, level);
    }
    for level in ["verbose", "info,sqlx=loud", "info,,warning"] {
        assert!(faults(&[("LOG_LEVEL", level)]).contains_key("LOG_LEVEL"), "{level}");
    }
}

#[test]
fn production_accepts_a_complete_configuration_and_changes_the_defaults() {
    let config = Config::from_sources(&production(&[]), None).unwrap();
    assert_eq!(config.app.host, "0.0.0.0");
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.wechat.api_base_url, "https://api.weixin.qq.com");
    assert_eq!(config.wechat.mp_base_url, "https://mp.weixin.qq.com");
    assert_eq!(config.wechat.wecom_base_url, "https://qyapi.weixin.qq.com");
    assert_eq!(config.wechat.open_base_url, "https://open.weixin.qq.com");
    assert!(config.auth.first_administrator.is_none());
}

#[test]
fn production_names_everything_that_is_missing() {
    let found = faults(&[("APP_ENV", "production")]);
    let expected = [
        "ALIYUN_OSS_BUCKET",
        "AMQP_URL",
        "CREDENTIALS_KEY",
        "DATABASE_URL",
        "JWT_SECRET",
        "REDIS_URL",
        "WECHAT_APP_ID",
        "WECHAT_APP_SECRET",
        "WECHAT_TOKEN",
    ];
    assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn production_refuses_every_development_value() {
    for (name, value) in development::SECRETS {
        let changes = [(*name, *value), ("ADMIN_USERNAME", "root")];
        let without_password = [changes[0]];
        let changes = if *name == "ADMIN_PASSWORD" {
            &changes[..]
        } else {
            &without_password[..]
        };
        let found = production_faults(changes);
        assert!(found[*name].contains("development value"), "{name}: {found:?}");
    }
}

#[test]
fn production_refuses_weak_secrets() {
    for weak in [
        "too-short",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "please-changeme-0123456789-abcdefgh",
    ] {
        assert!(
            production_faults(&[("JWT_SECRET", weak)]).contains_key("JWT_SECRET"),
            "{weak}"
        );
        assert!(
            production_faults(&[("TICKET_SECRET", weak)]).contains_key("TICKET_SECRET"),
            "{weak}"
        );
    }
    for weak in ["short", "password1234", "administrator"] {
        let found = production_faults(&[("ADMIN_USERNAME", "chief"), ("ADMIN_PASSWORD", weak)]);
        assert!(found.contains_key("ADMIN_PASSWORD"), "{weak}");
    }
}

#[test]
fn production_takes_an_administrator_with_a_good_password_only_as_a_pair() {
    let pair = [("ADMIN_USERNAME", "chief"), ("ADMIN_PASSWORD", "correct horse battery")];
    let config = Config::from_sources(&production(&pair), None).unwrap();
    assert_eq!(
        config.auth.first_administrator.unwrap().password.expose_secret(),
        pair[1].1
    );
    assert!(production_faults(&pair[..1]).contains_key("ADMIN_PASSWORD"));
    assert!(production_faults(&pair[1..]).contains_key("ADMIN_USERNAME"));
}

#[test]
fn production_calls_wechat_in_clear_text_on_this_machine_only() {
    for refused in [
        "http://api.weixin.qq.com",
        "http://10.0.0.7:8090",
        "http://localhost.example.com",
    ] {
        let found = production_faults(&[("WECHAT_API_BASE_URL", refused)]);
        assert!(found.contains_key("WECHAT_API_BASE_URL"), "{refused}");
    }
    for accepted in [
        "http://127.0.0.1:8090/",
        "http://localhost:8090",
        "http://[::1]:8090",
        "https://proxy.example",
    ] {
        let config = Config::from_sources(&production(&[("WECHAT_API_BASE_URL", accepted)]), None).unwrap();
        assert_eq!(config.wechat.api_base_url, accepted.trim_end_matches('/'));
    }
}

#[test]
fn production_signs_people_in_over_tls_only() {
    let found = production_faults(&[("PUBLIC_BASE_URL", "http://events.example.com")]);
    assert!(found["PUBLIC_BASE_URL"].contains("https://"), "{found:?}");
    let all = production(&[("PUBLIC_BASE_URL", "https://events.example.com/")]);
    let config = Config::from_sources(&all, None).unwrap();
    assert_eq!(
        config.app.public_base_url.as_deref(),
        Some("https://events.example.com")
    );
}

#[test]
fn proxies_are_addresses_and_networks() {
    let proxies = |text| config(&[("TRUSTED_PROXIES", text)]).app.trusted_proxies;
    let named: Vec<_> = proxies("10.0.0.0/8, 192.0.2.7, fd00::/8,")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(named, ["10.0.0.0/8", "192.0.2.7/32", "fd00::/8"]);
    assert!(proxies("").is_empty());
    for bad in ["proxy.example", "10.0.0.0/33", "*"] {
        assert!(
            faults(&[("TRUSTED_PROXIES", bad)]).contains_key("TRUSTED_PROXIES"),
            "{bad}"
        );
    }
}

#[test]
fn domains_of_pages_are_host_names() {
    let domains = |text| config(&[("WECHAT_JS_DOMAINS", text)]).wechat.js_domains;
    assert_eq!(
        domains(" H5.example.com, m.example.com,"),
        ["h5.example.com", "m.example.com"]
    );
    assert!(domains("").is_empty());
    assert!(faults(&[("WECHAT_JS_DOMAINS", "https://h5.example.com")]).contains_key("WECHAT_JS_DOMAINS"));
}

#[test]
fn production_takes_embedded_parts_only_from_a_single_instance() {
    let embedded = [
        ("REDIS_URL", ""),
        ("AMQP_URL", ""),
        ("DATABASE_URL", "sqlite:///srv/a.db"),
        ("ALIYUN_ACCESS_KEY_ID", ""),
        ("ALIYUN_ACCESS_KEY_SECRET", ""),
        ("ALIYUN_OSS_BUCKET", ""),
        ("ALIYUN_OSS_ENDPOINT", ""),
    ];
    let found = production_faults(&embedded);
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        ["ALIYUN_OSS_BUCKET", "AMQP_URL", "DATABASE_URL", "REDIS_URL"]
    );
    let mut single = embedded.to_vec();
    single.push(("SINGLE_INSTANCE", "true"));
    let config = Config::from_sources(&production(&single), None).unwrap();
    assert!(config.app.single_instance && config.broker.is_none() && config.storage.is_none());
}

#[test]
fn the_object_storage_is_a_host_or_an_address() {
    for wrong in [
        "ftp://oss.example.com",
        "https://key:secret@oss.example.com",
        "https://",
    ] {
        let found = production_faults(&[("ALIYUN_OSS_ENDPOINT", wrong)]);
        assert!(found.contains_key("ALIYUN_OSS_ENDPOINT"), "{wrong}");
    }
    for right in ["oss-cn-hangzhou.aliyuncs.com", "https://oss-cn-hangzhou.aliyuncs.com"] {
        Config::from_sources(&production(&[("ALIYUN_OSS_ENDPOINT", right)]), None).unwrap();
    }
}

#[test]
fn printing_a_configuration_shows_no_secret() {
    let secrets = [
        (
            "WECHAT_PREVIOUS_ENCODING_AES_KEY",
            "previousAesKeyPreviousAesKeyPreviousAesKey0",
        ),
        ("TICKET_SECRET", "ticket/2mX9cLr0VbN4sKdH1yWfGe8uJpA"),
        ("ADMIN_USERNAME", "chief"),
        ("ADMIN_PASSWORD", "correct horse battery"),
        ("ALIYUN_ACCESS_KEY_ID", "key-id"),
        ("ALIYUN_ACCESS_KEY_SECRET", "aliyun-hush"),
        ("ALIYUN_OSS_BUCKET", "files"),
        ("ALIYUN_OSS_ENDPOINT", "oss.example.com"),
    ];
    let all = production(&secrets);
    let config = Config::from_sources(&all, None).unwrap();
    let printed = format!("{config:?} {config:#?} {:?}", config.summary());
    let hidden = [
        "WECHAT_APP_SECRET",
        "WECHAT_TOKEN",
        "WECHAT_ENCODING_AES_KEY",
        "JWT_SECRET",
        "ADMIN_PASSWORD",
    ];
    for name in hidden.into_iter().chain(["TICKET_SECRET", "ALIYUN_ACCESS_KEY_SECRET"]) {
        assert!(!printed.contains(&all[name]), "{name}");
    }
    for part in [
        "db-password",
        "redis-password",
        "amqp-password",
        "otlp-password",
        "previousAesKey",
    ] {
        assert!(!printed.contains(part), "{part}");
    }
    assert!(
        printed.contains("mysql://db/nextevent") && printed.contains("redis://cache:6379/0"),
        "{printed}"
    );
}

#[test]
fn a_file_is_found_by_its_name_and_a_named_one_must_exist() {
    let folder = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    assert_eq!(read_file(&env(&[]), folder.path(), &mut faults), None);
    std::fs::write(folder.path().join("nextevent.toml"), "usual").unwrap();
    std::fs::write(folder.path().join("other.toml"), "other").unwrap();
    assert_eq!(
        read_file(&env(&[]), folder.path(), &mut faults).as_deref(),
        Some("usual")
    );
    let other = env(&[("NEXTEVENT_CONFIG", "other.toml")]);
    assert_eq!(read_file(&other, folder.path(), &mut faults).as_deref(), Some("other"));
    assert!(faults.is_empty());
    read_file(&env(&[("NEXTEVENT_CONFIG", "gone.toml")]), folder.path(), &mut faults);
    assert_eq!(faults[0].name, "NEXTEVENT_CONFIG");
}

#[test]
fn production_takes_no_missing_weak_or_development_credentials_key() {
    let problem = |key: &str| production_faults(&[("CREDENTIALS_KEY", key)])["CREDENTIALS_KEY"].clone();
    assert!(problem("").contains("required"));
    assert!(problem("short").contains("32 bytes"));
    assert!(problem(development::CREDENTIALS_KEY).contains("development"));
    let previous = production_faults(&[("CREDENTIALS_PREVIOUS_KEY", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]);
    assert!(previous["CREDENTIALS_PREVIOUS_KEY"].contains("variety"));
    let config = config(&[]);
    assert_eq!(
        config.auth.credentials_key.expose_secret(),
        development::CREDENTIALS_KEY
    );
}

#[test]
fn wecom_is_where_it_is_in_production_and_beside_the_simulator_otherwise() {
    let wecom = |pairs| Config::from_sources(&pairs, None).unwrap().wechat.wecom_base_url;
    assert_eq!(wecom(env(&[])), "http://127.0.0.1:8090");
    assert_eq!(wecom(production(&[])), "https://qyapi.weixin.qq.com");
    let own = production(&[("WECOM_API_BASE_URL", "https://wecom.example/")]);
    assert_eq!(wecom(own), "https://wecom.example");
}
