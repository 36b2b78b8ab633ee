//! Finish a sign-in on a page: the code that WeChat sent the browser back with becomes a session of ours.
//!
//! WeChat's browser opens this page twice now and then, and a code is good once (40163). The first call exchanges it; the
//! others wait for the end of the first and answer the same: the same page, the same session, the same token.

use std::sync::Arc;
use std::time::Duration;

use domain::attendance::PersonRef;
use domain::identity::LearnedFrom;
use domain::ids::PersonId;
use ports::StoreError;
use ports::identity::{PersonSession, PersonSessions};
use ports::system::{Clock, Ids};
use ports::wechat::login::{BegunLogin, LoginEnd, LoginKey, LoginStates, TakenLogin, WebLoginApi, WebUser};
use ports::wechat::{RefusalKind, WechatFailure};

use super::login_key::{is_secret, login_key};
use crate::context::Context;
use crate::identity::{LearnIdentity, LearnIdentityCommand, LearnIdentityError};

/// How often, and for how long together, a repeated call looks whether the first one has ended: longer than a call to
/// WeChat usually takes, shorter than anybody waits for a page.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(250);
/// Longest code that is worth sending to WeChat.
const LONGEST_CODE: usize = 512;

/// Finishes sign-ins.
#[derive(Clone)]
pub struct FinishLogin {
    pub(super) api: Arc<dyn WebLoginApi>,
    pub(super) states: Arc<dyn LoginStates>,
    pub(super) learn: LearnIdentity,
    pub(super) sessions: Arc<dyn PersonSessions>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) lifetime: Duration,
}

/// What the browser came back with.
pub struct FinishLoginCommand {
    /// The state.
    pub state: String,
    /// The browser's secret.
    pub browser: Option<String>,
    /// WeChat's code; there is none when the person declined.
    pub code: Option<String>,
}

/// Somebody is in.
pub struct LoginFinished {
    /// Where to go.
    pub return_to: String,
    /// The token to show.
    pub token: String,
    /// What it says.
    pub session: PersonSession,
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
    /// A snapshot page (快照页): WeChat shows a virtual user, for whom no account is made.
    #[error("a snapshot page has no user")]
    Snapshot,
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

impl FinishLogin {
    /// Runs it.
    ///
    /// # Errors
    /// Why nobody is in.
    #[tracing::instrument(name = "use_case.wechat.finish_login", skip_all)]
    pub async fn run(&self, command: FinishLoginCommand, context: &Context) -> Result<LoginFinished, LoginUnfinished> {
        let browser = command.browser.filter(|browser| is_secret(browser));
        let Some(browser) = browser.filter(|_| is_secret(&command.state)) else {
            return Err(nothing(Unfinished::Unknown));
        };
        let key = login_key(&command.state, &browser);
        let begun = match self.take(&key).await.map_err(|error| nothing(error.into()))? {
            None => return Err(nothing(Unfinished::Unknown)),
            Some(TakenLogin::Ended(begun, end)) => return self.told(begun, end),
            Some(TakenLogin::Running(begun)) => return Err(because(Unfinished::Running, begun)),
            Some(TakenLogin::First(begun)) => begun,
        };
        match self.exchange(&begun, command.code, context).await {
            Ok(end) => self.end(&key, begun, end).await,
            Err(why) => {
                self.give_up(&key, &why).await;
                Err(because(why, begun))
            }
        }
    }

    async fn take(&self, key: &LoginKey) -> Result<Option<TakenLogin>, StoreError> {
        let mut taken = self.states.take(key).await?;
        for _ in 0..LOOKS {
            if !matches!(taken, Some(TakenLogin::Running(_))) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
            taken = self.states.take(key).await?;
        }
        Ok(taken)
    }

    async fn exchange(
        &self,
        begun: &BegunLogin,
        code: Option<String>,
        context: &Context,
    ) -> Result<LoginEnd, Unfinished> {
        let code = code.filter(|code| !code.is_empty()).ok_or(Unfinished::Declined)?;
        if code.len() > LONGEST_CODE {
            return Err(Unfinished::CodeInvalid);
        }
        let exchanged = self.api.exchange(&begun.account, begun.scope, &code).await;
        let user = exchanged.map_err(refusal)?;
        if user.is_snapshot {
            return Ok(LoginEnd::Snapshot);
        }
        let person = self.learn(begun, user, context).await?;
        Ok(LoginEnd::SignedIn(self.session(person, &begun.account)))
    }

    async fn learn(&self, begun: &BegunLogin, user: WebUser, context: &Context) -> Result<PersonId, Unfinished> {
        let command = LearnIdentityCommand {
            identity: PersonRef {
                account: begun.account.clone(),
                open_id: user.open_id,
            },
            union_id: user.union_id,
            learned_from: LearnedFrom::WebLogin,
        };
        self.learn.run(command, context).await.map_err(|error| match error {
            LearnIdentityError::Store(error) => Unfinished::Store(error),
            LearnIdentityError::Invalid(_) => Unfinished::Wechat(WechatFailure::Unanswered {
                note: "the answer names nobody".to_owned(),
            }),
        })
    }

    fn session(&self, person: PersonId, account: &str) -> PersonSession {
        let issued_at = self.clock.now();
        PersonSession {
            id: self.ids.next().to_string(),
            person,
            account: account.to_owned(),
            issued_at,
            expires_at: issued_at.plus(self.lifetime),
        }
    }

    /// The person is in even when that cannot be kept: only a repeated call would not hear of it.
    async fn end(&self, key: &LoginKey, begun: BegunLogin, end: LoginEnd) -> Result<LoginFinished, LoginUnfinished> {
        if let Err(error) = self.states.end(key, &end).await {
            tracing::warn!(%error, detail = error.detail(), "the end of a sign-in was not kept");
        }
        self.told(begun, end)
    }

    fn told(&self, begun: BegunLogin, end: LoginEnd) -> Result<LoginFinished, LoginUnfinished> {
        match end {
            LoginEnd::Snapshot => Err(because(Unfinished::Snapshot, begun)),
            LoginEnd::SignedIn(session) => Ok(LoginFinished {
                return_to: begun.return_to,
                token: self.sessions.issue(&session),
                session,
            }),
        }
    }

    /// What WeChat certainly did not do can be tried again with the same code, by loading the page again. Anything else
    /// has used the state up.
    async fn give_up(&self, key: &LoginKey, why: &Unfinished) {
        let outcome = match why {
            Unfinished::Wechat(WechatFailure::Later { .. }) => self.states.give_back(key).await,
            _ => self.states.forget(key).await,
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, detail = error.detail(), "a sign-in that failed was not put away");
        }
    }
}

fn refusal(failure: WechatFailure) -> Unfinished {
    match failure {
        WechatFailure::Refused {
            kind: RefusalKind::Consent,
            ..
        } => Unfinished::CodeInvalid,
        other => Unfinished::Wechat(other),
    }
}

const fn nothing(why: Unfinished) -> LoginUnfinished {
    LoginUnfinished { why, begun: None }
}

const fn because(why: Unfinished, begun: BegunLogin) -> LoginUnfinished {
    LoginUnfinished {
        why,
        begun: Some(begun),
    }
}
