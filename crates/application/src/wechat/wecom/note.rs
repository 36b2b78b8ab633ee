//! Take note of what WeCom posts about the directory and external contacts.

use async_trait::async_trait;
use domain::wechat::followers::Statement;
use domain::wechat::{IncomingKind, Signal};
use ports::wechat::RecordedMessage;

use super::tools::CorpTools;
use crate::context::Context;
use crate::jobs::JobOutcome;
use crate::wechat::TakesNote;

/// Keeps directories and external contacts current. Told of messages twice or out of order it comes out the same: the
/// newest statement counts.
#[derive(Clone)]
pub struct NoteCorp(pub CorpTools);

#[async_trait]
impl TakesNote for NoteCorp {
    async fn note(&self, message: &RecordedMessage, context: &Context) -> JobOutcome {
        let account = message.incoming.person.account.as_str();
        let stated = Statement::of_message(message.id, message.incoming.create_time);
        match &message.incoming.kind {
            IncomingKind::Signal(Signal::DirectoryChanged {
                change,
                user_id,
                new_user_id,
                department,
                departments,
            }) => match (user_id, department) {
                (Some(user_id), _) => {
                    let new = new_user_id.as_deref();
                    self.member(account, change, (user_id, new), departments, stated, context)
                        .await?;
                }
                (None, Some(id)) => self.department(account, change, *id, stated, context).await?,
                (None, None) => {}
            },
            IncomingKind::Signal(Signal::ExternalContactChanged {
                change,
                user_id,
                external_user_id,
                welcome_code,
                ..
            }) => {
                let welcome = welcome_code.is_some().then_some(message.id);
                self.contact(account, change, (user_id, external_user_id), welcome, stated, context)
                    .await?;
            }
            _ => return Ok(()),
        }
        self.0.signal.wake();
        Ok(())
    }
}
