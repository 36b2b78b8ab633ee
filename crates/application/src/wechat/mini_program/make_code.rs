//! Have WeChat make a Mini Program code, and keep it with its picture.

use std::sync::Arc;

use domain::ids::MiniProgramCodeId;
use domain::validation::FieldFaults;
use domain::wechat::mini_program::{CodeDraft, CodeKind, MiniProgramCode};
use ports::StoreError;
use ports::system::{Clock, Ids};
use ports::wechat::WechatFailure;
use ports::wechat::mini_program::{CodePicture, CodeReads, CodesStore, MiniProgramApi};

use super::accounts::{AccountRefusal, MiniPrograms};
use crate::context::Context;
use crate::log_wire;
use crate::retry::{AsStoreError, retry_on_contention};

/// WeChat's code for an account that has all the codes it may ever have.
const EXHAUSTED: i64 = 45_029;

/// Makes codes. Repeated with the same id it answers the code that is there.
#[derive(Clone)]
pub struct MakeCode {
    pub(super) api: Arc<dyn MiniProgramApi>,
    pub(super) programs: MiniPrograms,
    pub(super) codes: Arc<dyn CodesStore>,
    pub(super) reads: Arc<dyn CodeReads>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
}

/// Which code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeCodeCommand {
    /// The id it gets.
    pub id: MiniProgramCodeId,
    /// Our name of the account.
    pub account: String,
    /// What is wanted.
    pub draft: CodeDraft,
    /// Who and what.
    pub context: Context,
}

/// No code was made.
#[derive(Debug, thiserror::Error)]
pub enum MakeCodeError {
    /// The account is not to be had.
    #[error(transparent)]
    Account(#[from] AccountRefusal),
    /// What is wanted breaks a rule.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The account has all the counted codes that it may ever have: use unlimited ones.
    #[error("the account has made all {} codes of the limited kinds", CodeKind::LIFETIME_TOTAL)]
    Exhausted,
    /// WeChat did not make it.
    #[error(transparent)]
    Wechat(WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for MakeCodeError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) | Self::Account(AccountRefusal::Store(error)) => Some(error),
            _ => None,
        }
    }
}

impl MakeCode {
    /// Runs it.
    ///
    /// # Errors
    /// When the account is unknown or has all its codes, a field breaks a rule, WeChat makes none, or the store fails.
    #[tracing::instrument(name = "use_case.mini_program.make_code", skip_all, fields(code.id = %command.id))]
    pub async fn run(&self, command: MakeCodeCommand) -> Result<MiniProgramCode, MakeCodeError> {
        let setup = self.programs.named(&command.account).await?;
        if let Some(code) = self.reads.find(&setup.name, command.id).await? {
            return Ok(code);
        }
        let code = MiniProgramCode::plan(command.id, &setup.name, &command.draft, self.clock.now())?;
        if code.kind.is_counted() {
            self.watch_total(&setup.name).await?;
        }
        let picture = self.api.make_code(&code).await.map_err(refusal)?;
        let kept = retry_on_contention(|| self.keep(&code, &picture, &command.context)).await;
        if let Err(StoreError::Duplicate(_)) = kept
            && let Some(there) = self.reads.find(&setup.name, code.id).await?
        {
            return Ok(there);
        }
        kept?;
        Ok(code)
    }

    async fn watch_total(&self, account: &str) -> Result<(), MakeCodeError> {
        let made = self.reads.counted(account).await?;
        #[expect(clippy::cast_precision_loss, reason = "a gauge of at most some hundred thousands")]
        metrics::gauge!("mini_program_counted_codes", "account" => account.to_owned()).set(made as f64);
        if made >= CodeKind::LIFETIME_TOTAL {
            return Err(MakeCodeError::Exhausted);
        }
        if made >= CodeKind::LIFETIME_TOTAL / 10 * 9 {
            tracing::warn!(
                account,
                made,
                "an account has made nearly all the codes it may ever have"
            );
        }
        Ok(())
    }

    async fn keep(&self, code: &MiniProgramCode, picture: &CodePicture, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.codes.begin().await?;
        tx.codes().add(code, picture).await?;
        let wire = log_wire::mini_program_code_happened(code.id, &code.made());
        let entry = context.log_entry(wire, 1, code.created_at, self.ids.as_ref());
        tx.log().append(&[entry]).await?;
        tx.commit().await
    }
}

fn refusal(failure: WechatFailure) -> MakeCodeError {
    match failure {
        WechatFailure::Refused { code: EXHAUSTED, .. } => MakeCodeError::Exhausted,
        other => MakeCodeError::Wechat(other),
    }
}
