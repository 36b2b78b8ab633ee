//! Faults of submitted values, gathered so that all of them can be shown at once.

use std::collections::BTreeMap;
use std::fmt;

/// Why submitted values were refused: field name (as the API spells it) → reasons.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldFaults(BTreeMap<&'static str, Vec<String>>);

impl FieldFaults {
    /// Adds a reason to a field.
    pub fn add(&mut self, field: &'static str, reason: impl Into<String>) {
        self.0.entry(field).or_default().push(reason.into());
    }

    /// Keeps the value of `outcome`, or notes its error under `field`.
    pub fn keep<T, E: fmt::Display>(&mut self, field: &'static str, outcome: Result<T, E>) -> Option<T> {
        outcome.map_err(|reason| self.add(field, reason.to_string())).ok()
    }

    /// Adds the faults of others.
    pub fn extend(&mut self, others: Self) {
        for (field, reasons) in others.0 {
            self.0.entry(field).or_default().extend(reasons);
        }
    }

    /// `Ok` when nothing was added.
    ///
    /// # Errors
    /// The faults themselves, when there are any.
    pub fn check(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Fields with their reasons, in order of name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        self.0.iter().map(|(field, reasons)| (*field, reasons.as_slice()))
    }
}

impl fmt::Display for FieldFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.keys().copied().collect();
        write!(f, "invalid values: {}", names.join(", "))
    }
}

impl std::error::Error for FieldFaults {}
