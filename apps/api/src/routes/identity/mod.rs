//! Identity (身份): signing in.

mod login;
mod me;

use domain::identity::{Operator, Role};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![login::endpoint(), me::endpoint()]
}

/// Somebody who can sign in.
#[derive(Serialize, ToSchema)]
pub(crate) struct User {
    /// Their id.
    id: Uuid,
    /// The name they sign in with.
    #[schema(example = "admin")]
    username: String,
    /// What they may do.
    #[schema(example = "administrator")]
    role: &'static str,
}

impl User {
    fn new(id: Uuid, username: &str, role: Role) -> Self {
        Self {
            id,
            username: username.to_owned(),
            role: role.name(),
        }
    }
}

impl From<&Operator> for User {
    fn from(operator: &Operator) -> Self {
        Self::new(operator.id.uuid(), operator.username.as_str(), operator.role)
    }
}
