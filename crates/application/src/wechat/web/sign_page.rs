//! What a page needs so that it may speak with the WeChat client (JS-SDK).

use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use domain::wechat::Product;
use ports::rate::{Allowance, RateLimiter};
use ports::system::{Clock, Ids};
use ports::wechat::{JsTickets, Ticket, TicketKind, WechatFailure};

use super::accounts::{WebAccountRefusal, WebAccounts};
use super::origin::WebSettings;

/// Pages signed for one address within [`WINDOW`]: a hall full of people shares one.
const PER_ADDRESS: u32 = 3_000;
const WINDOW: Duration = Duration::from_mins(1);

/// Gets tickets for pages of ours.
#[derive(Clone)]
pub struct SignPage {
    pub(super) accounts: WebAccounts,
    pub(super) tickets: Arc<dyn JsTickets>,
    pub(super) limiter: Arc<dyn RateLimiter>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) settings: WebSettings,
}

/// Which page.
pub struct SignPageCommand {
    /// Our name of the account; the usual one unless given.
    pub account: Option<String>,
    /// The page's address as the browser has it; what follows a `#` is not part of it.
    pub url: String,
    /// The caller's network address.
    pub address: String,
}

/// What the signature is made of. The ticket stays on this side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageTicket {
    /// The account's app id, or the corporation's id.
    pub app_id: String,
    /// The ticket.
    pub ticket: Ticket,
    /// Any text.
    pub nonce: String,
    /// Now.
    pub at: Timestamp,
    /// The address to be signed, without fragment.
    pub url: String,
}

/// A page was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignPageError {
    /// The page is neither one of ours nor on a configured host.
    #[error("the page is not one of ours")]
    ForeignPage,
    /// Too many from one network address.
    #[error("too many pages")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The account is not to be had.
    #[error(transparent)]
    Account(#[from] WebAccountRefusal),
    /// WeChat gives no ticket.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
}

impl SignPage {
    /// Runs it.
    ///
    /// # Errors
    /// When the page is not ours, the account is unknown, there were too many, or WeChat gives no ticket.
    #[tracing::instrument(name = "use_case.wechat.sign_page", skip_all)]
    pub async fn run(&self, command: SignPageCommand) -> Result<PageTicket, SignPageError> {
        let url = command.url.split('#').next().unwrap_or_default();
        if !self.settings.may_sign(url) {
            return Err(SignPageError::ForeignPage);
        }
        let products = [Product::OfficialAccount, Product::WeCom];
        let account = self.accounts.meant(command.account.as_deref(), &products).await?;
        self.require_allowance(&command.address).await?;
        Ok(PageTicket {
            app_id: account.app_id.clone(),
            ticket: self.tickets.ticket(&account.name, TicketKind::Page).await?,
            nonce: self.ids.next().simple().to_string(),
            at: self.clock.now(),
            url: url.to_owned(),
        })
    }

    async fn require_allowance(&self, address: &str) -> Result<(), SignPageError> {
        let key = format!("js-sdk:{address}");
        match self.limiter.count(&key, PER_ADDRESS, WINDOW).await {
            Ok(Allowance::Granted) => Ok(()),
            Ok(Allowance::Denied { retry_after }) => Err(SignPageError::TooMany { retry_after }),
            // Tickets are kept, so that signing costs little.
            Err(error) => {
                tracing::warn!(%error, "signing pages is not limited at this moment");
                Ok(())
            }
        }
    }
}
