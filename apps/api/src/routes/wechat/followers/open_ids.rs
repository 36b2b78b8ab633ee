//! People named in a body.

use serde::Deserialize;
use utoipa::ToSchema;

/// Followers of the account.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OpenIds {
    /// Their open ids; one named twice counts once.
    #[schema(example = json!(["o6_bmjrPTlm6_2sgVt7hMZOPfL2M"]))]
    pub(super) open_ids: Vec<String>,
}
