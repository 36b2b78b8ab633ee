//! Read one external contact from WeCom.

use domain::attendance::PersonRef;
use domain::identity::LearnedFrom;
use domain::ids::ExternalContactId;
use domain::wechat::followers::Statement;
use domain::wechat::wecom::contacts::{Contact, ContactFacts};
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ForgetContact;
use super::forget::ForgetContacts;
use crate::context::Context;
use crate::identity::{LearnIdentityCommand, LearnIdentityError};
use crate::jobs::{Job, JobError, JobOutcome};
use crate::retry::retry_on_contention;
use crate::wechat::wecom::CorpTools;

/// The job: read this contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadContact {
    /// Who, by our id.
    pub contact_id: Uuid,
}

impl Job for ReadContact {
    const NAME: &'static str = "wechat.read_external_contact";
}

/// Carries out [`ReadContact`]. Somebody whom no member knows any more is not read.
#[derive(Clone)]
pub struct RefreshContact(pub CorpTools);

impl RefreshContact {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.read_external_contact", skip_all, fields(contact.id = %job.contact_id))]
    pub async fn run(&self, job: &ReadContact, context: &Context) -> JobOutcome {
        let id = ExternalContactId::from_uuid(job.contact_id);
        let found = self.0.contacts.contact_by_id(id).await?;
        let Some(contact) = found.filter(Contact::is_known) else {
            return Ok(());
        };
        let (account, external) = (&contact.stored().account, &contact.stored().external_user_id);
        let stated = Statement::of_list(self.0.clock.now());
        let told = self.0.contacts_api.contact(account, external).await?;
        let known = retry_on_contention(|| self.keep(account, external, told.as_ref(), stated, context)).await?;
        let Some(facts) = told.filter(|_| known) else {
            return Ok(());
        };
        let command = learned(account, &facts);
        self.0.learn.run(command, context).await.map_err(unlearned)?;
        // Whoever was lost while their union id was being learned was forgotten too early.
        let job = ForgetContact {
            contact_id: job.contact_id,
        };
        ForgetContacts(self.0.clone()).run(&job, context).await
    }

    /// Whether any member knows them.
    async fn keep(
        &self,
        account: &str,
        external: &str,
        told: Option<&ContactFacts>,
        stated: Statement,
        context: &Context,
    ) -> Result<bool, StoreError> {
        let now = self.0.clock.now();
        let mut tx = self.0.records.begin().await?;
        let known = tx
            .contacts()
            .find_for_update(account, &[external.to_owned()])
            .await?
            .pop();
        let change = |contact: &mut Contact| match told {
            Some(facts) => {
                let mut happened = contact.told(facts, stated, None, now);
                happened.extend(contact.told_all(&facts.relations, stated));
                happened
            }
            None => contact.told_all(&[], stated),
        };
        let altered = self
            .0
            .alter_contact(tx.as_mut(), known, (account, external), context, change);
        let (contact, _) = altered.await?;
        tx.commit().await?;
        Ok(contact.is_known())
    }
}

/// Who a contact is as a person.
pub(super) fn learned(account: &str, facts: &ContactFacts) -> LearnIdentityCommand {
    LearnIdentityCommand {
        identity: PersonRef {
            account: account.to_owned(),
            open_id: facts.external_user_id.clone(),
        },
        union_id: facts.union_id.as_ref().map(|union_id| union_id.as_str().to_owned()),
        learned_from: LearnedFrom::WecomContact,
    }
}

pub(super) fn unlearned(error: LearnIdentityError) -> JobError {
    match error {
        LearnIdentityError::Invalid(faults) => JobError::Never(faults.to_string()),
        LearnIdentityError::Store(error) => error.into(),
    }
}
