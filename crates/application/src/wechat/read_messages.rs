//! Look at messages.

use std::sync::Arc;

use ports::wechat::{MessageFilter, MessageReads, MessageView};
use ports::{Page, PageQuery, StoreError};

/// Everything that is read about messages.
#[derive(Clone)]
pub struct ReadMessages(pub Arc<dyn MessageReads>);

impl ReadMessages {
    /// Messages, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, filter: &MessageFilter, page: PageQuery) -> Result<Page<MessageView>, StoreError> {
        self.0.list(filter, page).await
    }
}
