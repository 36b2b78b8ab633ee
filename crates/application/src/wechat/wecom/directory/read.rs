//! Look at the directory.

use domain::wechat::wecom::directory::{Department, Member};
use ports::wechat::wecom::MemberFilter;
use ports::{Page, PageQuery};

use crate::wechat::wecom::{CorpError, CorpTools};

/// Everything that is read of directories.
#[derive(Clone)]
pub struct ReadDirectory(pub CorpTools);

impl ReadDirectory {
    /// Every department that is there, in order of number.
    ///
    /// # Errors
    /// When the account is no WeCom application, or the store fails.
    pub async fn departments(&self, account: &str) -> Result<Vec<Department>, CorpError> {
        self.0.check(account).await?;
        Ok(self.0.directory.departments(account).await?)
    }

    /// Members of an account, last seen first.
    ///
    /// # Errors
    /// When the account is no WeCom application, or the store fails.
    pub async fn members(
        &self,
        account: &str,
        filter: &MemberFilter,
        page: PageQuery,
    ) -> Result<Page<Member>, CorpError> {
        self.0.check(account).await?;
        Ok(self.0.directory.members(account, filter, page).await?)
    }

    /// One member, also one who left.
    ///
    /// # Errors
    /// When the account is no WeCom application, nobody of that id is known, or the store fails.
    pub async fn member(&self, account: &str, user_id: &str) -> Result<Member, CorpError> {
        self.0.check(account).await?;
        let found = self.0.directory.member(account, user_id).await?;
        found.ok_or(CorpError::UnknownMember)
    }
}
