//! Which account a request means, and which person.

use serde::Deserialize;

use super::answer::ControlError;
use crate::state::State;
use crate::state::accounts::AccountId;

/// `?account=`: the default account without it.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    account: Option<String>,
}

impl Which {
    /// The account with this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            account: Some(name.to_owned()),
        }
    }

    /// The account.
    ///
    /// # Errors
    /// [`ControlError::UnknownAccount`]
    pub fn find(&self, state: &State) -> Result<AccountId, ControlError> {
        match &self.account {
            None => Ok(state.accounts.default_id()),
            Some(name) => state.accounts.named(name).ok_or(ControlError::UnknownAccount),
        }
    }

    /// The account that a person belongs to: the one that is named, or else the one that knows the open id.
    ///
    /// # Errors
    /// [`ControlError::UnknownAccount`], [`ControlError::UnknownPerson`]
    pub fn find_person(&self, state: &State, open_id: &str) -> Result<AccountId, ControlError> {
        if self.account.is_none() {
            return state.account_of(open_id).ok_or(ControlError::UnknownPerson);
        }
        let account = self.find(state)?;
        if state.accounts[account].people.knows(open_id) {
            Ok(account)
        } else {
            Err(ControlError::UnknownPerson)
        }
    }
}
