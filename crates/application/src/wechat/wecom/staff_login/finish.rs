//! Finish a sign-in of staff: the code that WeCom sent the browser back with becomes an operator's session, where the
//! member is linked to one.
//!
//! A sign-in is taken once and then forgotten. Unlike that of a person it is not answered again: the session it gives opens
//! the admin side.

use std::sync::Arc;
use std::time::Duration;

use domain::identity::{Operator, WecomUser};
use ports::StoreError;
use ports::identity::{OperatorReads, Session, SessionTokens};
use ports::system::{Clock, Ids};
use ports::wechat::login::{BegunLogin, LoginKey, LoginStates, TakenLogin};
use ports::wechat::wecom::{StaffLoginApi, StaffVisitor};
use ports::wechat::{RefusalKind, WechatFailure};

use crate::wechat::web::{is_secret, staff_login_key};

/// Longest code that is worth sending to WeCom.
const LONGEST_CODE: usize = 512;

/// Finishes sign-ins of staff.
#[derive(Clone)]
pub struct FinishStaffLogin {
    pub(in crate::wechat::wecom) api: Arc<dyn StaffLoginApi>,
    pub(in crate::wechat::wecom) states: Arc<dyn LoginStates>,
    pub(in crate::wechat::wecom) operators: Arc<dyn OperatorReads>,
    pub(in crate::wechat::wecom) tokens: Arc<dyn SessionTokens>,
    pub(in crate::wechat::wecom) clock: Arc<dyn Clock>,
    pub(in crate::wechat::wecom) ids: Arc<dyn Ids>,
    pub(in crate::wechat::wecom) lifetime: Duration,
}

/// What the browser came back with.
pub struct FinishStaffLoginCommand {
    /// The state.
    pub state: String,
    /// The browser's secret.
    pub browser: Option<String>,
    /// WeCom's code; there is none when the member declined.
    pub code: Option<String>,
}

/// Somebody is in.
pub struct StaffLoginFinished {
    /// Where to go.
    pub return_to: String,
    /// The operator's token.
    pub token: String,
    /// What it says.
    pub session: Session,
}

/// Nobody is in.
#[derive(Debug)]
pub struct StaffLoginUnfinished {
    /// Why not.
    pub why: StaffUnfinished,
    /// What was begun, where that is known: it can be begun again.
    pub begun: Option<BegunLogin>,
}

/// Why nobody is in.
#[derive(Debug, thiserror::Error)]
pub enum StaffUnfinished {
    /// Nothing of that state was begun in this browser, or it is over.
    #[error("no such sign-in was begun in this browser")]
    Unknown,
    /// The member did not agree.
    #[error("the member declined")]
    Declined,
    /// Somebody who is no member of the corporation.
    #[error("an outsider is not signed in")]
    Outsider,
    /// A member whom no administrator linked to an operator.
    #[error("the member is not linked to an operator")]
    NotLinked,
    /// The code is wrong, old or used (40029).
    #[error("the code is not good")]
    CodeInvalid,
    /// Another call is still at it.
    #[error("the sign-in is still under way")]
    Running,
    /// WeCom did not do what it was asked.
    #[error(transparent)]
    Wechat(WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl FinishStaffLogin {
    /// Runs it.
    ///
    /// # Errors
    /// Why nobody is in.
    #[tracing::instrument(name = "use_case.wecom.finish_staff_login", skip_all)]
    pub async fn run(&self, command: FinishStaffLoginCommand) -> Result<StaffLoginFinished, StaffLoginUnfinished> {
        let browser = command.browser.filter(|browser| is_secret(browser));
        let Some(browser) = browser.filter(|_| is_secret(&command.state)) else {
            return Err(nothing(StaffUnfinished::Unknown));
        };
        let key = staff_login_key(&command.state, &browser);
        let begun = match self.states.take(&key).await.map_err(|error| nothing(error.into()))? {
            None | Some(TakenLogin::Ended(..)) => return Err(nothing(StaffUnfinished::Unknown)),
            Some(TakenLogin::Running(begun)) => return Err(because(StaffUnfinished::Running, begun)),
            Some(TakenLogin::First(begun)) => begun,
        };
        let outcome = self.operator(&begun, command.code).await;
        self.put_away(&key, outcome.as_ref().err()).await;
        match outcome {
            Ok(operator) => Ok(self.finished(begun, &operator)),
            Err(why) => Err(because(why, begun)),
        }
    }

    async fn operator(&self, begun: &BegunLogin, code: Option<String>) -> Result<Operator, StaffUnfinished> {
        let code = code.filter(|code| !code.is_empty()).ok_or(StaffUnfinished::Declined)?;
        if code.len() > LONGEST_CODE {
            return Err(StaffUnfinished::CodeInvalid);
        }
        let visitor = self.api.visitor(&begun.account, &code).await.map_err(refusal)?;
        let StaffVisitor::Member { user_id } = visitor else {
            return Err(StaffUnfinished::Outsider);
        };
        // An id that no administrator could have entered is linked to nobody.
        let user = WecomUser::new(&begun.account, &user_id).map_err(|_| StaffUnfinished::NotLinked)?;
        let operator = self.operators.find_by_wecom(&user).await?;
        operator.ok_or(StaffUnfinished::NotLinked)
    }

    fn finished(&self, begun: BegunLogin, operator: &Operator) -> StaffLoginFinished {
        let issued_at = self.clock.now();
        let session = Session {
            id: self.ids.next().to_string(),
            operator: operator.id,
            username: operator.username.as_str().to_owned(),
            role: operator.role,
            issued_at,
            expires_at: issued_at.plus(self.lifetime),
        };
        StaffLoginFinished {
            return_to: begun.return_to,
            token: self.tokens.issue(&session),
            session,
        }
    }

    /// What WeCom certainly did not do can be tried again by loading the page again. Anything else has used the state up.
    async fn put_away(&self, key: &LoginKey, why: Option<&StaffUnfinished>) {
        let outcome = match why {
            Some(StaffUnfinished::Wechat(WechatFailure::Later { .. })) => self.states.give_back(key).await,
            _ => self.states.forget(key).await,
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, detail = error.detail(), "a sign-in of staff was not put away");
        }
    }
}

fn refusal(failure: WechatFailure) -> StaffUnfinished {
    match failure {
        WechatFailure::Refused {
            kind: RefusalKind::Consent,
            ..
        } => StaffUnfinished::CodeInvalid,
        other => StaffUnfinished::Wechat(other),
    }
}

const fn nothing(why: StaffUnfinished) -> StaffLoginUnfinished {
    StaffLoginUnfinished { why, begun: None }
}

const fn because(why: StaffUnfinished, begun: BegunLogin) -> StaffLoginUnfinished {
    StaffLoginUnfinished {
        why,
        begun: Some(begun),
    }
}
