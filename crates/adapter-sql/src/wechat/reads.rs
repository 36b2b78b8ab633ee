//! Reading messages.

use async_trait::async_trait;
use domain::ids::MessageId;
use ports::wechat::{MessageFilter, MessageReads, MessageView, RecordedMessage};
use ports::{Page, PageQuery, StoreError};

use super::rows::{MESSAGES, RECORDED_COLUMNS, VIEW_COLUMNS, to_recorded, to_view};
use crate::sql::{Conditions, Direction, List, Sql, one};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl MessageReads for SqlStore {
    async fn list(&self, filter: &MessageFilter, page: PageQuery) -> Result<Page<MessageView>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_if("from_user = ?", filter.from_user.as_deref())
            .and_if("msg_type = ?", filter.msg_type.as_deref())
            .and_if("event_folded = ?", filter.event.as_deref().map(str::to_lowercase));
        let list = List {
            table: MESSAGES,
            columns: VIEW_COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(index_for(filter)),
            conditions,
        };
        let messages = list.page(self.reader(), page, to_view, |message| message.id.uuid());
        call("message_reads.list", messages).await
    }

    async fn find(&self, id: MessageId) -> Result<Option<MessageView>, StoreError> {
        let text = format!("SELECT {VIEW_COLUMNS} FROM wechat_messages WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = call("message_reads.find", one(self.reader(), MESSAGES, sql)).await?;
        row.as_ref().map(to_view).transpose()
    }

    async fn recorded(&self, id: MessageId) -> Result<Option<RecordedMessage>, StoreError> {
        let text = format!("SELECT {RECORDED_COLUMNS} FROM wechat_messages WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = call("message_reads.recorded", one(self.reader(), MESSAGES, sql)).await?;
        row.as_ref().map(to_recorded).transpose()
    }
}

/// The index that leaves the fewest rows.
const fn index_for(filter: &MessageFilter) -> &'static str {
    match filter {
        MessageFilter { from_user: Some(_), .. } => "ix_wechat_messages_from_user",
        MessageFilter { event: Some(_), .. } => "ix_wechat_messages_event",
        MessageFilter { msg_type: Some(_), .. } => "ix_wechat_messages_msg_type",
        _ => "PRIMARY",
    }
}
