//! Sign in to a Mini Program: the code of `wx.login` becomes a session of ours.

use std::sync::Arc;
use std::time::Duration;

use domain::attendance::PersonRef;
use domain::identity::LearnedFrom;
use domain::ids::PersonId;
use domain::text::single_line;
use domain::validation::FieldFaults;
use ports::StoreError;
use ports::identity::{PersonSession, PersonSessions};
use ports::rate::{Allowance, RateLimiter};
use ports::system::{Clock, Ids};
use ports::wechat::WechatFailure;
use ports::wechat::mini_program::{MiniProgramApi, MiniProgramLogin};

use super::accounts::{AccountRefusal, MiniPrograms};
use super::session_keys::SealedKeys;
use crate::context::Context;
use crate::identity::{LearnIdentity, LearnIdentityCommand, LearnIdentityError};

/// Logins from one address within [`WINDOW`]: a hall full of people shares one.
const PER_ADDRESS: u32 = 600;
const WINDOW: Duration = Duration::from_mins(1);

/// Signs people in. The session key stays here, under seal.
#[derive(Clone)]
pub struct LogIn {
    pub(super) api: Arc<dyn MiniProgramApi>,
    pub(super) programs: MiniPrograms,
    pub(super) keys: SealedKeys,
    pub(super) learn: LearnIdentity,
    pub(super) sessions: Arc<dyn PersonSessions>,
    pub(super) limiter: Arc<dyn RateLimiter>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) lifetime: Duration,
}

/// Who wants in.
#[derive(Clone)]
pub struct LogInCommand {
    /// Our name of the account; may be left out where there is only one Mini Program.
    pub account: Option<String>,
    /// The code of `wx.login`; works once.
    pub code: String,
    /// The caller's network address.
    pub address: String,
}

/// Somebody is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedIn {
    /// The token to show.
    pub token: String,
    /// What it says.
    pub session: PersonSession,
}

/// Nobody is in.
#[derive(Debug, thiserror::Error)]
pub enum LogInError {
    /// The code is wrong, old or used (40029, 40163).
    #[error("the code is wrong, old or used")]
    CodeInvalid,
    /// WeChat holds the person for a risk (40226).
    #[error("WeChat does not let this person in")]
    Blocked,
    /// Too many logins (45011, or from one address).
    #[error("too many logins")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The account is not to be had.
    #[error(transparent)]
    Account(#[from] AccountRefusal),
    /// What was submitted is not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// WeChat did not do what it was asked. The code may be used up: a new one is needed.
    #[error(transparent)]
    Wechat(WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LogIn {
    /// Runs it. WeChat is asked once, whatever it answers: a code works once.
    ///
    /// # Errors
    /// When the code is not good, WeChat keeps the person out, the account is unknown, or something fails.
    #[tracing::instrument(name = "use_case.mini_program.log_in", skip_all)]
    pub async fn run(&self, command: LogInCommand, context: &Context) -> Result<LoggedIn, LogInError> {
        let code = checked(&command.code)?;
        let setup = self.programs.meant(command.account.as_deref()).await?;
        self.require_allowance(&command.address).await?;
        let asked_at = self.clock.now();
        let login = self.api.login(&setup.name, &code).await.map_err(refusal)?;
        let identity = PersonRef {
            account: setup.name.clone(),
            open_id: login.open_id.clone(),
        };
        let person = self.learn(&identity, &login, context).await?;
        self.keys.keep(&identity, &login.session_key, asked_at).await?;
        Ok(self.session(person, &setup.name))
    }

    async fn require_allowance(&self, address: &str) -> Result<(), LogInError> {
        let key = format!("mini-program-login:{address}");
        match self.limiter.count(&key, PER_ADDRESS, WINDOW).await {
            Ok(Allowance::Granted) => Ok(()),
            Ok(Allowance::Denied { retry_after }) => Err(LogInError::TooMany { retry_after }),
            // WeChat limits each person by itself; locking everybody out would be worse.
            Err(error) => {
                tracing::warn!(error = %error, "logins are not limited at this moment");
                Ok(())
            }
        }
    }

    async fn learn(
        &self,
        identity: &PersonRef,
        login: &MiniProgramLogin,
        context: &Context,
    ) -> Result<PersonId, LogInError> {
        let command = LearnIdentityCommand {
            identity: identity.clone(),
            union_id: login.union_id.clone(),
            learned_from: LearnedFrom::MiniProgramLogin,
        };
        self.learn.run(command, context).await.map_err(|error| match error {
            LearnIdentityError::Store(error) => LogInError::Store(error),
            LearnIdentityError::Invalid(_) => LogInError::Wechat(WechatFailure::Unanswered {
                note: "the answer names nobody".to_owned(),
            }),
        })
    }

    fn session(&self, person: PersonId, account: &str) -> LoggedIn {
        let issued_at = self.clock.now();
        let session = PersonSession {
            id: self.ids.next().to_string(),
            person,
            account: account.to_owned(),
            issued_at,
            expires_at: issued_at.plus(self.lifetime),
        };
        LoggedIn {
            token: self.sessions.issue(&session),
            session,
        }
    }
}

fn checked(code: &str) -> Result<String, FieldFaults> {
    let mut faults = FieldFaults::default();
    let code = faults.keep("code", single_line(code, 1..=256));
    faults.check()?;
    Ok(code.unwrap_or_default())
}

fn refusal(failure: WechatFailure) -> LogInError {
    match failure {
        WechatFailure::Refused {
            code: 40029 | 40163, ..
        } => LogInError::CodeInvalid,
        WechatFailure::Refused { code: 40226, .. } => LogInError::Blocked,
        WechatFailure::Later {
            code: Some(45011),
            after,
            ..
        } => LogInError::TooMany {
            retry_after: after.unwrap_or(WINDOW),
        },
        other => LogInError::Wechat(other),
    }
}
