//! Keep the phone number that WeChat vouches for.

use std::sync::Arc;

use domain::identity::{PhoneNumber, PhoneRecord};
use domain::ids::PersonId;
use domain::secret::Secret;
use ports::StoreError;
use ports::identity::{PersonSession, PhonesStore};
use ports::system::{Clock, Ids, SecretSealer};
use ports::wechat::WechatFailure;
use ports::wechat::mini_program::{ClientData, MiniProgramApi, SealedClientData};

use super::known_person::{ClientError, KnownPeople, KnownPerson};
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// Keeps phone numbers, under seal.
#[derive(Clone)]
pub struct VerifyPhone {
    pub(super) api: Arc<dyn MiniProgramApi>,
    pub(super) people: KnownPeople,
    pub(super) client_data: Arc<dyn ClientData>,
    pub(super) phones: Arc<dyn PhonesStore>,
    pub(super) sealer: Arc<dyn SecretSealer>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
}

/// What the phone-number button gave.
#[derive(Clone)]
pub enum PhoneProof {
    /// A code, which works once within five minutes.
    Code(String),
    /// Encrypted data, as base libraries before 2.21.2 give it.
    Data(SealedClientData),
}

impl VerifyPhone {
    /// Runs it; answers the number.
    ///
    /// # Errors
    /// `LoginRequired` when there is no session or the data is not sound, `CodeInvalid` when the code is not good, or
    /// when WeChat or the store fails.
    #[tracing::instrument(name = "use_case.mini_program.verify_phone", skip_all)]
    pub async fn run(
        &self,
        session: &PersonSession,
        proof: PhoneProof,
        context: &Context,
    ) -> Result<PhoneNumber, ClientError> {
        let known = self.people.find(session).await?;
        let phone = self.phone(&known, proof).await?;
        let person = known.view.person.id();
        retry_on_contention(|| self.keep(person, &session.account, &phone, context)).await?;
        Ok(phone)
    }

    async fn phone(&self, known: &KnownPerson, proof: PhoneProof) -> Result<PhoneNumber, ClientError> {
        match proof {
            PhoneProof::Code(code) => {
                let answer = self.api.phone_number(&known.identity.account, &code).await;
                answer.map_err(refusal)
            }
            PhoneProof::Data(data) => self
                .client_data
                .open_phone_number(&known.key, &known.setup.app_id, &data, self.clock.now())
                .map_err(|_| ClientError::LoginRequired),
        }
    }

    async fn keep(
        &self,
        person: PersonId,
        account: &str,
        phone: &PhoneNumber,
        context: &Context,
    ) -> Result<(), StoreError> {
        let mut tx = self.phones.begin().await?;
        let before = tx.phones().find_for_update(person).await?;
        let now = self.clock.now();
        let sealed = self.sealer.seal(&purpose(person), &Secret::new(phone.international()));
        let (record, happened) = PhoneRecord::verified(before.as_ref(), person, account, sealed, now);
        match &before {
            Some(before) => tx.phones().save(&record, before.version).await?,
            None => tx.phones().add(&record).await.map_err(contended)?,
        }
        let wire = log_wire::phone_happened(person, &happened);
        let entry = context.log_entry(wire, record.version, now, self.ids.as_ref());
        tx.log().append(&[entry]).await?;
        tx.commit().await
    }
}

/// Somebody else kept the person's first number at the same instant.
fn contended(error: StoreError) -> StoreError {
    match error {
        StoreError::Duplicate(rule) => StoreError::Contention(rule),
        other => other,
    }
}

fn refusal(failure: WechatFailure) -> ClientError {
    match failure {
        // Wrong, old or used; or of another app (40013).
        WechatFailure::Refused {
            code: 40029 | 40163 | 40013,
            ..
        } => ClientError::CodeInvalid,
        WechatFailure::Later {
            code: Some(45011),
            after,
            ..
        } => ClientError::RateLimited { after },
        other => ClientError::Wechat(other),
    }
}

/// What a sealed phone number is sealed for.
pub(super) fn purpose(person: PersonId) -> String {
    format!("person/{person}/phone")
}
