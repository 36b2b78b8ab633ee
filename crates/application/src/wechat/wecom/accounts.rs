//! Which accounts are WeCom applications.

use std::sync::Arc;

use domain::wechat::Product;
use ports::StoreError;
use ports::wechat::{AccountBook, AccountSetup};

use crate::wechat::web::{BeginLoginError, WebAccountRefusal};

/// The accounts that are WeCom applications, in use or not.
#[derive(Clone)]
pub struct WecomAccounts(pub Arc<dyn AccountBook>);

/// An account is not to be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WecomRefusal {
    /// There is none of that name.
    #[error("there is no such account")]
    Unknown,
    /// It is of another product.
    #[error("the account is no WeCom application")]
    WrongProduct,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WecomRefusal> for BeginLoginError {
    fn from(refusal: WecomRefusal) -> Self {
        match refusal {
            WecomRefusal::Unknown | WecomRefusal::WrongProduct => WebAccountRefusal::Unknown.into(),
            WecomRefusal::Store(error) => error.into(),
        }
    }
}

impl WecomAccounts {
    /// The application of that name.
    ///
    /// # Errors
    /// When there is none, or it is of another product, or the store fails.
    pub async fn named(&self, name: &str) -> Result<Arc<AccountSetup>, WecomRefusal> {
        let setup = self.0.setup(name).await?.ok_or(WecomRefusal::Unknown)?;
        match setup.product {
            Product::WeCom => Ok(setup),
            Product::OfficialAccount | Product::MiniProgram => Err(WecomRefusal::WrongProduct),
        }
    }

    /// The enabled application of that name; without a name the only one.
    ///
    /// # Errors
    /// When there is none, none was named of several, or the store fails.
    pub async fn in_use(&self, name: Option<&str>) -> Result<Arc<AccountSetup>, WecomRefusal> {
        let is_in_use = |setup: &Arc<AccountSetup>| setup.enabled && setup.product == Product::WeCom;
        if let Some(name) = name {
            return self.0.setup(name).await?.filter(is_in_use).ok_or(WecomRefusal::Unknown);
        }
        let mut all = self.0.all().await?;
        all.retain(is_in_use);
        match &all[..] {
            [only] => Ok(Arc::clone(only)),
            _ => Err(WecomRefusal::Unknown),
        }
    }
}
