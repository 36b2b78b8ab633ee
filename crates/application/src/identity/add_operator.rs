//! Add somebody who can sign in.

use std::sync::Arc;

use domain::identity::{NewPassword, Operator, Role, Username};
use domain::ids::OperatorId;
use domain::validation::FieldFaults;
use ports::StoreError;
use ports::identity::{HashingFailed, OperatorStore, PasswordHasher};
use ports::system::{Clock, Ids};

/// Adds an administrator.
#[derive(Clone)]
pub struct AddOperator {
    /// Operators.
    pub operators: Arc<dyn OperatorStore>,
    /// Hashing.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// Whom to add.
#[derive(Debug)]
pub struct AddOperatorCommand {
    /// The name to sign in with.
    pub username: String,
    /// The password.
    pub password: String,
}

/// Nobody was added.
#[derive(Debug, thiserror::Error)]
pub enum AddOperatorError {
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The name is taken.
    #[error("the username is taken")]
    NameTaken,
    /// Hashing failed.
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl AddOperator {
    /// Runs it.
    ///
    /// # Errors
    /// When name or password are not acceptable, the name is taken, or hashing or the store fail.
    #[tracing::instrument(name = "use_case.identity.add_operator", skip_all)]
    pub async fn run(&self, command: AddOperatorCommand) -> Result<Operator, AddOperatorError> {
        let username = Username::new(&command.username)?;
        let password_hash = self.hasher.hash(NewPassword::new(command.password)?).await?;
        let operator = Operator {
            id: OperatorId::from_uuid(self.ids.next()),
            username,
            password_hash,
            role: Role::Administrator,
            created_at: self.clock.now(),
        };
        match self.operators.add(&operator).await {
            Ok(()) => Ok(operator),
            Err(StoreError::Duplicate(_)) => Err(AddOperatorError::NameTaken),
            Err(error) => Err(AddOperatorError::Store(error)),
        }
    }

    /// Adds the first administrator where there is nobody at all; answers whether it did.
    ///
    /// # Errors
    /// As [`Self::run`]; that another process was first is no error.
    pub async fn first_administrator(&self, command: AddOperatorCommand) -> Result<bool, AddOperatorError> {
        if !self.operators.is_empty().await.map_err(AddOperatorError::Store)? {
            return Ok(false);
        }
        match self.run(command).await {
            Ok(_) => Ok(true),
            Err(AddOperatorError::NameTaken) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
