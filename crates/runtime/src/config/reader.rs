//! Typed access to the layered texts. A fault is noted and reading goes on, so that one start
//! shows everything that is wrong.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use secrecy::SecretString;
use url::Url;

use super::faults::{ConfigFault, ConfigFaults};
use super::file::FileValues;
use super::secret_url::SecretUrl;
use super::settings::SETTINGS;

pub(super) struct Reader {
    values: BTreeMap<&'static str, String>,
    faults: Vec<ConfigFault>,
}

impl Reader {
    pub(super) fn new(env: &BTreeMap<String, String>, file: Option<&str>, faults: Vec<ConfigFault>) -> Self {
        let defaults = FileValues::parse(super::DEFAULTS);
        debug_assert!(defaults.faults.is_empty(), "the embedded defaults are tested");
        let file = file.map(FileValues::parse).unwrap_or_default();
        let mut reader = Self {
            values: BTreeMap::new(),
            faults,
        };
        reader.faults.extend(file.faults);
        for setting in SETTINGS {
            let layers = [
                env.get(setting.env),
                file.values.get(setting.env),
                defaults.values.get(setting.env),
            ];
            if let Some(text) = layers.into_iter().flatten().find(|text| !text.trim().is_empty()) {
                reader.values.insert(setting.env, tidy(setting.env, text));
            }
        }
        reader
    }

    /// Notes a fault. Only the first per name is kept: later ones usually follow from it.
    pub(super) fn fault(&mut self, name: &str, problem: impl Into<String>) {
        if self.faults.iter().all(|fault| fault.name != name) {
            self.faults.push(ConfigFault {
                name: name.to_owned(),
                problem: problem.into(),
            });
        }
    }

    pub(super) fn finish(self) -> Result<(), ConfigFaults> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(ConfigFaults::new(self.faults))
        }
    }

    pub(super) fn set_if_unset(&mut self, name: &'static str, value: &str) {
        self.values.entry(name).or_insert_with(|| value.to_owned());
    }

    pub(super) fn is_set(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    pub(super) fn required(&mut self, name: &str) -> String {
        if !self.is_set(name) {
            self.fault(name, "is required");
        }
        self.text(name).unwrap_or_default().to_owned()
    }

    pub(super) fn secret(&self, name: &str) -> Option<SecretString> {
        self.text(name).map(SecretString::from)
    }

    pub(super) fn required_secret(&mut self, name: &str) -> SecretString {
        SecretString::from(self.required(name))
    }

    /// A whole number within `range`; the start of the range when it is faulty.
    pub(super) fn number<T>(&mut self, name: &str, range: RangeInclusive<T>) -> T
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let parsed = self.text(name).and_then(|text| text.parse().ok());
        match parsed.filter(|number| range.contains(number)) {
            Some(number) => number,
            None => {
                let (least, most) = (range.start(), range.end());
                self.fault(name, format!("must be a whole number from {least} to {most}"));
                *least
            }
        }
    }

    pub(super) fn flag(&mut self, name: &str) -> bool {
        match self.text(name).map(str::to_ascii_lowercase).as_deref() {
            Some("true" | "1" | "yes" | "on") => true,
            None | Some("false" | "0" | "no" | "off") => false,
            Some(_) => {
                self.fault(name, "must be true or false");
                false
            }
        }
    }

    /// One of `choices`, compared without regard to case. `None` when unset or faulty.
    pub(super) fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        let found = choices.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            self.fault(name, format!("must be one of {}", words.join(", ")));
        }
        found.map(|(_, choice)| *choice)
    }

    /// A server's address with one of `schemes`. `None` when unset or faulty.
    pub(super) fn server_url(&mut self, name: &str, schemes: &[&str]) -> Option<SecretUrl> {
        let text = self.text(name)?.to_owned();
        match server_url_problem(&text, schemes) {
            None => Some(SecretUrl::new(text)),
            Some(problem) => {
                self.fault(name, problem);
                None
            }
        }
    }

    /// A public http(s) address without a trailing slash. `None` when unset or faulty.
    pub(super) fn web_address(&mut self, name: &str) -> Option<String> {
        let text = self.text(name)?.to_owned();
        let problem = server_url_problem(&text, &["http", "https"]).or_else(|| web_address_problem(&text));
        match problem {
            None => Some(text.trim_end_matches('/').to_owned()),
            Some(problem) => {
                self.fault(name, problem);
                None
            }
        }
    }
}

/// Spaces around a value are an accident, except in a password that somebody chose.
fn tidy(name: &str, text: &str) -> String {
    if name.ends_with("_PASSWORD") { text } else { text.trim() }.to_owned()
}

fn server_url_problem(text: &str, schemes: &[&str]) -> Option<String> {
    let allowed = || {
        schemes
            .iter()
            .map(|scheme| format!("{scheme}://"))
            .collect::<Vec<_>>()
            .join(" or ")
    };
    match Url::parse(text) {
        Err(_) => Some(format!(
            "must be an address that starts with {} (special characters in a password are written as %XX)",
            allowed()
        )),
        Ok(url) if !schemes.contains(&url.scheme()) => Some(format!("must start with {}", allowed())),
        Ok(url) if url.host_str().is_none_or(str::is_empty) => Some("must name a host".to_owned()),
        Ok(_) => None,
    }
}

fn web_address_problem(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    if !url.username().is_empty() || url.password().is_some() {
        return Some("must not contain a user or a password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Some("must not contain a query or a fragment".to_owned());
    }
    None
}
