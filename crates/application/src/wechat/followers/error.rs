//! Why a use case about followers did not succeed.

use domain::validation::FieldFaults;
use domain::wechat::followers::SyncRefusal;
use ports::StoreError;
use ports::wechat::WechatFailure;

use crate::retry::AsStoreError;

/// A command about followers failed.
#[derive(Debug, thiserror::Error)]
pub enum FollowerError {
    /// Nobody of that open id is known, or they do not follow.
    #[error("there is no such follower")]
    Unknown,
    /// There is no such tag.
    #[error("there is no such tag")]
    UnknownTag,
    /// There is no such run.
    #[error("there is no such run")]
    UnknownRun,
    /// The account was never synchronised.
    #[error("the followers of this account were never synchronised")]
    NeverSynchronised,
    /// A tag of this name exists.
    #[error("a tag of this name exists")]
    TagExists,
    /// It is one of WeChat's own tags, or WeChat keeps it for another reason.
    #[error("WeChat does not let this tag be changed: {0}")]
    TagFixed(String),
    /// The account has all the tags it may have.
    #[error("the account has all 100 tags it may have")]
    TooManyTags,
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The synchronisation does not do as told.
    #[error(transparent)]
    Sync(#[from] SyncRefusal),
    /// WeChat did not do it.
    #[error(transparent)]
    Wechat(WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for FollowerError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl From<WechatFailure> for FollowerError {
    /// Codes: <https://developers.weixin.qq.com/doc/service/guide/dev/error_code.html>
    fn from(failure: WechatFailure) -> Self {
        let WechatFailure::Refused { code, note, .. } = &failure else {
            return Self::Wechat(failure);
        };
        match *code {
            40_003 | 49_003 => Self::Unknown,
            45_159 => Self::UnknownTag,
            45_157 => Self::TagExists,
            45_057 | 45_058 => Self::TagFixed(note.clone()),
            45_056 => Self::TooManyTags,
            _ => Self::Wechat(failure),
        }
    }
}
