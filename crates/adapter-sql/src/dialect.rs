//! How the databases differ in SQL.

use sea_orm::DbBackend;

/// A family of databases with one SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// MySQL and MariaDB.
    MySql,
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

impl Dialect {
    pub(crate) const fn backend(self) -> DbBackend {
        match self {
            Self::MySql => DbBackend::MySql,
            Self::Postgres => DbBackend::Postgres,
            Self::Sqlite => DbBackend::Sqlite,
        }
    }

    /// Whether a change can answer rows. MariaDB could for some statements, MySQL for none.
    pub(crate) const fn has_returning(self) -> bool {
        matches!(self, Self::Postgres | Self::Sqlite)
    }

    /// Locks the rows read. SQLite's writer holds the whole database already.
    pub(crate) const fn for_update(self) -> &'static str {
        match self {
            Self::MySql | Self::Postgres => " FOR UPDATE",
            Self::Sqlite => "",
        }
    }

    /// Locks the rows read and leaves out those that others have locked.
    pub(crate) const fn for_update_skip_locked(self) -> &'static str {
        match self {
            Self::MySql | Self::Postgres => " FOR UPDATE SKIP LOCKED",
            Self::Sqlite => "",
        }
    }

    /// Reads a table by this index. The others find it themselves.
    pub(crate) fn using_index(self, index: &str) -> String {
        match self {
            Self::MySql => format!(" FORCE INDEX ({index})"),
            Self::Postgres | Self::Sqlite => String::new(),
        }
    }

    /// Joins in the order written, so that rows are locked in it.
    pub(crate) const fn ordered_join(self) -> &'static str {
        match self {
            Self::MySql => "STRAIGHT_JOIN",
            Self::Postgres | Self::Sqlite => "JOIN",
        }
    }

    /// Begins what an insert does instead when `key` exists.
    pub(crate) fn on_conflict(self, key: &str) -> String {
        match self {
            Self::MySql => " ON DUPLICATE KEY UPDATE ".to_owned(),
            Self::Postgres | Self::Sqlite => format!(" ON CONFLICT ({key}) DO UPDATE SET "),
        }
    }

    /// Leaves what exists as it is. `INSERT IGNORE` would also swallow values that do not fit.
    pub(crate) fn on_conflict_nothing(self, key: &str, any_column: &str) -> String {
        match self {
            Self::MySql => format!(" ON DUPLICATE KEY UPDATE {any_column} = {any_column}"),
            Self::Postgres | Self::Sqlite => format!(" ON CONFLICT ({key}) DO NOTHING"),
        }
    }

    /// The value that an insert wanted to give `column`, inside its conflict clause.
    /// `VALUES()` is out of favour in MySQL, but the only form that MariaDB knows, too.
    pub(crate) fn wanted(self, column: &str) -> String {
        match self {
            Self::MySql => format!("VALUES({column})"),
            Self::Postgres | Self::Sqlite => format!("excluded.{column}"),
        }
    }

    /// The 64-bit number of a cast.
    pub(crate) const fn big_integer(self) -> &'static str {
        match self {
            Self::MySql => "SIGNED",
            Self::Postgres => "BIGINT",
            Self::Sqlite => "INTEGER",
        }
    }

    /// A condition: the text in `column` contains the next bound value.
    pub(crate) fn contains(self, column: &str) -> String {
        match self {
            Self::MySql | Self::Sqlite => format!("INSTR({column}, ?) > 0"),
            Self::Postgres => format!("STRPOS({column}, ?) > 0"),
        }
    }
}
