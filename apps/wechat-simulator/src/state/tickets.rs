//! Tickets of the JS-SDK, by kind.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::tokens::Issued;

const SECONDS: i64 = 7200;

/// The current ticket of each kind, e.g. `jsapi`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tickets(BTreeMap<String, (String, i64)>);

/// Tickets are secrets, so only their number is shown.
impl fmt::Debug for Tickets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Tickets({})", self.0.len())
    }
}

impl Tickets {
    /// The current ticket, or a new one when it has expired.
    pub fn issue(&mut self, kind: &str, now: i64, fresh: impl FnOnce() -> String) -> Issued {
        let current = self.0.get(kind).filter(|(_, expires_at)| *expires_at > now);
        let (value, expires_at) = current.cloned().unwrap_or_else(|| (fresh(), now + SECONDS));
        self.0.insert(kind.to_owned(), (value.clone(), expires_at));
        Issued {
            value,
            expires_in: expires_at - now,
        }
    }
}
