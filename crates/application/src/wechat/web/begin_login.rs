//! Begin a sign-in on a page: to WeChat, with a state that only this browser can come back with.

use std::sync::Arc;

use domain::wechat::Product;
use ports::wechat::login::{BegunLogin, LoginScope, WebLoginApi};

use super::accounts::WebAccounts;
use super::browser_sign_in::{BeginLoginError, BrowserSignIns, LoginBegun};

/// Begins sign-ins.
#[derive(Clone)]
pub struct BeginLogin {
    pub(super) api: Arc<dyn WebLoginApi>,
    pub(super) accounts: WebAccounts,
    pub(super) sign_ins: BrowserSignIns,
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

impl BeginLogin {
    /// Runs it.
    ///
    /// # Errors
    /// When the account or the return address is not acceptable, there were too many, or something fails.
    #[tracing::instrument(name = "use_case.wechat.begin_login", skip_all, fields(scope = command.scope.name()))]
    pub async fn run(&self, command: BeginLoginCommand) -> Result<LoginBegun, BeginLoginError> {
        let route = self.sign_ins.route(command.return_to.as_deref())?;
        let account = self
            .accounts
            .meant(command.account.as_deref(), &[Product::OfficialAccount])
            .await?;
        self.sign_ins.require_allowance(&command.address).await?;
        let secrets = self.sign_ins.secrets(command.browser);
        let address = self
            .api
            .address(&account.name, command.scope, &route.callback, &secrets.state)
            .await?;
        let login = BegunLogin {
            account: account.name.clone(),
            scope: command.scope,
            return_to: route.return_to,
        };
        self.sign_ins.begin(address, secrets, &login).await
    }
}
