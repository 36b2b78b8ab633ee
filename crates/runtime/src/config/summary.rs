//! The configuration in a few words, for the log of the start.

use super::{Config, LogFormat, SecretUrl};

impl Config {
    /// What an operator wants to see first, by name. Contains no secret.
    #[must_use]
    pub fn summary(&self) -> Vec<(&'static str, String)> {
        let embedded = |url: Option<&SecretUrl>| url.map_or_else(|| "embedded".to_owned(), SecretUrl::redacted);
        let log_format = match self.log.format {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        };
        vec![
            ("environment", self.environment.as_str().to_owned()),
            ("listen", format!("{}:{}", self.app.host, self.app.port)),
            ("single_instance", self.app.single_instance.to_string()),
            ("log_level", self.log.level.clone()),
            ("log_format", log_format.to_owned()),
            ("database", self.database.url.redacted()),
            ("redis", embedded(self.redis.as_ref().map(|redis| &redis.url))),
            ("broker", embedded(self.broker.as_ref().map(|broker| &broker.url))),
            ("wechat_api", self.wechat.api_base_url.clone()),
            ("wechat_message_mode", self.wechat.message_mode.as_str().to_owned()),
            ("files", self.files_in_words()),
            ("traces", self.traces_in_words()),
        ]
    }

    fn files_in_words(&self) -> String {
        match &self.storage {
            Some(storage) => format!("bucket {}", storage.bucket),
            None => self.app.data_dir.display().to_string(),
        }
    }

    fn traces_in_words(&self) -> String {
        match &self.telemetry.otlp_endpoint {
            Some(endpoint) => endpoint.clone(),
            None => "not exported".to_owned(),
        }
    }
}
