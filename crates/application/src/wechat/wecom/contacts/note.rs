//! What WeCom posts about external contacts (`change_external_contact`).

use domain::ids::MessageId;
use domain::text::single_line;
use domain::wechat::followers::Statement;
use ports::StoreError;

use super::{ReadContact, SendWelcome};
use crate::context::Context;
use crate::retry::retry_on_contention;
use crate::wechat::wecom::NoteCorp;

impl NoteCorp {
    /// Notes a change of a member's relation to a contact; `welcome` is the message that lets the contact be welcomed.
    pub(in crate::wechat::wecom) async fn contact(
        &self,
        account: &str,
        change: &str,
        (user_id, external): (&str, &str),
        welcome: Option<MessageId>,
        stated: Statement,
        context: &Context,
    ) -> Result<(), StoreError> {
        let is_id = |text: &str, most| single_line(text, 1..=most).as_deref() == Ok(text);
        if !is_id(user_id, 64) || !is_id(external, 128) {
            return Ok(()); // Nobody has such an id.
        }
        let (present, welcome) = match change {
            "add_external_contact" | "add_half_external_contact" => (Some(true), welcome),
            "edit_external_contact" => (Some(true), None),
            "del_external_contact" | "del_follow_user" => (Some(false), None),
            // The relation stays where it is; who it is with may have changed.
            "transfer_fail" => (None, None),
            _ => return Ok(()),
        };
        retry_on_contention(|| self.relate(account, (user_id, external), present, welcome, stated, context)).await
    }

    async fn relate(
        &self,
        account: &str,
        (user_id, external): (&str, &str),
        present: Option<bool>,
        welcome: Option<MessageId>,
        stated: Statement,
        context: &Context,
    ) -> Result<(), StoreError> {
        let tools = &self.0;
        let mut tx = tools.records.begin().await?;
        // First: it has 20 seconds.
        if let Some(message) = welcome {
            let job = SendWelcome {
                message_id: message.uuid(),
            };
            tools.enqueue(tx.as_mut(), &job, context).await?;
        }
        let known = tx
            .contacts()
            .find_for_update(account, &[external.to_owned()])
            .await?
            .pop();
        let contact = match (known, present) {
            (None, None) => return Ok(()),
            (Some(known), None) => known,
            (known, Some(present)) => {
                let altered = tools.alter_contact(tx.as_mut(), known, (account, external), context, |contact| {
                    contact.relate(user_id, present, stated)
                });
                altered.await?.0
            }
        };
        if contact.is_known() {
            let job = ReadContact {
                contact_id: contact.stored().id.uuid(),
            };
            tools.enqueue(tx.as_mut(), &job, context).await?;
        }
        tx.commit().await.map_err(crate::wechat::wecom::tools::contended)
    }
}
