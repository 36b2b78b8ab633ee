//! Who may comment, as clients write and read it.

use domain::wechat::Comments;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who may comment. WeChat lets no account open comments without its permission (留言功能).
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CommentsName {
    /// Nobody.
    #[default]
    Closed,
    /// Everybody.
    Everybody,
    /// Those who follow the account.
    Followers,
}

impl From<CommentsName> for Comments {
    fn from(comments: CommentsName) -> Self {
        match comments {
            CommentsName::Closed => Self::Closed,
            CommentsName::Everybody => Self::Everybody,
            CommentsName::Followers => Self::Followers,
        }
    }
}

impl From<Comments> for CommentsName {
    fn from(comments: Comments) -> Self {
        match comments {
            Comments::Closed => Self::Closed,
            Comments::Everybody => Self::Everybody,
            Comments::Followers => Self::Followers,
        }
    }
}
