//! The list of all settings: what each is called in the environment and in the file.

/// The names of one setting.
pub(super) struct Setting {
    pub(super) env: &'static str,
    pub(super) section: &'static str,
    pub(super) key: &'static str,
}

const fn setting(env: &'static str, section: &'static str, key: &'static str) -> Setting {
    Setting { env, section, key }
}

/// Operators rely on the names in the first column; they outlive renames of the other two.
pub(super) const SETTINGS: &[Setting] = &[
    setting("APP_ENV", "app", "environment"),
    setting("APP_HOST", "app", "host"),
    setting("APP_PORT", "app", "port"),
    setting("PUBLIC_BASE_URL", "app", "public_base_url"),
    setting("TRUSTED_PROXIES", "app", "trusted_proxies"),
    setting("DATA_DIR", "app", "data_dir"),
    setting("SINGLE_INSTANCE", "app", "single_instance"),
    setting("APP_NAMESPACE", "app", "namespace"),
    setting("LOG_LEVEL", "log", "level"),
    setting("LOG_FORMAT", "log", "format"),
    setting("DATABASE_URL", "database", "url"),
    setting("DB_HOST", "database", "host"),
    setting("DB_PORT", "database", "port"),
    setting("DB_NAME", "database", "name"),
    setting("DB_USER", "database", "user"),
    setting("DB_PASSWORD", "database", "password"),
    setting("DATABASE_MAX_CONNECTIONS", "database", "max_connections"),
    setting("REDIS_URL", "redis", "url"),
    setting("REDIS_HOST", "redis", "host"),
    setting("REDIS_PORT", "redis", "port"),
    setting("REDIS_DB", "redis", "db"),
    setting("REDIS_PASSWORD", "redis", "password"),
    setting("AMQP_URL", "broker", "url"),
    setting("WECHAT_APP_ID", "wechat", "app_id"),
    setting("WECHAT_APP_SECRET", "wechat", "app_secret"),
    setting("WECHAT_TOKEN", "wechat", "token"),
    setting("WECHAT_ENCODING_AES_KEY", "wechat", "encoding_aes_key"),
    setting(
        "WECHAT_PREVIOUS_ENCODING_AES_KEY",
        "wechat",
        "previous_encoding_aes_key",
    ),
    setting("WECHAT_ORIGINAL_ID", "wechat", "original_id"),
    setting("WECHAT_API_BASE_URL", "wechat", "api_base_url"),
    setting("WECHAT_MP_BASE_URL", "wechat", "mp_base_url"),
    setting("WECOM_API_BASE_URL", "wechat", "wecom_api_base_url"),
    setting("WECHAT_OPEN_BASE_URL", "wechat", "open_base_url"),
    setting("WECHAT_JS_DOMAINS", "wechat", "js_domains"),
    setting("WECHAT_MESSAGE_MODE", "wechat", "message_mode"),
    setting("WECHAT_CALL_TIMEOUT_MS", "wechat", "call_timeout_ms"),
    setting("WECHAT_CALL_RATES", "wechat", "call_rates"),
    setting(
        "WECHAT_TIMESTAMP_TOLERANCE_SECONDS",
        "wechat",
        "timestamp_tolerance_seconds",
    ),
    setting("JWT_SECRET", "auth", "jwt_secret"),
    setting("JWT_EXPIRE_HOURS", "auth", "jwt_expire_hours"),
    setting("TICKET_SECRET", "auth", "ticket_secret"),
    setting("CREDENTIALS_KEY", "auth", "credentials_key"),
    setting("CREDENTIALS_PREVIOUS_KEY", "auth", "credentials_previous_key"),
    setting("ADMIN_USERNAME", "auth", "admin_username"),
    setting("ADMIN_PASSWORD", "auth", "admin_password"),
    setting("OTEL_EXPORTER_OTLP_ENDPOINT", "telemetry", "otlp_endpoint"),
    setting("WORKER_PORT", "worker", "port"),
    setting("WORKER_CONCURRENCY", "worker", "concurrency"),
    setting("ALIYUN_ACCESS_KEY_ID", "storage", "access_key_id"),
    setting("ALIYUN_ACCESS_KEY_SECRET", "storage", "access_key_secret"),
    setting("ALIYUN_OSS_BUCKET", "storage", "bucket"),
    setting("ALIYUN_OSS_ENDPOINT", "storage", "endpoint"),
];

/// The environment variable behind a key of the file.
pub(super) fn env_name_of(section: &str, key: &str) -> Option<&'static str> {
    SETTINGS
        .iter()
        .find(|setting| setting.section == section && setting.key == key)
        .map(|setting| setting.env)
}

/// Whether the file may have a section of this name.
pub(super) fn is_section(name: &str) -> bool {
    SETTINGS.iter().any(|setting| setting.section == name)
}
