//! Tickets that let web pages speak with the WeChat client.

use std::fmt;

use async_trait::async_trait;
use domain::time::Timestamp;

use super::WechatFailure;

/// What a ticket signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TicketKind {
    /// Pages for `wx.config` (jsapi): of an official account, or of the whole corporation for WeCom.
    Page,
    /// Cards (卡券, `wx_card`) of an official account.
    Card,
    /// Pages for `wx.agentConfig` of one WeCom application (`agent_config`).
    Agent,
}

impl TicketKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Page, Self::Card, Self::Agent];

    /// The stable name, also WeChat's `type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "jsapi",
            Self::Card => "wx_card",
            Self::Agent => "agent_config",
        }
    }
}

/// A ticket. It never leaves the server: pages get signatures made with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The secret text.
    pub value: String,
    /// When WeChat lets it expire.
    pub expires_at: Timestamp,
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ticket(…, until {})", self.expires_at)
    }
}

/// The tickets of accounts, each fetched once for all instances and kept until near its end: WeChat gives few of them
/// (an official account may ask some hundred thousand times a day, a WeCom application a hundred times an hour).
#[async_trait]
pub trait JsTickets: Send + Sync {
    /// A ticket that works now. MUST fail with `Refused` and `Configuration` where the account's product has no such
    /// tickets.
    async fn ticket(&self, account: &str, kind: TicketKind) -> Result<Ticket, WechatFailure>;
}
