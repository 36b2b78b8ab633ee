//! Query parameters, read one by one, their faults gathered. Unknown ones are ignored.

use std::fmt::Display;
use std::str::FromStr;

use domain::time::Timestamp;
use domain::validation::FieldFaults;
use ports::PageQuery;

use crate::error::ApiError;
use crate::wire::page::read_cursor;

const DEFAULT_SIZE: u32 = 20;

/// The query of a request.
pub struct Params {
    pairs: Vec<(String, String)>,
    faults: FieldFaults,
}

impl Params {
    /// Reads a query string; of a repeated parameter the first counts.
    pub fn parse(query: &str) -> Self {
        Self {
            pairs: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            faults: FieldFaults::default(),
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Text of at most `most` characters; empty counts as absent.
    pub fn text(&mut self, name: &'static str, most: usize) -> Option<String> {
        let text = self.get(name)?.to_owned();
        let outcome = domain::text::single_line(&text, 1..=most);
        self.faults.keep(name, outcome)
    }

    /// A value that is written as a name.
    pub fn choice<T>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T>
    where
        T: Clone,
    {
        let text = self.get(name)?;
        let found = choices
            .iter()
            .find(|(choice, _)| *choice == text)
            .map(|(_, value)| value.clone());
        if found.is_none() {
            let names: Vec<_> = choices.iter().map(|(choice, _)| *choice).collect();
            self.faults.add(name, format!("must be one of {}", names.join(", ")));
        }
        found
    }

    /// An id.
    pub fn id<T: FromStr>(&mut self, name: &'static str) -> Option<T> {
        self.parsed(name, |_| "must be a UUID")
    }

    /// A whole number that is not negative.
    pub fn whole(&mut self, name: &'static str) -> Option<i64> {
        let number = self.parsed::<u32, _>(name, |_| "must be a whole number")?;
        Some(number.into())
    }

    /// An instant.
    pub fn instant(&mut self, name: &'static str) -> Option<Timestamp> {
        self.parsed(name, |_| "must be an RFC 3339 time")
    }

    /// The part of the list: `page` and `pageSize`, or `cursor` and `pageSize`.
    pub fn page(&mut self) -> PageQuery {
        let size = self.number("pageSize", 1, PageQuery::MAX_SIZE).unwrap_or(DEFAULT_SIZE);
        if let Some(text) = self.get("cursor") {
            let last = read_cursor(text);
            if last.is_none() {
                self.faults.add("cursor", "must be a nextCursor of this list");
            }
            return PageQuery::After {
                last: last.unwrap_or_default(),
                size,
            };
        }
        let page = self.number("page", 1, u32::MAX).unwrap_or(1);
        let query = PageQuery::Number { page, size };
        if query.offset() > PageQuery::MAX_OFFSET {
            let reason = format!(
                "reaches beyond entry {}; follow nextCursor with cursor",
                PageQuery::MAX_OFFSET
            );
            self.faults.add("page", reason);
        }
        query
    }

    /// Refuses a cursor in an order that has none.
    pub fn require_no_cursor(&mut self, page: PageQuery) {
        if page.cursor().is_some() {
            self.faults.add("cursor", "goes with the default sort only");
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// All faults at once.
    pub fn finish(self) -> Result<(), ApiError> {
        Ok(self.faults.check()?)
    }

    fn number(&mut self, name: &'static str, least: u32, most: u32) -> Option<u32> {
        let number = self.parsed::<u32, _>(name, |_| "must be a whole number")?;
        if (least..=most).contains(&number) {
            return Some(number);
        }
        self.faults.add(name, format!("must be between {least} and {most}"));
        None
    }

    fn parsed<T: FromStr, R: Display>(&mut self, name: &'static str, reason: impl Fn(T::Err) -> R) -> Option<T> {
        let outcome = self.get(name)?.parse::<T>().map_err(reason);
        self.faults.keep(name, outcome)
    }
}
