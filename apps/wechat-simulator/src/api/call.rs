//! What a handler works with.

use serde_json::{Map, Value};

use super::answer::Refusal;
use super::request::ApiRequest;
use crate::state::State;
use crate::state::account::Account;
use crate::state::accounts::AccountId;
use crate::state::people::Person;

/// One call of an account, with the state locked.
#[derive(Debug)]
pub struct Call<'a> {
    /// Everything.
    pub state: &'a mut State,
    /// Whose call it is. Endpoints without a token must check the credentials themselves: here is the account that the
    /// call names, or else the first of a fitting product.
    pub id: AccountId,
    /// What arrived.
    pub request: &'a ApiRequest,
}

impl Call<'_> {
    /// Whose call it is.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.state.accounts[self.id]
    }

    /// Whose call it is, to change; it will be saved.
    pub fn account_mut(&mut self) -> &mut Account {
        self.state.changed = true;
        &mut self.state.accounts[self.id]
    }

    /// Simulated Unix time in seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.state.clock.now()
    }

    /// The person with this open id, as the account sees them.
    #[must_use]
    pub fn person(&self, open_id: &str) -> Option<&Person> {
        self.account().people.get(open_id)
    }

    /// The body; see [`ApiRequest::object`].
    ///
    /// # Errors
    /// 44002 for an empty body, 47001 for anything but an object.
    pub fn object(&self) -> Result<Map<String, Value>, Refusal> {
        self.request.object()
    }

    /// A query parameter that is there and not empty.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.request.parameter(name)
    }

    /// The open id in a field, if it is that of a follower.
    ///
    /// # Errors
    /// 40003 for an unknown open id, 43004 for someone who does not follow.
    pub fn follower(&self, field: Option<&Value>) -> Result<String, Refusal> {
        let person = field.and_then(Value::as_str).and_then(|open_id| self.person(open_id));
        match person {
            None => Err(Refusal::new(40003)),
            Some(person) if !person.subscribed => Err(Refusal::new(43004)),
            Some(person) => Ok(person.open_id.clone()),
        }
    }
}
