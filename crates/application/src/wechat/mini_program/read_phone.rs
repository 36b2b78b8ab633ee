//! Look at a person's verified phone number.

use std::sync::Arc;

use domain::identity::PhoneNumber;
use domain::ids::PersonId;
use domain::time::Timestamp;
use ports::StoreError;
use ports::identity::{PeopleReads, PhonesStore};
use ports::system::SecretSealer;

use super::verify_phone::purpose;

/// Opens phone numbers.
#[derive(Clone)]
pub struct ReadPhone {
    pub(super) people: Arc<dyn PeopleReads>,
    pub(super) phones: Arc<dyn PhonesStore>,
    pub(super) sealer: Arc<dyn SecretSealer>,
}

impl ReadPhone {
    /// The number of a person with the instant it was verified at; `None` for nobody and for no number. A number stays
    /// with somebody whom a merge made somebody else.
    ///
    /// # Errors
    /// When the store fails or the number cannot be opened with the configured keys.
    #[tracing::instrument(name = "use_case.mini_program.read_phone", skip_all)]
    pub async fn run(&self, person: PersonId) -> Result<Option<(PhoneNumber, Timestamp)>, StoreError> {
        let Some(view) = self.people.find(person).await? else {
            return Ok(None);
        };
        let merged = view.merges.iter().map(|merge| merge.from);
        let known_as: Vec<_> = merged.chain([view.person.id()]).collect();
        let Some(record) = self.phones.newest(&known_as).await? else {
            return Ok(None);
        };
        let broken = || StoreError::Corrupt(format!("person_phones.sealed of person_id {}", record.person));
        let sealed = record.sealed.as_deref().unwrap_or_default();
        let opened = self
            .sealer
            .open(&purpose(record.person), sealed)
            .map_err(|_| broken())?;
        let phone = PhoneNumber::parse(opened.expose()).map_err(|_| broken())?;
        Ok(Some((phone, record.changed_at)))
    }
}
