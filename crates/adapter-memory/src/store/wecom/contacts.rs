//! External contacts inside transactions.

use async_trait::async_trait;
use domain::ids::ContactSyncId;
use domain::wechat::wecom::contacts::Contact;
use domain::wechat::wecom::user_key;
use ports::StoreError;
use ports::wechat::wecom::ContactRepository;

use super::super::state::duplicate;
use super::super::transaction::Transaction;

#[async_trait]
impl ContactRepository for Transaction {
    async fn find_for_update(
        &mut self,
        account: &str,
        external_user_ids: &[String],
    ) -> Result<Vec<Contact>, StoreError> {
        let mut names = external_user_ids.to_vec();
        names.sort_unstable();
        names.dedup();
        self.look(|state| {
            let find = |name| state.corp.contact_keys.get(&(account.to_owned(), name));
            let ids = names.into_iter().filter_map(find);
            ids.filter_map(|id| state.corp.contacts.get(id)).cloned().collect()
        })
    }

    async fn add(&mut self, contacts: &[Contact]) -> Result<(), StoreError> {
        self.change(|state| {
            for contact in contacts {
                let stored = contact.stored();
                let name = (stored.account.clone(), stored.external_user_id.clone());
                if state.corp.contact_keys.insert(name, stored.id).is_some() {
                    return Err(duplicate("external_contacts.person"));
                }
                state.corp.contacts.insert(stored.id, contact.clone());
            }
            Ok(())
        })
    }

    async fn save(&mut self, contact: &Contact, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.corp.contacts.get_mut(&contact.stored().id) {
            Some(known) if known.stored().version == expected_version => {
                *known = contact.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: ContactSyncId,
        max: u32,
    ) -> Result<Vec<Contact>, StoreError> {
        self.look(|state| {
            let unlisted = state.corp.contacts.values().filter(|contact| {
                contact.stored().account == account
                    && contact.is_known()
                    && contact.oldest_listing().is_none_or(|listed| listed < sync)
            });
            unlisted.take(max as usize).cloned().collect()
        })
    }

    async fn of_user_for_update(&mut self, account: &str, user_id: &str, max: u32) -> Result<Vec<Contact>, StoreError> {
        let key = user_key(user_id);
        self.look(|state| {
            let contacts = state.corp.contacts.values();
            let theirs = contacts.filter(|contact| {
                let relation = contact.stored().relations.get(&key);
                contact.stored().account == account && relation.is_some_and(|relation| relation.present)
            });
            theirs.take(max as usize).cloned().collect()
        })
    }

    async fn replace_users(
        &mut self,
        account: &str,
        sync: ContactSyncId,
        user_ids: &[String],
    ) -> Result<(), StoreError> {
        self.change(|state| {
            let users = user_ids.iter().map(|user_id| (user_key(user_id), user_id.clone()));
            state.corp.users.insert(account.to_owned(), (sync, users.collect()));
            Ok(())
        })
    }
}
