//! Finish a sign-in on a page: the code that WeChat sent the browser back with becomes a session of ours.
//!
//! WeChat's browser opens this page twice now and then, and a code is good once (40163). The first call exchanges it; the
//! others wait for the end of the first and answer the same: the same page, the same session, the same token.

use std::sync::Arc;
use std::time::Duration;

use domain::attendance::PersonRef;
use domain::identity::LearnedFrom;
use domain::ids::PersonId;
use ports::identity::{PersonSession, PersonSessions};
use ports::system::{Clock, Ids};
use ports::wechat::WechatFailure;
use ports::wechat::login::{BegunLogin, LoginEnd, LoginKey, TakenLogin, WebLoginApi, WebUser};

use super::browser_sign_in::{BrowserSignIns, FinishLoginCommand, LoginUnfinished, Unfinished};
use crate::context::Context;
use crate::identity::{LearnIdentity, LearnIdentityCommand, LearnIdentityError};

/// How often, and for how long together, a repeated call looks whether the first one has ended: longer than a call to
/// WeChat usually takes, shorter than anybody waits for a page.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(250);

/// Finishes sign-ins.
#[derive(Clone)]
pub struct FinishLogin {
    pub(super) api: Arc<dyn WebLoginApi>,
    pub(super) sign_ins: BrowserSignIns,
    pub(super) learn: LearnIdentity,
    pub(super) sessions: Arc<dyn PersonSessions>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) lifetime: Duration,
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

impl FinishLogin {
    /// Runs it.
    ///
    /// # Errors
    /// Why nobody is in.
    #[tracing::instrument(name = "use_case.wechat.finish_login", skip_all)]
    pub async fn run(&self, command: FinishLoginCommand, context: &Context) -> Result<LoginFinished, LoginUnfinished> {
        let key = self.sign_ins.key(&command)?;
        let begun = match self.take(&key).await? {
            TakenLogin::Ended(begun, end) => return self.told(begun, end),
            TakenLogin::Running(begun) => return Err(LoginUnfinished::of(Unfinished::Running, begun)),
            TakenLogin::First(begun) => begun,
        };
        match self.exchange(&begun, command.code, context).await {
            Ok(end) => self.end(&key, begun, end).await,
            Err(why) => Err(self.sign_ins.give_up(&key, why, begun).await),
        }
    }

    async fn take(&self, key: &LoginKey) -> Result<TakenLogin, LoginUnfinished> {
        let mut taken = self.sign_ins.take(key).await?;
        for _ in 0..LOOKS {
            if !matches!(taken, TakenLogin::Running(_)) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
            taken = self.sign_ins.take(key).await?;
        }
        Ok(taken)
    }

    async fn exchange(
        &self,
        begun: &BegunLogin,
        code: Option<String>,
        context: &Context,
    ) -> Result<LoginEnd, Unfinished> {
        let code = Unfinished::code(code)?;
        let exchanged = self.api.exchange(&begun.account, begun.scope, &code).await;
        let user = exchanged.map_err(Unfinished::exchange)?;
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
        let kept = self.sign_ins.states.end(key, &end).await;
        self.sign_ins.warn_unless(kept, "the end of a sign-in was not kept");
        self.told(begun, end)
    }

    fn told(&self, begun: BegunLogin, end: LoginEnd) -> Result<LoginFinished, LoginUnfinished> {
        match end {
            LoginEnd::Snapshot => Err(LoginUnfinished::of(Unfinished::Snapshot, begun)),
            LoginEnd::SignedIn(session) => Ok(LoginFinished {
                return_to: begun.return_to,
                token: self.sessions.issue(&session),
                session,
            }),
        }
    }
}
