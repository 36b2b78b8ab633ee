//! Reads a TOML file into the same flat texts that the environment gives.

use std::collections::BTreeMap;

use super::faults::ConfigFault;
use super::settings::{env_name_of, is_section};

/// Values by environment variable, and what was wrong with the rest.
#[derive(Default)]
pub(super) struct FileValues {
    pub(super) values: BTreeMap<&'static str, String>,
    pub(super) faults: Vec<ConfigFault>,
}

impl FileValues {
    pub(super) fn parse(text: &str) -> Self {
        let mut read = Self::default();
        match text.parse::<toml::Table>() {
            Ok(table) => table.iter().for_each(|(name, value)| read.section(name, value)),
            Err(error) => read.fault("configuration file", syntax_problem(text, &error)),
        }
        read
    }

    fn section(&mut self, section: &str, value: &toml::Value) {
        match value.as_table() {
            _ if !is_section(section) => self.fault(section, "is not a known section"),
            None => self.fault(section, "must be a section"),
            Some(keys) => keys.iter().for_each(|(key, value)| self.key(section, key, value)),
        }
    }

    fn key(&mut self, section: &str, key: &str, value: &toml::Value) {
        let path = format!("{section}.{key}");
        match (env_name_of(section, key), flat_text(value)) {
            (None, _) => self.fault(&path, "is not a known key"),
            (_, None) => self.fault(&path, "must be a string, a whole number, true or false"),
            (Some(env), Some(text)) => {
                self.values.insert(env, text);
            }
        }
    }

    fn fault(&mut self, name: &str, problem: impl Into<String>) {
        self.faults.push(ConfigFault {
            name: name.to_owned(),
            problem: problem.into(),
        });
    }
}

fn flat_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The parser's own display quotes the faulty line, which may hold a secret.
fn syntax_problem(text: &str, error: &toml::de::Error) -> String {
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map_or(1, |before| before.matches('\n').count() + 1);
    format!("is not valid TOML near line {line}")
}
