//! How values are bound.

use chrono::DateTime;
use domain::time::Timestamp;
use sea_orm::Value;
use uuid::Uuid;

use crate::dialect::Dialect;

/// A value that can be bound.
pub(crate) trait Bind {
    /// The value as this database takes it.
    fn bind(self, dialect: Dialect) -> Value;
}

impl Bind for &str {
    fn bind(self, _: Dialect) -> Value {
        Value::String(Some(self.to_owned()))
    }
}

impl Bind for String {
    fn bind(self, _: Dialect) -> Value {
        Value::String(Some(self))
    }
}

impl Bind for Option<&str> {
    fn bind(self, _: Dialect) -> Value {
        Value::String(self.map(str::to_owned))
    }
}

impl Bind for Option<String> {
    fn bind(self, _: Dialect) -> Value {
        Value::String(self)
    }
}

impl Bind for Uuid {
    fn bind(self, _: Dialect) -> Value {
        Value::Uuid(Some(self))
    }
}

impl Bind for Option<Uuid> {
    fn bind(self, _: Dialect) -> Value {
        Value::Uuid(self)
    }
}

impl Bind for i64 {
    fn bind(self, _: Dialect) -> Value {
        Value::BigInt(Some(self))
    }
}

impl Bind for Option<i64> {
    fn bind(self, _: Dialect) -> Value {
        Value::BigInt(self)
    }
}

impl Bind for u32 {
    fn bind(self, dialect: Dialect) -> Value {
        i64::from(self).bind(dialect)
    }
}

impl Bind for Option<u32> {
    fn bind(self, dialect: Dialect) -> Value {
        self.map(i64::from).bind(dialect)
    }
}

/// Versions and counts: none comes near 2⁶³.
impl Bind for u64 {
    fn bind(self, dialect: Dialect) -> Value {
        i64::try_from(self).unwrap_or(i64::MAX).bind(dialect)
    }
}

impl Bind for bool {
    fn bind(self, _: Dialect) -> Value {
        Value::Bool(Some(self))
    }
}

impl Bind for [u8; 32] {
    fn bind(self, _: Dialect) -> Value {
        Value::Bytes(Some(self.to_vec()))
    }
}

/// A file.
impl Bind for &[u8] {
    fn bind(self, _: Dialect) -> Value {
        Value::Bytes(Some(self.to_vec()))
    }
}

impl Bind for Timestamp {
    fn bind(self, dialect: Dialect) -> Value {
        Some(self).bind(dialect)
    }
}

impl Bind for Option<Timestamp> {
    fn bind(self, dialect: Dialect) -> Value {
        match dialect {
            Dialect::Sqlite => Value::String(self.map(fixed_text)),
            Dialect::MySql | Dialect::Postgres => Value::ChronoDateTime(self.map(utc)),
        }
    }
}

fn utc(at: Timestamp) -> chrono::NaiveDateTime {
    DateTime::from_timestamp_micros(at.unix_micros())
        .unwrap_or(DateTime::UNIX_EPOCH)
        .naive_utc()
}

/// 26 characters with six digits of a second, so that text order is time order.
fn fixed_text(at: Timestamp) -> String {
    utc(at).format("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_order_is_time_order() {
        let instants = [
            Timestamp::MIN,
            Timestamp::from_unix_micros(-1),
            Timestamp::from_unix_micros(0),
            Timestamp::from_unix_micros(1),
            Timestamp::from_unix_micros(100_000),
            Timestamp::MAX,
        ];
        let texts = instants.map(fixed_text);
        assert!(texts.is_sorted(), "{texts:?}");
        assert!(texts.iter().all(|text| text.len() == 26), "{texts:?}");
    }
}
