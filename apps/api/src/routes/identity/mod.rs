//! Identity (身份): signing in; who is the same person in WeChat.

mod login;
mod me;
mod operators;
mod people;

use domain::identity::{Operator, Role};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::endpoint::Endpoint;

pub(crate) use login::LoginBody;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = vec![login::endpoint(), me::endpoint()];
    endpoints.extend(people::endpoints());
    endpoints.extend(operators::endpoints());
    endpoints
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
