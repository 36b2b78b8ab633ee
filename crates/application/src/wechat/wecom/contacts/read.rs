//! Look at external contacts.

use domain::wechat::wecom::contacts::Contact;
use ports::wechat::wecom::ContactFilter;
use ports::{Page, PageQuery};

use crate::wechat::wecom::{CorpError, CorpTools};

/// Everything that is read of external contacts.
#[derive(Clone)]
pub struct ReadContacts(pub CorpTools);

impl ReadContacts {
    /// Contacts of an account, last seen first.
    ///
    /// # Errors
    /// When the account is no WeCom application, or the store fails.
    pub async fn list(
        &self,
        account: &str,
        filter: &ContactFilter,
        page: PageQuery,
    ) -> Result<Page<Contact>, CorpError> {
        self.0.check(account).await?;
        Ok(self.0.contacts.contacts(account, filter, page).await?)
    }

    /// One contact, also one whom nobody knows any more.
    ///
    /// # Errors
    /// When the account is no WeCom application, nobody of that id is known, or the store fails.
    pub async fn find(&self, account: &str, external_user_id: &str) -> Result<Contact, CorpError> {
        self.0.check(account).await?;
        let found = self.0.contacts.contact(account, external_user_id).await?;
        found.ok_or(CorpError::UnknownContact)
    }
}
