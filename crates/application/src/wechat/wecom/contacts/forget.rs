//! Forget a contact, whom no member knows any more, as a person.

use domain::attendance::PersonRef;
use domain::ids::ExternalContactId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::context::Context;
use crate::identity::UnionGoes;
use crate::jobs::{Job, JobOutcome};
use crate::wechat::wecom::CorpTools;

/// The job: this contact's union id must go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForgetContact {
    /// Who, by our id.
    pub contact_id: Uuid,
}

impl Job for ForgetContact {
    const NAME: &'static str = "wechat.forget_external_contact";
}

/// Carries out [`ForgetContact`]. Whoever is known again meanwhile is not forgotten.
#[derive(Clone)]
pub struct ForgetContacts(pub CorpTools);

impl ForgetContacts {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.forget_external_contact", skip_all, fields(contact.id = %job.contact_id))]
    pub async fn run(&self, job: &ForgetContact, context: &Context) -> JobOutcome {
        let id = ExternalContactId::from_uuid(job.contact_id);
        let found = self.0.contacts.contact_by_id(id).await?;
        let Some(contact) = found.filter(|contact| !contact.is_known()) else {
            return Ok(());
        };
        let person = PersonRef {
            account: contact.stored().account.clone(),
            open_id: contact.stored().external_user_id.clone(),
        };
        Ok(self
            .0
            .forget_union
            .run(&person, UnionGoes::UnlessNeeded, context)
            .await?)
    }
}
