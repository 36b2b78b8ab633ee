//! Which accounts are Mini Programs.

use std::sync::Arc;

use domain::wechat::Product;
use ports::StoreError;
use ports::wechat::{AccountBook, AccountSetup};

/// The accounts that are Mini Programs in use.
#[derive(Clone)]
pub struct MiniPrograms {
    /// All accounts.
    pub book: Arc<dyn AccountBook>,
    /// Our name of the account that is meant where none is named.
    pub default: String,
}

/// An account is not to be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// There is no enabled Mini Program of that name.
    #[error("there is no such mini program")]
    Unknown,
    /// None was named, and there are several.
    #[error("there are several mini programs: name one")]
    Ambiguous,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MiniPrograms {
    /// The Mini Program of that name.
    ///
    /// # Errors
    /// When there is none or it is disabled, or the store fails.
    pub async fn named(&self, name: &str) -> Result<Arc<AccountSetup>, AccountRefusal> {
        let setup = self.book.setup(name).await?;
        setup.filter(|setup| is_in_use(setup)).ok_or(AccountRefusal::Unknown)
    }

    /// The Mini Program of that name; without a name the default account, if it is one, or else the only one.
    ///
    /// # Errors
    /// When there is none, none was named of several, or the store fails.
    pub async fn meant(&self, name: Option<&str>) -> Result<Arc<AccountSetup>, AccountRefusal> {
        if let Some(name) = name {
            return self.named(name).await;
        }
        let mut all = self.book.all().await?;
        all.retain(|setup| is_in_use(setup));
        if let Some(default) = all.iter().find(|setup| setup.name == self.default) {
            return Ok(Arc::clone(default));
        }
        match &all[..] {
            [] => Err(AccountRefusal::Unknown),
            [only] => Ok(Arc::clone(only)),
            _ => Err(AccountRefusal::Ambiguous),
        }
    }
}

fn is_in_use(setup: &AccountSetup) -> bool {
    setup.enabled && setup.product == Product::MiniProgram
}
