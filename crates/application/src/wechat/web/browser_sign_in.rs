//! What every sign-in on a page has in common, whoever signs in: it leads to one of our pages, belongs to the browser that
//! began it, is good once, and is not begun without end.

use std::sync::Arc;
use std::time::Duration;

use ports::StoreError;
use ports::rate::{Allowance, RateLimiter};
use ports::system::Randomness;
use ports::wechat::login::{BegunLogin, LoginKey, LoginStates, TakenLogin};
use ports::wechat::{RefusalKind, WechatFailure};

use super::accounts::WebAccountRefusal;
use super::login_key::{is_secret, login_key};
use super::origin::PublicOrigin;

/// How long somebody may take on WeChat's page.
const PATIENCE: Duration = Duration::from_mins(10);
/// The span of the limits per address.
const WINDOW: Duration = Duration::from_mins(1);
/// Longest code that is worth sending to WeChat.
const LONGEST_CODE: usize = 512;

/// Who signs in. What is begun by the ones cannot be finished as the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visitors {
    /// People who attend events.
    People,
    /// Members of a corporation who may be operators.
    Staff,
}

impl Visitors {
    const fn name(self) -> &'static str {
        match self {
            Self::People => "web-login",
            Self::Staff => "staff-login",
        }
    }

    /// Most sign-ins begun from one address within [`WINDOW`]: a hall full of people shares one, and so does an office.
    const fn per_address(self) -> u32 {
        match self {
            Self::People => 3_000,
            Self::Staff => 300,
        }
    }

    fn callback(self, origin: &PublicOrigin) -> String {
        match self {
            Self::People => origin.callback(),
            Self::Staff => origin.staff_callback(),
        }
    }
}

/// The sign-ins of some visitors.
#[derive(Clone)]
pub(crate) struct BrowserSignIns {
    pub(crate) visitors: Visitors,
    pub(crate) states: Arc<dyn LoginStates>,
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) limiter: Arc<dyn RateLimiter>,
    pub(crate) origin: Option<PublicOrigin>,
}

/// The way that a browser goes.
pub(crate) struct Route {
    /// Where WeChat sends it back to.
    pub(crate) callback: String,
    /// Where it goes in the end.
    pub(crate) return_to: String,
}

/// What a sign-in is known by: one half goes through WeChat, the other stays in the browser.
pub(crate) struct Secrets {
    /// What WeChat hands back.
    pub(crate) state: String,
    browser: String,
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

/// What the browser came back with.
pub struct FinishLoginCommand {
    /// The state.
    pub state: String,
    /// The browser's secret.
    pub browser: Option<String>,
    /// WeChat's code; there is none when they declined.
    pub code: Option<String>,
}

/// Nobody is in.
#[derive(Debug)]
pub struct LoginUnfinished {
    /// Why not.
    pub why: Unfinished,
    /// What was begun, where that is known: it can be begun again.
    pub begun: Option<BegunLogin>,
}

/// Why nobody is in.
#[derive(Debug, thiserror::Error)]
pub enum Unfinished {
    /// Nothing of that state was begun in this browser, or it is over.
    #[error("no such sign-in was begun in this browser")]
    Unknown,
    /// The person did not agree.
    #[error("the person declined")]
    Declined,
    /// A snapshot page (快照页), on which people only: WeChat shows a virtual user, for whom no account is made.
    #[error("a snapshot page has no user")]
    Snapshot,
    /// Of staff only: somebody who is no member of the corporation.
    #[error("an outsider is not signed in")]
    Outsider,
    /// Of staff only: a member whom no administrator linked to an operator.
    #[error("the member is not linked to an operator")]
    NotLinked,
    /// The code is wrong, old or used (40029, 40163).
    #[error("the code is not good")]
    CodeInvalid,
    /// Another call is still at it.
    #[error("the sign-in is still under way")]
    Running,
    /// WeChat did not do what it was asked.
    #[error(transparent)]
    Wechat(WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BrowserSignIns {
    /// The way to that page of ours, given as a path or in full; to the first page unless given.
    pub(crate) fn route(&self, return_to: Option<&str>) -> Result<Route, BeginLoginError> {
        let origin = self.origin.as_ref().ok_or(BeginLoginError::NoAddress)?;
        let return_to = origin.own_page(return_to.unwrap_or("/"));
        Ok(Route {
            callback: self.visitors.callback(origin),
            return_to: return_to.ok_or(BeginLoginError::ReturnAddress)?,
        })
    }

    /// Counts one more sign-in from that address.
    pub(crate) async fn require_allowance(&self, address: &str) -> Result<(), BeginLoginError> {
        let key = format!("{}:{address}", self.visitors.name());
        match self.limiter.count(&key, self.visitors.per_address(), WINDOW).await {
            Ok(Allowance::Granted) => Ok(()),
            Ok(Allowance::Denied { retry_after }) => Err(BeginLoginError::TooMany { retry_after }),
            // Keeping everybody out would be worse; what is kept of a sign-in is small and passes.
            Err(error) => {
                tracing::warn!(%error, visitors = self.visitors.name(), "sign-ins are not limited at this moment");
                Ok(())
            }
        }
    }

    /// The secrets of a new sign-in, in a browser that has its own from an earlier one or not.
    pub(crate) fn secrets(&self, browser: Option<String>) -> Secrets {
        // Sign-ins in several tabs of one browser share its secret.
        let browser = browser.filter(|browser| is_secret(browser));
        Secrets {
            browser: browser.unwrap_or_else(|| self.randomness.secret()),
            state: self.randomness.secret(),
        }
    }

    /// Keeps what was begun until the browser is back from that address.
    pub(crate) async fn begin(
        &self,
        address: String,
        secrets: Secrets,
        login: &BegunLogin,
    ) -> Result<LoginBegun, BeginLoginError> {
        let key = login_key(self.visitors, &secrets.state, &secrets.browser);
        self.states.put(&key, login, PATIENCE).await?;
        Ok(LoginBegun {
            address,
            browser: secrets.browser,
            lasts: PATIENCE,
        })
    }

    /// What a sign-in is kept under with which a browser came back; [`Unfinished::Unknown`] when it cannot be ours.
    pub(crate) fn key(&self, back: &FinishLoginCommand) -> Result<LoginKey, LoginUnfinished> {
        let browser = back.browser.as_deref().filter(|browser| is_secret(browser));
        match browser.filter(|_| is_secret(&back.state)) {
            Some(browser) => Ok(login_key(self.visitors, &back.state, browser)),
            None => Err(LoginUnfinished::nothing(Unfinished::Unknown)),
        }
    }

    /// Takes a sign-in, which is good once.
    pub(crate) async fn take(&self, key: &LoginKey) -> Result<TakenLogin, LoginUnfinished> {
        let taken = self.states.take(key).await;
        taken
            .map_err(Unfinished::Store)
            .and_then(|taken| taken.ok_or(Unfinished::Unknown))
            .map_err(LoginUnfinished::nothing)
    }

    /// A sign-in that did not end. What WeChat certainly did not do can be tried again with the same code, by loading the
    /// page again; anything else has used the state up.
    pub(crate) async fn give_up(&self, key: &LoginKey, why: Unfinished, begun: BegunLogin) -> LoginUnfinished {
        let outcome = match &why {
            Unfinished::Wechat(WechatFailure::Later { .. }) => self.states.give_back(key).await,
            _ => self.states.forget(key).await,
        };
        self.warn_unless(outcome, "a sign-in that failed was not put away");
        LoginUnfinished::of(why, begun)
    }

    /// Notes what went wrong after somebody was in: it keeps nobody out.
    pub(crate) fn warn_unless(&self, outcome: Result<(), StoreError>, what: &'static str) {
        if let Err(error) = outcome {
            tracing::warn!(%error, detail = error.detail(), visitors = self.visitors.name(), "{what}");
        }
    }
}

impl LoginUnfinished {
    pub(crate) const fn nothing(why: Unfinished) -> Self {
        Self { why, begun: None }
    }

    pub(crate) const fn of(why: Unfinished, begun: BegunLogin) -> Self {
        Self {
            why,
            begun: Some(begun),
        }
    }
}

impl Unfinished {
    /// The code that a browser came back with.
    pub(crate) fn code(code: Option<String>) -> Result<String, Self> {
        let code = code.filter(|code| !code.is_empty()).ok_or(Self::Declined)?;
        match code.len() {
            ..=LONGEST_CODE => Ok(code),
            _ => Err(Self::CodeInvalid),
        }
    }

    /// What WeChat's answer to a code means.
    pub(crate) fn exchange(failure: WechatFailure) -> Self {
        match failure {
            WechatFailure::Refused {
                kind: RefusalKind::Consent,
                ..
            } => Self::CodeInvalid,
            other => Self::Wechat(other),
        }
    }
}
