//! Pages of lists.

use ports::{Page, PageQuery, StoreError, Total};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::conditions::Conditions;
use super::row::{Row, Table};
use super::run::{all, one};
use super::statement::Sql;

/// Where a list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// At the smallest id.
    Ascending,
    /// At the greatest id.
    Descending,
}

impl Direction {
    const fn name(self) -> &'static str {
        match self {
            Self::Ascending => "ASC",
            Self::Descending => "DESC",
        }
    }

    const fn beyond(self) -> char {
        match self {
            Self::Ascending => '>',
            Self::Descending => '<',
        }
    }
}

/// A list in order of id.
pub(crate) struct List<'a> {
    pub(crate) table: Table,
    /// The columns to read, without a table's name.
    pub(crate) columns: &'a str,
    /// The column that holds the id the list is ordered by.
    pub(crate) order: &'a str,
    pub(crate) direction: Direction,
    /// The index that holds conditions and order together. MySQL and MariaDB are told to use it: left alone they walk
    /// the primary key back from the cursor and pass by every row of others.
    pub(crate) index: Option<&'static str>,
    pub(crate) conditions: Conditions,
}

impl List<'_> {
    /// One row more than the page holds, in order.
    pub(crate) async fn probe(
        &self,
        connection: &impl ConnectionTrait,
        page: PageQuery,
    ) -> Result<Vec<Row>, StoreError> {
        if page.offset() == 0 {
            return all(connection, self.table, self.plain(page)).await;
        }
        let mut rows = all(connection, self.table, self.deferred(page)).await?;
        rows.sort_by_cached_key(|row| row.id(self.order).ok());
        if self.direction == Direction::Descending {
            rows.reverse();
        }
        Ok(rows)
    }

    fn plain(&self, page: PageQuery) -> Sql {
        self.select(page, self.columns)
    }

    /// Skips inside the index and reads whole rows only of the page: skipped rows are never fetched.
    fn deferred(&self, page: PageQuery) -> Sql {
        let name = self.table.name;
        let columns = self.columns.replace(", ", &format!(", {name}."));
        let mut sql = self.select(page, self.order);
        sql.wrap(
            &format!("SELECT {name}.{columns} FROM ("),
            &format!(") AS page JOIN {name} ON {name}.{0} = page.{0}", self.order),
        );
        sql
    }

    fn select(&self, page: PageQuery, columns: &str) -> Sql {
        let mut conditions = self.conditions.clone();
        conditions.and_if(&format!("{} {} ?", self.order, self.direction.beyond()), page.cursor());
        let mut sql = Sql::new(conditions.dialect(), format!("SELECT {columns} FROM {}", self.source()));
        conditions.write(&mut sql);
        sql.push(&format!(
            " ORDER BY {} {} LIMIT ? OFFSET ?",
            self.order,
            self.direction.name()
        ));
        sql.bind(i64::from(page.size()) + 1).bind(page.offset());
        sql
    }

    fn source(&self) -> String {
        let hint = self.index.map(|index| self.conditions.dialect().using_index(index));
        format!("{}{}", self.table.name, hint.unwrap_or_default())
    }

    /// A page whose total is counted, up to [`Total::COUNTED`].
    pub(crate) async fn page<T>(
        &self,
        connection: &impl ConnectionTrait,
        page: PageQuery,
        read: impl Fn(&Row) -> Result<T, StoreError>,
        id: impl Fn(&T) -> Uuid,
    ) -> Result<Page<T>, StoreError> {
        let items = self
            .probe(connection, page)
            .await?
            .iter()
            .map(read)
            .collect::<Result<Vec<_>, _>>()?;
        let total = total_unless_known(connection, &self.source(), &self.conditions, page, items.len()).await?;
        Ok(Page::from_probe(items, page.size(), total, id))
    }

    /// A page whose total is known.
    pub(crate) async fn page_of<T>(
        &self,
        connection: &impl ConnectionTrait,
        page: PageQuery,
        total: Total,
        read: impl Fn(&Row) -> Result<T, StoreError>,
        id: impl Fn(&T) -> Uuid,
    ) -> Result<Page<T>, StoreError> {
        let items = self
            .probe(connection, page)
            .await?
            .iter()
            .map(read)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Page::from_probe(items, page.size(), total, id))
    }
}

/// What counts are read from.
const COUNTED: Table = Table {
    name: "counted rows",
    key: "counted",
};

/// The total of a list. The first page tells it, when the list ends on it.
pub(crate) async fn total_unless_known(
    connection: &impl ConnectionTrait,
    source: &str,
    conditions: &Conditions,
    page: PageQuery,
    probed: usize,
) -> Result<Total, StoreError> {
    let begins = page.cursor().is_none() && page.offset() == 0;
    if begins && probed <= page.size() as usize {
        return Ok(Total::Exactly(probed as u64));
    }
    count_up_to_limit(connection, source, conditions)
        .await
        .map(Total::counted)
}

/// How many rows of a table (with an index hint, perhaps) meet the conditions; counting stops at [`Total::COUNTED`].
pub(crate) async fn count_up_to_limit(
    connection: &impl ConnectionTrait,
    source: &str,
    conditions: &Conditions,
) -> Result<u64, StoreError> {
    let mut sql = Sql::new(
        conditions.dialect(),
        format!("SELECT COUNT(*) AS counted FROM (SELECT 1 FROM {source}"),
    );
    conditions.write(&mut sql);
    sql.push(" LIMIT ?) AS some_rows").bind(Total::COUNTED);
    match one(connection, COUNTED, sql).await? {
        Some(row) => row.number("counted"),
        None => Ok(0),
    }
}
