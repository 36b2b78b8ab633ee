//! Look at Mini Program codes, and at what their scenes mean.

use std::sync::Arc;

use domain::ids::MiniProgramCodeId;
use domain::wechat::mini_program::{CodeKind, MiniProgramCode};
use ports::wechat::mini_program::{CodeFilter, CodeReads, SceneMeaning, StoredPicture};
use ports::{Page, PageQuery, StoreError};

use super::accounts::{AccountRefusal, MiniPrograms};

/// Everything that is read about codes.
#[derive(Clone)]
pub struct ReadCodes {
    pub(super) programs: MiniPrograms,
    pub(super) reads: Arc<dyn CodeReads>,
}

/// How many counted codes an account has made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeTotal {
    /// So many.
    pub made: u64,
    /// Of so many that it may ever make.
    pub of: u64,
}

impl ReadCodes {
    /// One code.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, account: &str, id: MiniProgramCodeId) -> Result<Option<MiniProgramCode>, StoreError> {
        self.reads.find(account, id).await
    }

    /// An account's codes, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        account: &str,
        filter: CodeFilter,
        page: PageQuery,
    ) -> Result<Page<MiniProgramCode>, StoreError> {
        self.reads.list(account, filter, page).await
    }

    /// The picture of a code.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn picture(&self, account: &str, id: MiniProgramCodeId) -> Result<Option<StoredPicture>, StoreError> {
        self.reads.picture(account, id).await
    }

    /// How many counted codes an account has made.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn total(&self, account: &str) -> Result<CodeTotal, StoreError> {
        Ok(CodeTotal {
            made: self.reads.counted(account).await?,
            of: CodeKind::LIFETIME_TOTAL,
        })
    }

    /// What a scene means, at the account of that name or the one that is meant without a name.
    ///
    /// # Errors
    /// When the account is not to be had or the store fails.
    #[tracing::instrument(name = "use_case.mini_program.resolve_scene", skip_all)]
    pub async fn meaning(&self, account: Option<&str>, scene: &str) -> Result<Option<SceneMeaning>, AccountRefusal> {
        let setup = self.programs.meant(account).await?;
        Ok(self.reads.meaning(&setup.name, scene).await?)
    }
}
