//! Begin a sign-in on a page: to WeChat, with a state that only this browser can come back with.

use std::sync::Arc;
use std::time::Duration;

use domain::wechat::Product;
use ports::StoreError;
use ports::rate::{Allowance, RateLimiter};
use ports::system::Randomness;
use ports::wechat::WechatFailure;
use ports::wechat::login::{BegunLogin, LoginScope, LoginStates, WebLoginApi};

use super::accounts::{WebAccountRefusal, WebAccounts};
use super::login_key::{is_secret, login_key};
use super::origin::PublicOrigin;

/// How long a person may take on WeChat's page.
const PATIENCE: Duration = Duration::from_mins(10);
/// Sign-ins begun from one address within [`WINDOW`]: a hall full of people shares one.
const PER_ADDRESS: u32 = 3_000;
const WINDOW: Duration = Duration::from_mins(1);

/// Begins sign-ins.
#[derive(Clone)]
pub struct BeginLogin {
    pub(super) api: Arc<dyn WebLoginApi>,
    pub(super) states: Arc<dyn LoginStates>,
    pub(super) accounts: WebAccounts,
    pub(super) randomness: Arc<dyn Randomness>,
    pub(super) limiter: Arc<dyn RateLimiter>,
    pub(super) origin: Option<PublicOrigin>,
}

/// Who wants in, and where to go then.
pub struct BeginLoginCommand {
    /// Our name of the account; the usual one unless given.
    pub account: Option<String>,
    /// What to ask for.
    pub scope: LoginScope,
    /// A page of ours, as a path or in full; the first page unless given.
    pub return_to: Option<String>,
    /// The browser's secret from an earlier sign-in.
    pub browser: Option<String>,
    /// The caller's network address.
    pub address: String,
}

/// Where to send the browser.
pub struct LoginBegun {
    /// WeChat's page.
    pub address: String,
    /// What the browser has to bring back in a cookie that no script reads.
    pub browser: String,
    /// How long that is needed.
    pub lasts: Duration,
}

/// A sign-in was not begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginLoginError {
    /// It is not configured under which address people reach this system.
    #[error("no public address is configured")]
    NoAddress,
    /// The return address is not one of our pages.
    #[error("the return address is not ours")]
    ReturnAddress,
    /// Too many from one network address.
    #[error("too many sign-ins")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The account is not to be had.
    #[error(transparent)]
    Account(#[from] WebAccountRefusal),
    /// WeChat's page is not to be had.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BeginLogin {
    /// Runs it.
    ///
    /// # Errors
    /// When the account or the return address is not acceptable, there were too many, or something fails.
    #[tracing::instrument(name = "use_case.wechat.begin_login", skip_all, fields(scope = command.scope.name()))]
    pub async fn run(&self, command: BeginLoginCommand) -> Result<LoginBegun, BeginLoginError> {
        let origin = self.origin.as_ref().ok_or(BeginLoginError::NoAddress)?;
        let return_to = origin
            .own_page(command.return_to.as_deref().unwrap_or("/"))
            .ok_or(BeginLoginError::ReturnAddress)?;
        let account = self
            .accounts
            .meant(command.account.as_deref(), &[Product::OfficialAccount])
            .await?;
        self.require_allowance(&command.address).await?;
        // Sign-ins in several tabs of one browser share its secret.
        let browser = command.browser.filter(|browser| is_secret(browser));
        let browser = browser.unwrap_or_else(|| self.randomness.secret());
        let state = self.randomness.secret();
        let address = self
            .api
            .address(&account.name, command.scope, &origin.callback(), &state)
            .await?;
        let login = BegunLogin {
            account: account.name.clone(),
            scope: command.scope,
            return_to,
        };
        self.states.put(&login_key(&state, &browser), &login, PATIENCE).await?;
        Ok(LoginBegun {
            address,
            browser,
            lasts: PATIENCE,
        })
    }

    async fn require_allowance(&self, address: &str) -> Result<(), BeginLoginError> {
        let key = format!("web-login:{address}");
        match self.limiter.count(&key, PER_ADDRESS, WINDOW).await {
            Ok(Allowance::Granted) => Ok(()),
            Ok(Allowance::Denied { retry_after }) => Err(BeginLoginError::TooMany { retry_after }),
            // Keeping everybody out would be worse; what is kept of a sign-in is small and passes.
            Err(error) => {
                tracing::warn!(%error, "sign-ins are not limited at this moment");
                Ok(())
            }
        }
    }
}
