//! Look at and change the welcome message of an account.

use domain::ids::WelcomeMessageId;
use domain::wechat::wecom::contacts::{Welcome, WelcomeEnd, WelcomeSetting};

use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;
use crate::wechat::wecom::tools::contended;
use crate::wechat::wecom::{CorpError, CorpTools};

/// The welcome message of each account.
#[derive(Clone)]
pub struct WelcomeDesk(pub CorpTools);

/// A welcome message, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WelcomeState {
    /// The message; `None` before the first change.
    pub setting: Option<WelcomeSetting>,
    /// How often welcoming ended how.
    pub counts: Vec<(WelcomeEnd, u64)>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetWelcomeCommand {
    /// Our name of the account.
    pub account: String,
    /// The new message.
    pub welcome: Welcome,
    /// The version that it must have now; 0 before the first change.
    pub expected_version: Option<u64>,
    /// Who and what.
    pub context: Context,
}

impl WelcomeDesk {
    /// The welcome message of an account.
    ///
    /// # Errors
    /// When the account is no WeCom application, or the store fails.
    pub async fn find(&self, account: &str) -> Result<WelcomeState, CorpError> {
        self.0.check(account).await?;
        Ok(WelcomeState {
            setting: self.0.contacts.welcome(account).await?,
            counts: self.0.contacts.welcome_counts(account).await?,
        })
    }

    /// Changes it.
    ///
    /// # Errors
    /// When the account is no WeCom application, a rule of WeCom is broken, it is in another version, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.set_welcome", skip_all)]
    pub async fn set(&self, command: SetWelcomeCommand) -> Result<WelcomeState, CorpError> {
        self.0.check(&command.account).await?;
        let welcome = command.welcome.clone().checked()?;
        let setting = retry_on_contention(|| self.attempt(&command, &welcome)).await?;
        Ok(WelcomeState {
            setting: Some(setting),
            counts: self.0.contacts.welcome_counts(&command.account).await?,
        })
    }

    async fn attempt(&self, command: &SetWelcomeCommand, welcome: &Welcome) -> Result<WelcomeSetting, CorpError> {
        let (tools, now) = (&self.0, self.0.clock.now());
        let mut tx = tools.records.begin().await?;
        let known = tx.welcomes().setting_for_update(&command.account).await?;
        let before = known.as_ref().map(|setting| setting.version);
        let actual = before.unwrap_or_default();
        if let Some(expected) = command.expected_version.filter(|expected| *expected != actual) {
            return Err(CorpError::Stale { expected, actual });
        }
        let (setting, happened) = match known {
            None => {
                let id = WelcomeMessageId::from_uuid(tools.ids.next());
                WelcomeSetting::new(id, &command.account, welcome.clone(), now)
            }
            Some(mut setting) => match setting.change(welcome.clone(), now) {
                Some(happened) => (setting, happened),
                None => return Ok(setting),
            },
        };
        tx.welcomes().save_setting(&setting, before).await.map_err(contended)?;
        let wire = log_wire::welcome_happened(setting.id, &setting.account, happened);
        let entry = command
            .context
            .log_entry(wire, setting.version, now, tools.ids.as_ref());
        tx.log().append(&[entry]).await?;
        tx.commit().await.map_err(contended)?;
        Ok(setting)
    }
}
