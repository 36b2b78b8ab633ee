//! Begin a sign-in of staff: to WeCom, with a state that only this browser can come back with.

use std::sync::Arc;

use ports::wechat::login::{BegunLogin, LoginScope};
use ports::wechat::wecom::{LoginWay, StaffLoginApi};

use crate::wechat::web::{BeginLoginError, BrowserSignIns, LoginBegun};
use crate::wechat::wecom::WecomAccounts;

/// Begins sign-ins of staff.
#[derive(Clone)]
pub struct BeginStaffLogin {
    pub(in crate::wechat::wecom) api: Arc<dyn StaffLoginApi>,
    pub(in crate::wechat::wecom) accounts: WecomAccounts,
    pub(in crate::wechat::wecom) sign_ins: BrowserSignIns,
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

impl BeginStaffLogin {
    /// Runs it.
    ///
    /// # Errors
    /// When the account or the return address is not acceptable, there were too many, or something fails.
    #[tracing::instrument(name = "use_case.wecom.begin_staff_login", skip_all, fields(way = command.way.name()))]
    pub async fn run(&self, command: BeginStaffLoginCommand) -> Result<LoginBegun, BeginLoginError> {
        let route = self.sign_ins.route(command.return_to.as_deref())?;
        let account = self.accounts.in_use(command.account.as_deref()).await?;
        self.sign_ins.require_allowance(&command.address).await?;
        let secrets = self.sign_ins.secrets(command.browser);
        let address = self
            .api
            .address(&account.name, command.way, &route.callback, &secrets.state)
            .await?;
        let login = BegunLogin {
            account: account.name.clone(),
            // WeCom tells a member's id without asking, whichever the way.
            scope: LoginScope::Base,
            return_to: route.return_to,
        };
        self.sign_ins.begin(address, secrets, &login).await
    }
}
