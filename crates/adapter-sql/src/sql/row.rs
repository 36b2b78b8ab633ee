//! Reading rows. What cannot be read is named by table, column and row.

use chrono::NaiveDateTime;
use domain::time::Timestamp;
use ports::StoreError;
use sea_orm::{QueryResult, TryGetable, Value};
use uuid::Uuid;

use super::bind::Bind;
use crate::dialect::Dialect;

/// A table and the column that names its rows (a UUID).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) key: &'static str,
}

/// A row being read.
pub(crate) struct Row {
    row: QueryResult,
    table: Table,
    dialect: Dialect,
}

impl Row {
    pub(super) const fn new(row: QueryResult, table: Table, dialect: Dialect) -> Self {
        Self { row, table, dialect }
    }

    fn get<T: TryGetable>(&self, column: &str) -> Result<T, StoreError> {
        self.row.try_get_by(column).map_err(|_| self.corrupt(column))
    }

    /// A column of a primary key, a UUID or a number, to be bound again.
    pub(super) fn key_value(&self, column: &str, dialect: Dialect) -> Result<Value, StoreError> {
        match self.row.try_get_by::<Uuid, _>(column) {
            Ok(id) => Ok(id.bind(dialect)),
            Err(_) => self.number::<i64>(column).map(|number| number.bind(dialect)),
        }
    }

    /// Says that a column cannot be understood.
    pub(crate) fn corrupt(&self, column: &str) -> StoreError {
        let id = self.row.try_get_by::<Uuid, _>(self.table.key).ok();
        let id = id.map_or_else(|| "unknown".to_owned(), |id| id.to_string());
        StoreError::Corrupt(format!("{}.{column} of {} {id}", self.table.name, self.table.key))
    }

    /// What `read` makes of a text column; `None` means that it is broken.
    pub(crate) fn parsed<T>(&self, column: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
        read(&self.text(column)?).ok_or_else(|| self.corrupt(column))
    }

    /// The same for a column that may be null.
    pub(crate) fn parsed_or_null<T>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        match self.text_or_null(column)? {
            Some(text) => read(&text).map(Some).ok_or_else(|| self.corrupt(column)),
            None => Ok(None),
        }
    }

    /// What serde reads from a column that holds JSON.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        self.parsed(column, |text| serde_json::from_str(text).ok())
    }

    pub(crate) fn id(&self, column: &str) -> Result<Uuid, StoreError> {
        self.get(column)
    }

    pub(crate) fn id_or_null(&self, column: &str) -> Result<Option<Uuid>, StoreError> {
        self.get(column)
    }

    pub(crate) fn text(&self, column: &str) -> Result<String, StoreError> {
        self.get(column)
    }

    pub(crate) fn text_or_null(&self, column: &str) -> Result<Option<String>, StoreError> {
        self.get(column)
    }

    pub(crate) fn flag(&self, column: &str) -> Result<bool, StoreError> {
        self.get(column)
    }

    pub(crate) fn digest(&self, column: &str) -> Result<[u8; 32], StoreError> {
        let bytes: Vec<u8> = self.get(column)?;
        bytes.try_into().map_err(|_| self.corrupt(column))
    }

    /// A file.
    pub(crate) fn bytes(&self, column: &str) -> Result<Vec<u8>, StoreError> {
        self.get(column)
    }

    /// A number in the range of `T`.
    pub(crate) fn number<T: TryFrom<i64>>(&self, column: &str) -> Result<T, StoreError> {
        let number: i64 = self.get(column)?;
        number.try_into().map_err(|_| self.corrupt(column))
    }

    /// The same for a column that may be null.
    pub(crate) fn number_or_null<T: TryFrom<i64>>(&self, column: &str) -> Result<Option<T>, StoreError> {
        let number: Option<i64> = self.get(column)?;
        number
            .map(|number| number.try_into().map_err(|_| self.corrupt(column)))
            .transpose()
    }

    pub(crate) fn time(&self, column: &str) -> Result<Timestamp, StoreError> {
        self.time_or_null(column)?.ok_or_else(|| self.corrupt(column))
    }

    pub(crate) fn time_or_null(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        let time: Option<NaiveDateTime> = match self.dialect {
            Dialect::Sqlite => self
                .text_or_null(column)?
                .map(|text| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.6f"))
                .transpose()
                .map_err(|_| self.corrupt(column))?,
            Dialect::MySql | Dialect::Postgres => self.get(column)?,
        };
        Ok(time.map(|time| Timestamp::from_unix_micros(time.and_utc().timestamp_micros())))
    }
}
