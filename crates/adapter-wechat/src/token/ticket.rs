//! Asking WeChat for tickets: calls with the account's token.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::time::Timestamp;
use domain::wechat::Product;
use ports::wechat::{AccessToken, RefusalKind, TicketKind, WechatFailure};
use wechat_protocol::api::official_account::ticket::{GetTicket, TicketKind as Kind};
use wechat_protocol::api::wecom::token::{GetAgentTicket, GetCorpTicket};

use super::source::Source;
use crate::caller::Caller;
use crate::failure::{later, refused};

/// One kind of ticket of one account.
pub(crate) struct TicketSource {
    caller: Arc<Caller>,
    kind: TicketKind,
}

impl TicketSource {
    /// # Errors
    /// `Refused` when the account's product has no such tickets.
    pub(crate) fn new(caller: Arc<Caller>, kind: TicketKind) -> Result<Self, WechatFailure> {
        let exists = match caller.product() {
            Product::OfficialAccount => matches!(kind, TicketKind::Page | TicketKind::Card),
            Product::WeCom => matches!(kind, TicketKind::Page | TicketKind::Agent),
            Product::MiniProgram => false,
        };
        if exists {
            Ok(Self { caller, kind })
        } else {
            Err(refused(
                RefusalKind::Configuration,
                "the account is of a product that has no such tickets",
            ))
        }
    }

    async fn fetch(&self) -> Result<(String, u64), WechatFailure> {
        let caller = &self.caller;
        match (caller.product(), self.kind) {
            (Product::WeCom, TicketKind::Agent) => {
                let got = caller.call(&GetAgentTicket).await?;
                Ok((got.ticket, got.expires_in))
            }
            (Product::WeCom, _) => {
                let got = caller.call(&GetCorpTicket).await?;
                Ok((got.ticket, got.expires_in))
            }
            (_, kind) => {
                let kind = if kind == TicketKind::Card {
                    Kind::Card
                } else {
                    Kind::Jsapi
                };
                let got = caller.call(&GetTicket { kind }).await?;
                Ok((got.ticket, got.expires_in))
            }
        }
    }
}

#[async_trait]
impl Source for TicketSource {
    async fn ask(&self, _: bool) -> Result<AccessToken, WechatFailure> {
        let asked_at: Timestamp = self.caller.now();
        let (value, expires_in) = self.fetch().await?;
        if value.is_empty() {
            return Err(later(None, "WeChat gave an empty ticket"));
        }
        Ok(AccessToken {
            value,
            expires_at: asked_at.plus(Duration::from_secs(expires_in)),
        })
    }
}
