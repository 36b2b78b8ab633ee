//! Walking through lists, page by page.

use std::future::Future;

use ports::{Page, PageQuery, StoreError};

/// The first page, as large as a page may be.
pub(crate) const FIRST: PageQuery = PageQuery::Number {
    page: 1,
    size: PageQuery::MAX_SIZE,
};

/// Everything in a list, by page numbers.
pub(crate) async fn by_number<T, F>(size: u32, list: impl Fn(PageQuery) -> F) -> Vec<T>
where
    F: Future<Output = Result<Page<T>, StoreError>>,
{
    let mut entries = Vec::new();
    for page in 1..=1_000 {
        let part = list(PageQuery::Number { page, size }).await.unwrap();
        let count = part.items.len();
        assert!(count <= size as usize, "a page is no larger than wanted");
        entries.extend(part.items);
        if count < size as usize {
            return entries;
        }
    }
    panic!("the list has no end");
}

/// Everything in a list, by cursors. Before each further page `meanwhile` happens.
pub(crate) async fn by_cursor<T, F, M>(
    size: u32,
    list: impl Fn(PageQuery) -> F,
    mut meanwhile: impl FnMut() -> M,
) -> Vec<T>
where
    F: Future<Output = Result<Page<T>, StoreError>>,
    M: Future<Output = ()>,
{
    let mut entries = Vec::new();
    let mut query = PageQuery::Number { page: 1, size };
    for _ in 0..1_000 {
        let part = list(query).await.unwrap();
        assert!(part.items.len() <= size as usize, "a page is no larger than wanted");
        entries.extend(part.items);
        let Some(last) = part.next else { return entries };
        query = PageQuery::After { last, size };
        meanwhile().await;
    }
    panic!("the list has no end");
}

/// For lists nothing happens to.
pub(crate) async fn nothing() {}
