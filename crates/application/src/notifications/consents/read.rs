//! Tell what people allow.

use std::sync::Arc;

use domain::attendance::PersonRef;
use ports::notifications::consents::{ConsentStore, ConsentView};
use ports::{StoreError, Total};

/// Everything that is read about consents.
#[derive(Clone)]
pub struct ReadConsents(pub Arc<dyn ConsentStore>);

impl ReadConsents {
    /// Everything a person ever allowed or refused, by template id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of_person(&self, person: &PersonRef) -> Result<Vec<ConsentView>, StoreError> {
        self.0.of_person(person).await
    }

    /// How many people can be reached under a template.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reachable(&self, account: &str, template_id: &str) -> Result<Total, StoreError> {
        self.0.reachable(account, template_id).await
    }
}
