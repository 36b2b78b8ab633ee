//! Begin a sign-in of staff: to WeCom, with a state that only this browser can come back with.

use std::sync::Arc;
use std::time::Duration;

use ports::StoreError;
use ports::rate::{Allowance, RateLimiter};
use ports::system::Randomness;
use ports::wechat::WechatFailure;
use ports::wechat::login::{BegunLogin, LoginScope, LoginStates};
use ports::wechat::wecom::{LoginWay, StaffLoginApi};

use crate::wechat::web::{PublicOrigin, is_secret, staff_login_key};
use crate::wechat::wecom::{WecomAccounts, WecomRefusal};

/// How long somebody may take on WeCom's page.
const PATIENCE: Duration = Duration::from_mins(10);
/// Sign-ins begun from one address within [`WINDOW`]: an office shares one.
const PER_ADDRESS: u32 = 300;
const WINDOW: Duration = Duration::from_mins(1);

/// Begins sign-ins of staff.
#[derive(Clone)]
pub struct BeginStaffLogin {
    pub(in crate::wechat::wecom) api: Arc<dyn StaffLoginApi>,
    pub(in crate::wechat::wecom) states: Arc<dyn LoginStates>,
    pub(in crate::wechat::wecom) accounts: WecomAccounts,
    pub(in crate::wechat::wecom) randomness: Arc<dyn Randomness>,
    pub(in crate::wechat::wecom) limiter: Arc<dyn RateLimiter>,
    pub(in crate::wechat::wecom) origin: Option<PublicOrigin>,
}

/// Who wants in, and where to go then.
pub struct BeginStaffLoginCommand {
    /// Our name of the WeCom account; the only one in use unless given.
    pub account: Option<String>,
    /// Inside the client, or with a code.
    pub way: LoginWay,
    /// A page of ours, as a path or in full; the first page unless given.
    pub return_to: Option<String>,
    /// The browser's secret from an earlier sign-in.
    pub browser: Option<String>,
    /// The caller's network address.
    pub address: String,
}

/// Where to send the browser.
pub struct StaffLoginBegun {
    /// WeCom's page.
    pub address: String,
    /// What the browser has to bring back in a cookie that no script reads.
    pub browser: String,
    /// How long that is needed.
    pub lasts: Duration,
}

/// A sign-in was not begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginStaffLoginError {
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
    Account(#[from] WecomRefusal),
    /// WeCom's page is not to be had.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BeginStaffLogin {
    /// Runs it.
    ///
    /// # Errors
    /// When the account or the return address is not acceptable, there were too many, or something fails.
    #[tracing::instrument(name = "use_case.wecom.begin_staff_login", skip_all, fields(way = command.way.name()))]
    pub async fn run(&self, command: BeginStaffLoginCommand) -> Result<StaffLoginBegun, BeginStaffLoginError> {
        let origin = self.origin.as_ref().ok_or(BeginStaffLoginError::NoAddress)?;
        let return_to = origin
            .own_page(command.return_to.as_deref().unwrap_or("/"))
            .ok_or(BeginStaffLoginError::ReturnAddress)?;
        let account = self.accounts.in_use(command.account.as_deref()).await?;
        self.require_allowance(&command.address).await?;
        // Sign-ins in several tabs of one browser share its secret.
        let browser = command.browser.filter(|browser| is_secret(browser));
        let browser = browser.unwrap_or_else(|| self.randomness.secret());
        let state = self.randomness.secret();
        let address = self
            .api
            .address(&account.name, command.way, &origin.staff_callback(), &state)
            .await?;
        let login = BegunLogin {
            account: account.name.clone(),
            // WeCom tells a member's id without asking, whichever the way.
            scope: LoginScope::Base,
            return_to,
        };
        let key = staff_login_key(&state, &browser);
        self.states.put(&key, &login, PATIENCE).await?;
        Ok(StaffLoginBegun {
            address,
            browser,
            lasts: PATIENCE,
        })
    }

    async fn require_allowance(&self, address: &str) -> Result<(), BeginStaffLoginError> {
        let key = format!("staff-login:{address}");
        match self.limiter.count(&key, PER_ADDRESS, WINDOW).await {
            Ok(Allowance::Granted) => Ok(()),
            Ok(Allowance::Denied { retry_after }) => Err(BeginStaffLoginError::TooMany { retry_after }),
            // Keeping everybody out would be worse; what is kept of a sign-in is small and passes.
            Err(error) => {
                tracing::warn!(%error, "sign-ins of staff are not limited at this moment");
                Ok(())
            }
        }
    }
}
