//! A statement being written.

use std::fmt::Write;
use std::ops::Range;

use sea_orm::{Statement, Value};

use super::bind::Bind;
use crate::dialect::Dialect;

/// SQL text with `?` for each value, and the values in that order.
#[derive(Debug, Clone)]
pub(crate) struct Sql {
    pub(crate) dialect: Dialect,
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(crate) fn new(dialect: Dialect, text: impl Into<String>) -> Self {
        Self {
            dialect,
            text: text.into(),
            values: Vec::new(),
        }
    }

    /// Adds text, which holds a `?` for each value to be bound, and none besides.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Binds the next value.
    pub(crate) fn bind(&mut self, value: impl Bind) -> &mut Self {
        self.values.push(value.bind(self.dialect));
        self
    }

    /// The same statement with the next value bound.
    pub(crate) fn with(mut self, value: impl Bind) -> Self {
        self.bind(value);
        self
    }

    /// Binds values that are values already.
    pub(crate) fn bind_all(&mut self, values: impl IntoIterator<Item = Value>) -> &mut Self {
        self.values.extend(values);
        self
    }

    /// Adds `?, ?, …` for so many values.
    pub(crate) fn marks(&mut self, count: usize) -> &mut Self {
        self.text.reserve(count * 2);
        for index in 0..count {
            self.text.push_str(if index == 0 { "?" } else { ",?" });
        }
        self
    }

    /// Adds `(?,?),(?,?),…` for so many rows, and makes room for their values.
    pub(crate) fn rows(&mut self, rows: usize, columns: usize) -> &mut Self {
        self.text.reserve(rows * (columns * 2 + 2));
        self.values.reserve(rows * columns);
        for index in 0..rows {
            self.text.push_str(if index == 0 { "(" } else { ",(" });
            self.marks(columns);
            self.text.push(')');
        }
        self
    }

    /// Puts text around the statement; neither part holds a `?`.
    pub(crate) fn wrap(&mut self, before: &str, after: &str) -> &mut Self {
        self.text.insert_str(0, before);
        self.push(after)
    }

    pub(super) fn into_statement(self) -> Statement {
        let sql = match self.dialect {
            Dialect::Postgres => numbered(&self.text),
            Dialect::MySql | Dialect::Sqlite => self.text,
        };
        Statement::from_sql_and_values(self.dialect.backend(), sql, self.values)
    }
}

/// PostgreSQL numbers its marks.
fn numbered(text: &str) -> String {
    let mut sql = String::with_capacity(text.len() * 2);
    for (index, part) in text.split('?').enumerate() {
        if index > 0 {
            let _ = write!(sql, "${index}");
        }
        sql.push_str(part);
    }
    sql
}

/// Most rows of one insert.
const MOST_ROWS: usize = 128;
/// Sizes of inserts above this are multiples of it.
const STEP: usize = 16;

/// Cuts rows to be inserted into statements. Sizes are few (1 to 16, then multiples of 16), because each size is a
/// prepared statement of its own, on each connection.
pub(crate) fn insert_parts(rows: usize) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let size = match rows - start {
            0 => return None,
            left if left >= MOST_ROWS => MOST_ROWS,
            left if left > STEP => left - left % STEP,
            left => left,
        };
        start += size;
        Some(start - size..start)
    })
}

/// Items to be asked for, each once, in lists whose sizes are powers of two: the last item fills up a list, which
/// changes no answer. Sizes are few for the same reason as those of [`insert_parts`].
pub(crate) fn asked<T: Ord>(items: &[T]) -> impl Iterator<Item = Vec<&T>> {
    let mut distinct: Vec<&T> = items.iter().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let mut rest = distinct.into_iter().peekable();
    std::iter::from_fn(move || {
        rest.peek()?;
        Some(filled_up(rest.by_ref().take(MOST_ASKED).collect()))
    })
}

/// Most items of one list.
pub(crate) const MOST_ASKED: usize = 256;

/// A list whose size is a power of two: the last item fills it up.
pub(crate) fn filled_up<T>(mut items: Vec<&T>) -> Vec<&T> {
    if let Some(last) = items.last().copied() {
        items.resize(items.len().next_power_of_two(), last);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_all_rows_in_few_sizes() {
        let mut sizes = std::collections::BTreeSet::new();
        for rows in 0..1_000 {
            let parts: Vec<_> = insert_parts(rows).collect();
            let covered: Vec<_> = parts.iter().cloned().flatten().collect();
            assert_eq!(covered, (0..rows).collect::<Vec<_>>());
            assert!(parts.len() <= rows / MOST_ROWS + 2);
            sizes.extend(parts.iter().map(ExactSizeIterator::len));
        }
        assert_eq!(sizes.len(), 16 + 7);
    }

    #[test]
    fn each_item_is_asked_for_in_few_sizes() {
        let lists: Vec<_> = asked(&[2, 1, 3, 1]).collect();
        assert_eq!(lists, [[&1, &2, &3, &3]]);
        assert_eq!(asked::<u8>(&[]).count(), 0);
        let many: Vec<_> = (0..300).collect();
        assert_eq!(asked(&many).map(|list| list.len()).collect::<Vec<_>>(), [256, 64]);
    }

    #[test]
    fn marks_are_numbered_for_postgres() {
        let sql = Sql::new(Dialect::Postgres, "a = ? AND b IN (?, ?)")
            .with(1_i64)
            .with("x")
            .with(true);
        assert_eq!(sql.into_statement().sql, "a = $1 AND b IN ($2, $3)");
    }
}
