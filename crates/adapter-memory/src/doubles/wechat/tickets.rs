//! Tickets of the stand-in: one for each account and kind, which never end.

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::wechat::{JsTickets, Ticket, TicketKind, WechatFailure};

use super::{FakeWechat, WechatCall};

#[async_trait]
impl JsTickets for FakeWechat {
    async fn ticket(&self, account: &str, kind: TicketKind) -> Result<Ticket, WechatFailure> {
        self.answer(WechatCall::Ticket {
            account: account.to_owned(),
            kind,
        })?;
        Ok(Ticket {
            value: format!("{account}-{}", kind.name()),
            expires_at: Timestamp::MAX,
        })
    }
}
