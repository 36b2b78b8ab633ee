//! Pages of lists, by number or by cursor.

use uuid::Uuid;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageQuery {
    /// A page by number, from 1.
    Number {
        /// From 1.
        page: u32,
        /// 1 to [`PageQuery::MAX_SIZE`].
        size: u32,
    },
    /// What follows the entry of that id, in the list's order. Costs the same at any depth.
    After {
        /// The last entry of the page before.
        last: Uuid,
        /// 1 to [`PageQuery::MAX_SIZE`].
        size: u32,
    },
}

impl PageQuery {
    /// Most entries of one page.
    pub const MAX_SIZE: u32 = 200;
    /// Farthest entry a page number can reach; beyond it a cursor is the way.
    pub const MAX_OFFSET: u64 = 100_000;

    /// Entries wanted.
    #[must_use]
    pub const fn size(self) -> u32 {
        match self {
            Self::Number { size, .. } | Self::After { size, .. } => size,
        }
    }

    /// Entries to skip: zero with a cursor.
    #[must_use]
    pub const fn offset(self) -> u64 {
        match self {
            Self::Number { page, size } => (page as u64).saturating_sub(1) * size as u64,
            Self::After { .. } => 0,
        }
    }

    /// The cursor, where there is one.
    #[must_use]
    pub const fn cursor(self) -> Option<Uuid> {
        match self {
            Self::After { last, .. } => Some(last),
            Self::Number { .. } => None,
        }
    }
}

/// How many entries a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// Exactly so many.
    Exactly(u64),
    /// At least so many; counting on would cost too much.
    AtLeast(u64),
}

impl Total {
    /// Adapters count no further than this.
    pub const COUNTED: u64 = 10_000;

    /// From a count that stopped at [`Self::COUNTED`].
    #[must_use]
    pub const fn counted(count: u64) -> Self {
        if count >= Self::COUNTED {
            Self::AtLeast(Self::COUNTED)
        } else {
            Self::Exactly(count)
        }
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its entries, at most as many as wanted.
    pub items: Vec<T>,
    /// How many the whole list has.
    pub total: Total,
    /// Leads to the entries that follow; `None` at the end.
    pub next: Option<Uuid>,
}

impl<T> Page<T> {
    /// From one entry more than wanted: its presence tells that the list goes on. `id` names an entry for the cursor.
    #[must_use]
    pub fn from_probe(mut items: Vec<T>, size: u32, total: Total, id: impl Fn(&T) -> Uuid) -> Self {
        let size = size as usize;
        let goes_on = items.len() > size;
        items.truncate(size);
        let next = if goes_on { items.last().map(id) } else { None };
        Self { items, total, next }
    }

    /// The same page with its entries changed.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            total: self.total,
            next: self.next,
        }
    }
}
