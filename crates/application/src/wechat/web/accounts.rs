//! Which account a page means.

use std::sync::Arc;

use domain::wechat::Product;
use ports::StoreError;
use ports::wechat::{AccountBook, AccountSetup};

/// The accounts that pages may name.
#[derive(Clone)]
pub(super) struct WebAccounts {
    pub(super) book: Arc<dyn AccountBook>,
    /// The account of those who name none.
    pub(super) usual: String,
}

/// A page cannot use the account.
#[derive(Debug, thiserror::Error)]
pub enum WebAccountRefusal {
    /// There is none of that name in use, or it is of a product that does not offer this.
    #[error("there is no such account for pages")]
    Unknown,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl WebAccounts {
    /// The account of that name, or the usual one, if it is enabled and of one of these products.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    pub(super) async fn meant(
        &self,
        name: Option<&str>,
        products: &[Product],
    ) -> Result<Arc<AccountSetup>, WebAccountRefusal> {
        let setup = self.book.setup(name.unwrap_or(&self.usual)).await?;
        setup
            .filter(|setup| setup.enabled && products.contains(&setup.product))
            .ok_or(WebAccountRefusal::Unknown)
    }
}
