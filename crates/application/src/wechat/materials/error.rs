//! Why a use case about materials did not succeed.

use domain::validation::FieldFaults;
use domain::wechat::materials::MaterialFault;
use ports::StoreError;
use ports::files::FileError;
use ports::wechat::WechatFailure;

use crate::retry::AsStoreError;

/// A command about materials failed.
#[derive(Debug, thiserror::Error)]
pub enum MaterialError {
    /// There is no account of that name.
    #[error("there is no such account")]
    UnknownAccount,
    /// The account has no such material.
    #[error("there is no such material")]
    Unknown,
    /// The material is being deleted.
    #[error("the material is being deleted")]
    Going,
    /// The caller saw another edition.
    #[error("the material is at edition {actual}")]
    Stale {
        /// What is stored.
        actual: u64,
    },
    /// The file is larger than WeChat takes of its kind.
    #[error("a file of this kind has at most {limit} bytes")]
    TooLarge {
        /// In bytes.
        limit: u64,
    },
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// WeChat did not do what it was asked.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The file storage failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<MaterialFault> for MaterialError {
    fn from(fault: MaterialFault) -> Self {
        match fault {
            MaterialFault::TooLarge { limit } => Self::TooLarge { limit },
            MaterialFault::Fields(faults) => Self::Invalid(faults),
        }
    }
}

impl AsStoreError for MaterialError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
