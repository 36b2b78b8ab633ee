//! Have WeChat check a picture or a recording; the verdict comes later.

use domain::ids::ContentCheckId;
use domain::text::single_line;
use domain::validation::FieldFaults;
use domain::wechat::mini_program::{ContentCheck, MediaOrder};

use super::accounts::MiniPrograms;
use super::conclude::{CheckTools, ContentCheckError};
use super::expire_check::ExpireContentCheck;
use super::submit_media::SubmitMediaCheck;
use crate::context::Context;

/// Takes media in for a check. A worker submits them, so that WeChat's absence loses none.
#[derive(Clone)]
pub struct CheckMedia {
    pub(super) programs: MiniPrograms,
    pub(super) tools: CheckTools,
}

/// Which medium.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckMediaCommand {
    /// The id the check gets; repeated with the same id, the check that is there is answered.
    pub id: ContentCheckId,
    /// What is to be checked.
    pub order: MediaOrder,
    /// Who and what.
    pub context: Context,
}

impl CheckMedia {
    /// Runs it; the check waits then, for 30 minutes at most.
    ///
    /// # Errors
    /// When the account is unknown, a field breaks a rule, or the store fails.
    #[tracing::instrument(name = "use_case.mini_program.check_media", skip_all, fields(check.id = %command.id))]
    pub async fn run(&self, command: CheckMediaCommand) -> Result<ContentCheck, ContentCheckError> {
        let setup = self.programs.named(&command.order.person.account).await?;
        if let Some(check) = self.tools.reads.find(&setup.name, command.id).await? {
            return Ok(check);
        }
        check_person(&command.order.person.open_id)?;
        let now = self.tools.clock.now();
        let (check, happened) = ContentCheck::of_media(command.id, command.order, now)?;
        let ids = self.tools.ids.as_ref();
        let submit = command.context.job(&SubmitMediaCheck::of(&check), now, ids);
        let mut expire = command.context.job(&ExpireContentCheck::of(&check), now, ids);
        expire.not_before = check.stored().due_at;
        let jobs = [submit, expire];
        Ok(self.tools.add(check, &happened, &jobs, &command.context).await?)
    }
}

fn check_person(open_id: &str) -> Result<(), FieldFaults> {
    let mut faults = FieldFaults::default();
    faults.keep("openId", single_line(open_id, 1..=128));
    faults.check()
}
