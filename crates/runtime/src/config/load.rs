//! Puts the layers on top of each other and assembles the sections.

use std::collections::BTreeMap;
use std::path::Path;

use super::app::{AppConfig, Environment, WorkerConfig};
use super::faults::{ConfigFault, ConfigFaults};
use super::reader::Reader;
use super::settings::SETTINGS;
use super::{Config, auth, database, development, log, production, servers, wechat};

const FILE_VARIABLE: &str = "NEXTEVENT_CONFIG";
const FILE_NAME: &str = "nextevent.toml";

impl Config {
    /// Reads the defaults, the file named by `NEXTEVENT_CONFIG` (or `nextevent.toml` in the
    /// working directory, if there is one) and the environment of this process.
    ///
    /// # Errors
    /// All faults at once.
    pub fn load() -> Result<Self, ConfigFaults> {
        let mut faults = Vec::new();
        let env = process_environment(&mut faults);
        let file = read_file(&env, Path::new("."), &mut faults);
        Self::assemble(&env, file.as_deref(), faults)
    }

    /// The same from given sources: `env` by variable name, `file` as TOML text.
    /// Variables that are no settings are ignored; an empty value means "unset".
    ///
    /// # Errors
    /// All faults at once.
    pub fn from_sources(env: &BTreeMap<String, String>, file: Option<&str>) -> Result<Self, ConfigFaults> {
        Self::assemble(env, file, Vec::new())
    }

    fn assemble(
        env: &BTreeMap<String, String>,
        file: Option<&str>,
        faults: Vec<ConfigFault>,
    ) -> Result<Self, ConfigFaults> {
        let mut reader = Reader::new(env, file, faults);
        let environment = Environment::read(&mut reader);
        if environment == Environment::Production {
            production::refuse(&mut reader);
        } else {
            development::fill(&mut reader);
        }
        let app = AppConfig::read(&mut reader, environment);
        let config = Self {
            log: log::LogConfig::read(&mut reader, environment),
            database: database::DatabaseConfig::read(&mut reader, &app.data_dir),
            redis: servers::RedisConfig::read(&mut reader),
            broker: servers::BrokerConfig::read(&mut reader),
            wechat: wechat::WechatConfig::read(&mut reader, environment),
            auth: auth::AuthConfig::read(&mut reader),
            telemetry: servers::TelemetryConfig::read(&mut reader),
            worker: WorkerConfig::read(&mut reader),
            storage: servers::StorageConfig::read(&mut reader),
            environment,
            app,
        };
        reader.finish()?;
        Ok(config)
    }
}

fn process_environment(faults: &mut Vec<ConfigFault>) -> BTreeMap<String, String> {
    let mut env = BTreeMap::new();
    for name in SETTINGS.iter().map(|setting| setting.env).chain([FILE_VARIABLE]) {
        match std::env::var(name) {
            Ok(value) => {
                env.insert(name.to_owned(), value);
            }
            Err(std::env::VarError::NotPresent) => {}
            Err(std::env::VarError::NotUnicode(_)) => faults.push(ConfigFault {
                name: name.to_owned(),
                problem: "is not valid UTF-8".to_owned(),
            }),
        }
    }
    env
}

pub(super) fn read_file(
    env: &BTreeMap<String, String>,
    directory: &Path,
    faults: &mut Vec<ConfigFault>,
) -> Option<String> {
    let named = env.get(FILE_VARIABLE).filter(|path| !path.trim().is_empty());
    let path = directory.join(named.map_or(FILE_NAME, |path| path.trim()));
    match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            faults.push(ConfigFault {
                name: named.map_or(FILE_NAME, |_| FILE_VARIABLE).to_owned(),
                problem: format!("cannot be read: {}", error.kind()),
            });
            None
        }
    }
}
