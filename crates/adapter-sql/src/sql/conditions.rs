//! The conditions of a list.

use sea_orm::Value;

use super::bind::Bind;
use super::statement::Sql;
use crate::dialect::Dialect;

/// Conditions that all hold.
#[derive(Debug, Clone)]
pub(crate) struct Conditions {
    dialect: Dialect,
    text: String,
    values: Vec<Value>,
}

impl Conditions {
    pub(crate) const fn none(dialect: Dialect) -> Self {
        Self {
            dialect,
            text: String::new(),
            values: Vec::new(),
        }
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Adds a condition without a value.
    pub(crate) fn and(&mut self, condition: &str) -> &mut Self {
        self.text
            .push_str(if self.text.is_empty() { " WHERE " } else { " AND " });
        self.text.push_str(condition);
        self
    }

    /// Adds a condition with one value.
    pub(crate) fn and_with(&mut self, condition: &str, value: impl Bind) -> &mut Self {
        self.values.push(value.bind(self.dialect));
        self.and(condition)
    }

    /// Binds a further value of the condition just added.
    pub(crate) fn bind(&mut self, value: impl Bind) -> &mut Self {
        self.values.push(value.bind(self.dialect));
        self
    }

    /// Adds a condition with one value, if there is one.
    pub(crate) fn and_if(&mut self, condition: &str, value: Option<impl Bind>) -> &mut Self {
        if let Some(value) = value {
            self.and_with(condition, value);
        }
        self
    }

    /// Writes the conditions into a statement.
    pub(crate) fn write(&self, sql: &mut Sql) {
        sql.push(&self.text).bind_all(self.values.iter().cloned());
    }
}
