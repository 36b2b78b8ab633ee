//! Operators as answers show them.

use domain::identity::WecomLink;
use ports::identity::OperatorView;
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::identity::User;
use crate::wire::Instant;

/// An operator.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OperatorBody {
    /// Who.
    #[serde(flatten)]
    user: User,
    /// When they were added.
    created_at: Instant,
    /// The member they are, if any.
    wecom: Option<WecomUserBody>,
    /// The version of the link, for `If-Match`; 0 where there never was one.
    #[schema(example = 1)]
    wecom_version: u64,
}

/// A member of a WeCom corporation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WecomUserBody {
    /// Our name of the account through which they are known.
    #[schema(example = "staff")]
    account: String,
    /// WeCom's user id, in lower case.
    #[schema(example = "zhangsan")]
    user_id: String,
}

impl WecomUserBody {
    pub(super) fn of(link: &WecomLink) -> Option<Self> {
        let user = link.user.as_ref()?;
        Some(Self {
            account: user.account().to_owned(),
            user_id: user.user_id().to_owned(),
        })
    }
}

impl From<OperatorView> for OperatorBody {
    fn from(view: OperatorView) -> Self {
        Self {
            user: User::from(&view.operator),
            created_at: view.operator.created_at.into(),
            wecom: view.link.as_ref().and_then(WecomUserBody::of),
            wecom_version: view.link.map_or(0, |link| link.version),
        }
    }
}
