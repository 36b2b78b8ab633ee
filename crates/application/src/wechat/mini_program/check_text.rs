//! Have WeChat check a text before others see it.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::ids::ContentCheckId;
use domain::text::{bounded, single_line};
use domain::validation::FieldFaults;
use domain::wechat::mini_program::{ContentCheck, ContentFinding, ContentScene, Doubt};
use ports::wechat::WechatFailure;
use ports::wechat::mini_program::{MiniProgramApi, TextToCheck};

use super::accounts::MiniPrograms;
use super::conclude::{CheckTools, ContentCheckError, count};
use crate::context::Context;

/// Checks texts. When WeChat cannot be asked or refuses, the text is to be reviewed by a person: nothing is lost, and
/// nothing is shown unseen. The text itself is not kept.
#[derive(Clone)]
pub struct CheckText {
    pub(super) api: Arc<dyn MiniProgramApi>,
    pub(super) programs: MiniPrograms,
    pub(super) tools: CheckTools,
}

/// Which text. `Debug` is not offered: it is a person's words.
#[derive(Clone)]
pub struct CheckTextCommand {
    /// The id the check gets; repeated with the same id, the check that is there is answered.
    pub id: ContentCheckId,
    /// The writer, in the Mini Program; must have visited it within the last two hours.
    pub person: PersonRef,
    /// Where it is to appear.
    pub scene: ContentScene,
    /// The text, 1 to 2500 characters.
    pub content: String,
    /// Its title, at most 500 characters.
    pub title: Option<String>,
    /// The writer's nickname, at most 100 characters.
    pub nickname: Option<String>,
    /// What it belongs to, in the caller's words: `survey_answer/…`; at most 128 characters.
    pub subject: Option<String>,
    /// Who and what.
    pub context: Context,
}

impl CheckText {
    /// Runs it; the check is concluded then.
    ///
    /// # Errors
    /// When the account is unknown, a field breaks a rule, or the store fails; never for a failure of WeChat.
    #[tracing::instrument(name = "use_case.mini_program.check_text", skip_all, fields(check.id = %command.id))]
    pub async fn run(&self, command: CheckTextCommand) -> Result<ContentCheck, ContentCheckError> {
        let setup = self.programs.named(&command.person.account).await?;
        if let Some(check) = self.tools.reads.find(&setup.name, command.id).await? {
            return Ok(check);
        }
        let text = checked(&command)?;
        let finding = match self.api.check_text(&text).await {
            Ok(finding) => finding,
            Err(failure) => doubt(&failure),
        };
        let (check, happened) = ContentCheck::of_text(
            command.id,
            command.person,
            command.scene,
            command.subject.as_deref(),
            finding,
            self.tools.clock.now(),
        )?;
        let check = self.tools.add(check, &happened, &[], &command.context).await?;
        count("text", finding.verdict.name());
        Ok(check)
    }
}

fn checked(command: &CheckTextCommand) -> Result<TextToCheck, FieldFaults> {
    let mut faults = FieldFaults::default();
    faults.keep("openId", single_line(&command.person.open_id, 1..=128));
    let content = faults.keep("content", bounded(&command.content, 1..=ContentCheck::MAX_TEXT_CHARS));
    let mut optional = |field, text: &Option<String>, most: usize| {
        let text = text.as_deref().filter(|text| !text.trim().is_empty())?;
        faults.keep(field, bounded(text, 1..=most))
    };
    let title = optional("title", &command.title, 500);
    let nickname = optional("nickname", &command.nickname, 100);
    if let Some(subject) = &command.subject {
        faults.keep("subject", single_line(subject, 1..=128));
    }
    faults.check()?;
    Ok(TextToCheck {
        person: command.person.clone(),
        scene: command.scene,
        content: content.unwrap_or_default(),
        title,
        nickname,
    })
}

fn doubt(failure: &WechatFailure) -> ContentFinding {
    tracing::warn!(error = %failure, "a text could not be checked and is left to people");
    ContentFinding::doubtful(match failure {
        WechatFailure::Refused { .. } => Doubt::Refused,
        WechatFailure::Later { .. } | WechatFailure::Unanswered { .. } => Doubt::Unavailable,
    })
}
