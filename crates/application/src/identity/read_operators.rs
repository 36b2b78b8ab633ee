//! Look at who can sign in to the admin side.

use std::sync::Arc;

use domain::ids::OperatorId;
use ports::identity::{OperatorReads, OperatorView};
use ports::{Page, PageQuery, StoreError};

/// Reads operators.
#[derive(Clone)]
pub struct ReadOperators(pub Arc<dyn OperatorReads>);

impl ReadOperators {
    /// All of them, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, page: PageQuery) -> Result<Page<OperatorView>, StoreError> {
        self.0.list(page).await
    }

    /// One of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, id: OperatorId) -> Result<Option<OperatorView>, StoreError> {
        self.0.view(id).await
    }
}
