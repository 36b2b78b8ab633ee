//! Tables described once, spelled for each database.
//!
//! | Kind | MySQL, MariaDB | SQLite | PostgreSQL |
//! | --- | --- | --- | --- |
//! | id | `BINARY(16)` | `BLOB` | `UUID` |
//! | time (UTC, microseconds) | `DATETIME(6)` | `TEXT`, always 26 characters, so that text order is time order | `TIMESTAMP(6)` |
//! | text | `VARCHAR(n)`, n characters | `TEXT` | `VARCHAR(n) COLLATE "C"` |
//! | long text | `LONGTEXT` | `TEXT` | `TEXT COLLATE "C"` |
//! | bytes | `LONGBLOB` | `BLOB` | `BYTEA` |
//! | number | `BIGINT` | `INTEGER` | `BIGINT` |
//!
//! Text compares byte by byte everywhere, case and trailing spaces included: open ids, scenes and keys depend on it.
//! MySQL and MariaDB pad with spaces in most collations and share no binary collation that does not, so each gets its
//! own.

use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

/// A database, as far as its spelling of a schema goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavor {
    /// MySQL 8.0.17 or later.
    MySql,
    /// MariaDB 10.11 or later.
    MariaDb,
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Flavor {
    /// Asks the database what it is.
    pub async fn of(database: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let backend = database.get_database_backend();
        match backend {
            DbBackend::Sqlite => Ok(Self::Sqlite),
            DbBackend::Postgres => Ok(Self::Postgres),
            _ => {
                let statement = Statement::from_string(backend, "SELECT VERSION() AS version");
                let row = database.query_one_raw(statement).await?;
                let version: String = row
                    .map(|row| row.try_get("", "version"))
                    .transpose()?
                    .unwrap_or_default();
                Ok(if version.contains("MariaDB") {
                    Self::MariaDb
                } else {
                    Self::MySql
                })
            }
        }
    }

    const fn is_mysql(self) -> bool {
        matches!(self, Self::MySql | Self::MariaDb)
    }

    const fn table_options(self) -> &'static str {
        match self {
            Self::MySql => " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin",
            Self::MariaDb => " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin",
            Self::Sqlite | Self::Postgres => "",
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Id,
    Time,
    Text(u16),
    LongText,
    Number,
    Flag,
    Digest,
    Position,
    Bytes,
}

impl Kind {
    fn spelled(self, flavor: Flavor) -> String {
        let text = match (self, flavor) {
            (Self::Id, Flavor::MySql | Flavor::MariaDb) => "BINARY(16)",
            (Self::Id, Flavor::Postgres) => "UUID",
            (Self::Time, Flavor::MySql | Flavor::MariaDb) => "DATETIME(6)",
            (Self::Time, Flavor::Postgres) => "TIMESTAMP(6)",
            (Self::Text(length), Flavor::MySql | Flavor::MariaDb) => return format!("VARCHAR({length})"),
            (Self::Text(length), Flavor::Postgres) => return format!("VARCHAR({length}) COLLATE \"C\""),
            (Self::LongText, Flavor::MySql | Flavor::MariaDb) => "LONGTEXT",
            (Self::LongText, Flavor::Postgres) => "TEXT COLLATE \"C\"",
            (Self::Time | Self::Text(_) | Self::LongText, Flavor::Sqlite) => "TEXT",
            (Self::Number, Flavor::Sqlite) => "INTEGER",
            (Self::Number, _) => "BIGINT",
            (Self::Flag, _) => "BOOLEAN",
            (Self::Digest, Flavor::MySql | Flavor::MariaDb) => "BINARY(32)",
            (Self::Digest, Flavor::Postgres) => "BYTEA",
            (Self::Bytes, Flavor::MySql | Flavor::MariaDb) => "LONGBLOB",
            (Self::Bytes, Flavor::Postgres) => "BYTEA",
            (Self::Id | Self::Digest | Self::Bytes, Flavor::Sqlite) => "BLOB",
            (Self::Position, Flavor::MySql | Flavor::MariaDb) => "BIGINT AUTO_INCREMENT",
            (Self::Position, Flavor::Sqlite) => "INTEGER PRIMARY KEY AUTOINCREMENT",
            (Self::Position, Flavor::Postgres) => "BIGINT GENERATED ALWAYS AS IDENTITY",
        };
        text.to_owned()
    }
}

/// A column; not null unless [`Column::or_null`] says so.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    name: &'static str,
    kind: Kind,
    nullable: bool,
}

impl Column {
    const fn new(name: &'static str, kind: Kind) -> Self {
        let nullable = false;
        Self { name, kind, nullable }
    }

    /// The same column, which may be null.
    pub const fn or_null(mut self) -> Self {
        self.nullable = true;
        self
    }

    fn spelled(self, flavor: Flavor) -> String {
        let null = if self.nullable { "NULL" } else { "NOT NULL" };
        format!("{} {} {null}", self.name, self.kind.spelled(flavor))
    }
}

/// A UUID.
pub const fn id(name: &'static str) -> Column {
    Column::new(name, Kind::Id)
}

/// An instant in UTC with microseconds.
pub const fn time(name: &'static str) -> Column {
    Column::new(name, Kind::Time)
}

/// A text of at most `length` characters.
pub const fn text(name: &'static str, length: u16) -> Column {
    Column::new(name, Kind::Text(length))
}

/// A text of any length.
pub const fn long_text(name: &'static str) -> Column {
    Column::new(name, Kind::LongText)
}

/// A signed 64-bit number.
pub const fn number(name: &'static str) -> Column {
    Column::new(name, Kind::Number)
}

/// Yes or no.
pub const fn flag(name: &'static str) -> Column {
    Column::new(name, Kind::Flag)
}

/// 32 bytes.
pub const fn digest(name: &'static str) -> Column {
    Column::new(name, Kind::Digest)
}

/// A file of any length.
pub const fn bytes(name: &'static str) -> Column {
    Column::new(name, Kind::Bytes)
}

/// A number that the database hands out, ascending; the table's primary key.
pub const fn position(name: &'static str) -> Column {
    Column::new(name, Kind::Position)
}

/// An index; its name is what a refused duplicate reports.
#[derive(Debug, Clone, Copy)]
pub struct Index {
    name: &'static str,
    columns: &'static str,
    unique: bool,
}

/// An index for looking up.
pub const fn index(name: &'static str, columns: &'static str) -> Index {
    let unique = false;
    Index { name, columns, unique }
}

/// An index that holds each value once.
pub const fn unique(name: &'static str, columns: &'static str) -> Index {
    let unique = true;
    Index { name, columns, unique }
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// The columns of its primary key.
    pub key: &'static str,
    /// Its other indexes.
    pub indexes: &'static [Index],
}

impl Table {
    /// What creates it, each statement ended by a semicolon. Repeating it after a half-done migration is safe:
    /// MySQL commits every statement on its own.
    pub fn create(&self, flavor: Flavor) -> String {
        let mut parts: Vec<_> = self.columns.iter().map(|column| column.spelled(flavor)).collect();
        let keyed = self.columns.iter().any(|column| matches!(column.kind, Kind::Position));
        if !(keyed && flavor == Flavor::Sqlite) {
            parts.push(format!("PRIMARY KEY ({})", self.key));
        }
        if flavor.is_mysql() {
            parts.extend(self.indexes.iter().map(|index| {
                let kind = if index.unique { "UNIQUE KEY" } else { "KEY" };
                format!("{kind} {} ({})", index.name, index.columns)
            }));
        }
        let mut sql = format!(
            "CREATE TABLE IF NOT EXISTS {} (\n  {}\n){};\n",
            self.name,
            parts.join(",\n  "),
            flavor.table_options()
        );
        if !flavor.is_mysql() {
            for index in self.indexes {
                let kind = if index.unique { "UNIQUE INDEX" } else { "INDEX" };
                sql.push_str(&format!(
                    "CREATE {kind} IF NOT EXISTS {} ON {} ({});\n",
                    index.name, self.name, index.columns
                ));
            }
        }
        sql
    }

    /// What drops it.
    pub fn drop(&self) -> String {
        format!("DROP TABLE IF EXISTS {};\n", self.name)
    }
}

/// Columns and indexes that a table got later.
#[derive(Debug, Clone, Copy)]
pub struct Added {
    /// The table.
    pub table: &'static str,
    /// Its new columns, which may be null: rows written by an older program have none.
    pub columns: &'static [Column],
    /// Its new indexes.
    pub indexes: &'static [Index],
}

impl Added {
    /// Adds them. What is there already, after a half-done migration, is left as it is.
    pub async fn apply(&self, database: &impl ConnectionTrait, flavor: Flavor) -> Result<(), DbErr> {
        for column in self.columns {
            if !self.has_column(database, flavor, column.name).await? {
                let sql = format!("ALTER TABLE {} ADD COLUMN {}", self.table, column.spelled(flavor));
                run(database, &sql).await?;
            }
        }
        for index in self.indexes {
            if flavor.is_mysql() && self.has_index(database, index.name).await? {
                continue;
            }
            let there = if flavor.is_mysql() { "" } else { "IF NOT EXISTS " };
            let sql = format!(
                "CREATE INDEX {there}{} ON {} ({})",
                index.name, self.table, index.columns
            );
            run(database, &sql).await?;
        }
        Ok(())
    }

    /// Takes them away, where they are.
    pub async fn take_back(&self, database: &impl ConnectionTrait, flavor: Flavor) -> Result<(), DbErr> {
        for index in self.indexes {
            if !flavor.is_mysql() {
                run(database, &format!("DROP INDEX IF EXISTS {}", index.name)).await?;
            } else if self.has_index(database, index.name).await? {
                run(database, &format!("DROP INDEX {} ON {}", index.name, self.table)).await?;
            }
        }
        for column in self.columns {
            if self.has_column(database, flavor, column.name).await? {
                run(
                    database,
                    &format!("ALTER TABLE {} DROP COLUMN {}", self.table, column.name),
                )
                .await?;
            }
        }
        Ok(())
    }

    async fn has_column(&self, database: &impl ConnectionTrait, flavor: Flavor, name: &str) -> Result<bool, DbErr> {
        let table = self.table;
        let sql = match flavor {
            Flavor::MySql | Flavor::MariaDb => format!(
                "SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '{table}' \
                 AND column_name = '{name}'"
            ),
            Flavor::Postgres => format!(
                "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() \
                 AND table_name = '{table}' AND column_name = '{name}'"
            ),
            Flavor::Sqlite => format!("SELECT 1 FROM pragma_table_info('{table}') WHERE name = '{name}'"),
        };
        is_answered(database, sql).await
    }

    async fn has_index(&self, database: &impl ConnectionTrait, name: &str) -> Result<bool, DbErr> {
        let table = self.table;
        let sql = format!(
            "SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '{table}' \
             AND index_name = '{name}'"
        );
        is_answered(database, sql).await
    }
}

async fn is_answered(database: &impl ConnectionTrait, sql: String) -> Result<bool, DbErr> {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    Ok(database.query_one_raw(statement).await?.is_some())
}

/// Runs statements in one round trip.
pub async fn run(database: &impl ConnectionTrait, statements: &str) -> Result<(), DbErr> {
    database.execute_unprepared(statements).await.map(drop)
}

/// Creates tables, in this order.
pub async fn create_all(database: &impl ConnectionTrait, tables: &[Table]) -> Result<(), DbErr> {
    let flavor = Flavor::of(database).await?;
    let statements: String = tables.iter().map(|table| table.create(flavor)).collect();
    run(database, &statements).await
}

/// Drops tables, the last first.
pub async fn drop_all(database: &impl ConnectionTrait, tables: &[Table]) -> Result<(), DbErr> {
    let statements: String = tables.iter().rev().map(Table::drop).collect();
    run(database, &statements).await
}
