//! Finish a sign-in of staff: the code that WeCom sent the browser back with becomes an operator's session, where the
//! member is linked to one.
//!
//! A sign-in is taken once and then forgotten. Unlike that of a person it is not answered again: the session it gives opens
//! the admin side.

use std::sync::Arc;
use std::time::Duration;

use domain::identity::{Operator, WecomUser};
use ports::identity::{OperatorReads, Session, SessionTokens};
use ports::system::{Clock, Ids};
use ports::wechat::login::{BegunLogin, TakenLogin};
use ports::wechat::wecom::{StaffLoginApi, StaffVisitor};

use crate::wechat::web::{BrowserSignIns, FinishLoginCommand, LoginUnfinished, Unfinished};

/// Finishes sign-ins of staff.
#[derive(Clone)]
pub struct FinishStaffLogin {
    pub(in crate::wechat::wecom) api: Arc<dyn StaffLoginApi>,
    pub(in crate::wechat::wecom) sign_ins: BrowserSignIns,
    pub(in crate::wechat::wecom) operators: Arc<dyn OperatorReads>,
    pub(in crate::wechat::wecom) tokens: Arc<dyn SessionTokens>,
    pub(in crate::wechat::wecom) clock: Arc<dyn Clock>,
    pub(in crate::wechat::wecom) ids: Arc<dyn Ids>,
    pub(in crate::wechat::wecom) lifetime: Duration,
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

impl FinishStaffLogin {
    /// Runs it.
    ///
    /// # Errors
    /// Why nobody is in.
    #[tracing::instrument(name = "use_case.wecom.finish_staff_login", skip_all)]
    pub async fn run(&self, command: FinishLoginCommand) -> Result<StaffLoginFinished, LoginUnfinished> {
        let key = self.sign_ins.key(&command)?;
        let begun = match self.sign_ins.take(&key).await? {
            TakenLogin::Ended(..) => return Err(LoginUnfinished::nothing(Unfinished::Unknown)),
            TakenLogin::Running(begun) => return Err(LoginUnfinished::of(Unfinished::Running, begun)),
            TakenLogin::First(begun) => begun,
        };
        match self.operator(&begun, command.code).await {
            Ok(operator) => {
                let forgotten = self.sign_ins.states.forget(&key).await;
                self.sign_ins
                    .warn_unless(forgotten, "a sign-in that ended was not put away");
                Ok(self.finished(begun, &operator))
            }
            Err(why) => Err(self.sign_ins.give_up(&key, why, begun).await),
        }
    }

    async fn operator(&self, begun: &BegunLogin, code: Option<String>) -> Result<Operator, Unfinished> {
        let code = Unfinished::code(code)?;
        let visitor = self.api.visitor(&begun.account, &code).await;
        let visitor = visitor.map_err(Unfinished::exchange)?;
        let StaffVisitor::Member { user_id } = visitor else {
            return Err(Unfinished::Outsider);
        };
        // An id that no administrator could have entered is linked to nobody.
        let user = WecomUser::new(&begun.account, &user_id).map_err(|_| Unfinished::NotLinked)?;
        let operator = self.operators.find_by_wecom(&user).await?;
        operator.ok_or(Unfinished::NotLinked)
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
}
