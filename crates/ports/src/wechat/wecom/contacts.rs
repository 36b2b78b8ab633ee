//! External contacts and their welcome as they are stored.

use async_trait::async_trait;
use domain::ids::{ContactSyncId, ExternalContactId, MessageId};
use domain::wechat::wecom::contacts::{Contact, WelcomeAttempt, WelcomeEnd, WelcomeSetting};

use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// External contacts inside a transaction. Their ids compare byte by byte, ids of members as
/// [`domain::wechat::wecom::user_key`] writes them.
#[async_trait]
pub trait ContactRepository: Send {
    /// Those of an account who are known, locked against other writers until the transaction ends.
    async fn find_for_update(
        &mut self,
        account: &str,
        external_user_ids: &[String],
    ) -> Result<Vec<Contact>, StoreError>;

    /// Stores new ones. Somebody known MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, contacts: &[Contact]) -> Result<(), StoreError>;

    /// Stores a change, relations included. MUST fail with [`StoreError::VersionConflict`] when the stored version is
    /// not `expected_version`.
    async fn save(&mut self, contact: &Contact, expected_version: u64) -> Result<(), StoreError>;

    /// Up to `max` with a relation that is there and was last listed by an older synchronisation than `sync`, or by
    /// none; locked.
    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: ContactSyncId,
        max: u32,
    ) -> Result<Vec<Contact>, StoreError>;

    /// Up to `max` to whom a member has a relation; locked.
    async fn of_user_for_update(&mut self, account: &str, user_id: &str, max: u32) -> Result<Vec<Contact>, StoreError>;

    /// Stores which members have customer contact, as the synchronisation `sync` was told, in place of those stored.
    async fn replace_users(
        &mut self,
        account: &str,
        sync: ContactSyncId,
        user_ids: &[String],
    ) -> Result<(), StoreError>;
}

/// Welcome messages inside a transaction.
#[async_trait]
pub trait WelcomeRepository: Send {
    /// The welcome message of an account, locked.
    async fn setting_for_update(&mut self, account: &str) -> Result<Option<WelcomeSetting>, StoreError>;

    /// Stores it in place of the one before. MUST fail with [`StoreError::VersionConflict`] when the stored version is
    /// not `expected_version`, and with [`StoreError::Duplicate`] when there is one and none was expected.
    async fn save_setting(&mut self, setting: &WelcomeSetting, expected_version: Option<u64>)
    -> Result<(), StoreError>;

    /// The welcoming that a message asked for, locked.
    async fn attempt_for_update(&mut self, id: MessageId) -> Result<Option<WelcomeAttempt>, StoreError>;

    /// Stores a new one. One that is known MUST fail with [`StoreError::Duplicate`].
    async fn add_attempt(&mut self, attempt: &WelcomeAttempt) -> Result<(), StoreError>;

    /// Stores how it came on; an end is counted for its account. MUST be called with an end once only.
    async fn save_attempt(&mut self, attempt: &WelcomeAttempt) -> Result<(), StoreError>;
}

/// Which external contacts of an account. Everything is exact but `name`, which is the beginning of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ContactFilter {
    /// Only contacts of this member.
    pub user_id: Option<String>,
    /// Only those whom any member gave this tag.
    pub tag: Option<String>,
    /// Only those who came by a contact code with this state.
    pub state: Option<String>,
    /// The beginning of the name; case matters.
    pub name: Option<String>,
}

impl std::fmt::Debug for ContactFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContactFilter").finish_non_exhaustive()
    }
}

/// Reading external contacts outside a transaction.
#[async_trait]
pub trait ContactReads: Send + Sync {
    /// One contact, also one without relations.
    async fn contact(&self, account: &str, external_user_id: &str) -> Result<Option<Contact>, StoreError>;

    /// One contact by our id.
    async fn contact_by_id(&self, id: ExternalContactId) -> Result<Option<Contact>, StoreError>;

    /// Contacts with relations, last seen first. The total is counted up to [`crate::Total::COUNTED`].
    async fn contacts(
        &self,
        account: &str,
        filter: &ContactFilter,
        page: PageQuery,
    ) -> Result<Page<Contact>, StoreError>;

    /// Up to `max` of the members that a synchronisation stored, in order of their keys, after the key `last`.
    async fn users_after(
        &self,
        account: &str,
        sync: ContactSyncId,
        last: Option<&str>,
        max: u32,
    ) -> Result<Vec<String>, StoreError>;

    /// The welcome message of an account.
    async fn welcome(&self, account: &str) -> Result<Option<WelcomeSetting>, StoreError>;

    /// How often welcoming ended how.
    async fn welcome_counts(&self, account: &str) -> Result<Vec<(WelcomeEnd, u64)>, StoreError>;
}
