//! Forget what somebody withdrew (user_authorization_revoke) or left behind (user_authorization_cancellation).

use std::sync::Arc;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::ids::PersonId;
use domain::wechat::{IncomingKind, PrivacyKind, PrivacyNotice, Signal};
use ports::StoreError;
use ports::identity::{PeopleReads, PhonesStore};
use ports::system::{Clock, Ids};
use ports::wechat::RecordedMessage;
use ports::wechat::mini_program::SessionKeys;

use crate::context::Context;
use crate::jobs::JobOutcome;
use crate::log_wire;
use crate::retry::retry_on_contention;
use crate::wechat::TakesNote;

/// WeChat's number of the phone number among what can be withdrawn.
const PHONE_NUMBER: u32 = 8;

/// Forgets session keys and phone numbers.
#[derive(Clone)]
pub struct ForgetMiniProgramPeople {
    pub(super) people: Arc<dyn PeopleReads>,
    pub(super) keys: Arc<dyn SessionKeys>,
    pub(super) phones: Arc<dyn PhonesStore>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
}

#[async_trait]
impl TakesNote for ForgetMiniProgramPeople {
    async fn note(&self, message: &RecordedMessage, context: &Context) -> JobOutcome {
        let IncomingKind::Signal(Signal::Privacy(notice)) = &message.incoming.kind else {
            return Ok(());
        };
        let identity = PersonRef {
            account: message.incoming.person.account.clone(),
            open_id: notice.open_id.clone(),
        };
        if notice.kind == PrivacyKind::Cancelled {
            self.keys.forget(&identity).await?;
        }
        if withdraws_phone(notice) {
            self.forget_phone(&identity, context).await?;
        }
        Ok(())
    }
}

impl ForgetMiniProgramPeople {
    async fn forget_phone(&self, identity: &PersonRef, context: &Context) -> Result<(), StoreError> {
        let Some(view) = self.people.find_by_identity(identity).await? else {
            return Ok(());
        };
        let merged = view.merges.iter().map(|merge| merge.from);
        for person in merged.chain([view.person.id()]) {
            retry_on_contention(|| self.forget(person, context)).await?;
        }
        Ok(())
    }

    async fn forget(&self, person: PersonId, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.phones.begin().await?;
        let Some(mut record) = tx.phones().find_for_update(person).await? else {
            return Ok(());
        };
        let (version, now) = (record.version, self.clock.now());
        let Some(happened) = record.forget(now) else {
            return Ok(());
        };
        tx.phones().save(&record, version).await?;
        let wire = log_wire::phone_happened(person, &happened);
        let entry = context.log_entry(wire, record.version, now, self.ids.as_ref());
        tx.log().append(&[entry]).await?;
        tx.commit().await
    }
}

/// Nothing named means everything.
fn withdraws_phone(notice: &PrivacyNotice) -> bool {
    match notice.kind {
        PrivacyKind::Modified => false,
        PrivacyKind::Revoked => notice.revoked.is_empty() || notice.revoked.contains(&PHONE_NUMBER),
        PrivacyKind::Cancelled => true,
    }
}
