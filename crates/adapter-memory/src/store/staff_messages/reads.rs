//! Reading messages to members.

use async_trait::async_trait;
use domain::ids::{CardUpdateId, StaffMessageId};
use domain::wechat::wecom::message::{
    CardAnswer, CardUpdate, MessagePart, Recipient, RecipientOutcome, StaffMessage, UpdateState,
};
use ports::wechat::wecom::{StaffMessageFilter, StaffMessageReads};
use ports::{Page, PageQuery, StoreError, Total};

use crate::store::MemoryStore;
use crate::store::pages::{newest_first, page};

#[async_trait]
impl StaffMessageReads for MemoryStore {
    async fn find(&self, account: &str, id: StaffMessageId) -> Result<Option<StaffMessage>, StoreError> {
        let state = self.read();
        let found = state.staff.messages.get(&id);
        Ok(found.filter(|message| message.stored().account == account).cloned())
    }

    async fn find_by_task(&self, account: &str, task_id: &str) -> Result<Option<StaffMessageId>, StoreError> {
        Ok(self.read().staff.by_task(account, task_id))
    }

    async fn list(
        &self,
        account: &str,
        filter: StaffMessageFilter,
        query: PageQuery,
    ) -> Result<Page<StaffMessage>, StoreError> {
        let state = self.read();
        let messages = state.staff.messages.values();
        let messages = messages
            .filter(|message| message.stored().account == account)
            .filter(|message| filter.state.is_none_or(|wanted| message.stored().state == wanted));
        Ok(newest_first(messages, query, |message| message.stored().id.uuid()).map(Clone::clone))
    }

    async fn parts(&self, id: StaffMessageId) -> Result<Vec<MessagePart>, StoreError> {
        Ok(self.read().staff.parts_of(id))
    }

    async fn recipients(
        &self,
        id: StaffMessageId,
        outcome: Option<RecipientOutcome>,
        query: PageQuery,
    ) -> Result<Page<Recipient>, StoreError> {
        let state = self.read();
        let all = state.staff.recipients.get(&id).map_or(&[][..], Vec::as_slice);
        let recipients = all
            .iter()
            .filter(|recipient| outcome.is_none_or(|wanted| recipient.outcome == wanted));
        let total = Total::counted(recipients.clone().count() as u64);
        let part = page(recipients, query, total, |one| one.id, |one, last| one.id > last);
        Ok(part.map(Clone::clone))
    }

    async fn answers(&self, id: StaffMessageId, query: PageQuery) -> Result<Page<CardAnswer>, StoreError> {
        let state = self.read();
        let answers = state.staff.answers.values();
        let answers = answers.filter(|answer| answer.stored().message == id);
        Ok(newest_first(answers, query, |answer| answer.stored().id.uuid()).map(Clone::clone))
    }

    async fn update(&self, id: CardUpdateId) -> Result<Option<CardUpdate>, StoreError> {
        Ok(self.read().staff.updates.get(&id).cloned())
    }

    async fn open_answers(&self, id: CardUpdateId, most: u32) -> Result<Vec<CardAnswer>, StoreError> {
        let state = self.read();
        let is_open = |state: UpdateState| state.is_open();
        let answers = state.staff.answers.values().filter(|answer| {
            let update = answer.stored().update;
            update.is_some_and(|update| update.id == id && is_open(update.state))
        });
        Ok(answers.take(most as usize).cloned().collect())
    }
}
