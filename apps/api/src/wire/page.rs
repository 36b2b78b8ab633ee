//! A page of a list, and its cursors.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ports::{Page, PageQuery, Total};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A part of a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PageBody<T> {
    /// Its entries.
    pub items: Vec<T>,
    /// The page's number; `null` when it was reached by cursor.
    #[schema(example = 1)]
    pub page: Option<u32>,
    /// Entries of a full page.
    #[schema(example = 20)]
    pub page_size: u32,
    /// Entries of the whole list.
    #[schema(example = 1)]
    pub total: u64,
    /// Whether there may be more than `total`.
    #[schema(example = false)]
    pub total_is_lower_bound: bool,
    /// Leads to the entries that follow; `null` at the end, and in orders that have no cursor.
    #[schema(example = "AZrTpXxLcACAAAAAAAAAoQ")]
    pub next_cursor: Option<String>,
}

impl<T> PageBody<T> {
    /// The page of `query`, its entries as the wire shows them.
    pub fn of<U>(page: Page<U>, query: PageQuery, show: impl FnMut(U) -> T) -> Self {
        let (total, total_is_lower_bound) = match page.total {
            Total::Exactly(count) => (count, false),
            Total::AtLeast(count) => (count, true),
        };
        Self {
            items: page.items.into_iter().map(show).collect(),
            page: match query {
                PageQuery::Number { page, .. } => Some(page),
                PageQuery::After { .. } => None,
            },
            page_size: query.size(),
            total,
            total_is_lower_bound,
            next_cursor: page.next.map(write_cursor),
        }
    }

    /// The same without a way on by cursor.
    pub fn without_cursor(mut self) -> Self {
        self.next_cursor = None;
        self
    }
}

/// A cursor as text.
pub fn write_cursor(last: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(last.as_bytes())
}

/// The entry a cursor names.
pub fn read_cursor(text: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    Uuid::from_slice(&bytes).ok()
}
