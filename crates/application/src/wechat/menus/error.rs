//! Why a use case about menus did not succeed.

use domain::ids::ConditionalMenuId;
use domain::validation::FieldFaults;
use domain::wechat::menus::MenuFault;
use ports::StoreError;
use ports::wechat::WechatFailure;

use crate::retry::AsStoreError;

/// A command about menus failed.
#[derive(Debug, thiserror::Error)]
pub enum MenuError {
    /// The account has no such conditional menu.
    #[error("there is no conditional menu {0}")]
    Unknown(ConditionalMenuId),
    /// The caller changed an edition that is no longer the present one.
    #[error("the menus are at edition {actual}, not {expected}")]
    Stale {
        /// What the caller had seen.
        expected: u64,
        /// What is stored.
        actual: u64,
    },
    /// The account has as many conditional menus as it may.
    #[error("an account has at most {limit} conditional menus")]
    TooMany {
        /// How many.
        limit: usize,
    },
    /// WeChat would refuse the menus.
    #[error("WeChat would refuse the menus")]
    Unsound(Vec<MenuFault>),
    /// Menus of the account are being published at this moment.
    #[error("menus are being published")]
    Busy,
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// WeChat did not do it.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for MenuError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
