//! What kind of token a call has: an app's, or that of the directory (通讯录同步), which belongs to no app.

use serde_json::{Map, Value};

use crate::api::answer::Refusal;
use crate::api::call::Call;
use crate::api::fields;
use crate::state::corps::Corp;

impl Call<'_> {
    /// The corp, to look at.
    pub fn corp(&mut self) -> &mut Corp {
        let corp_id = &self.state.accounts[self.id].identity.app_id;
        self.state.corps.of(corp_id)
    }

    /// The corp, to change; it will be saved.
    pub fn corp_mut(&mut self) -> &mut Corp {
        self.state.changed = true;
        self.corp()
    }

    /// The app of the token; `None` for the directory's.
    #[must_use]
    pub fn agent(&self) -> Option<i64> {
        self.account().identity.agent_id
    }

    /// The app of the token.
    ///
    /// # Errors
    /// 48002 for the token of the directory.
    pub fn app(&self) -> Result<i64, Refusal> {
        self.agent().ok_or_else(|| Refusal::new(48002))
    }

    /// The app that a call names, which must be that of its token.
    ///
    /// # Errors
    /// 48002 for the token of the directory, 40056 for no number, 301002 for another app.
    pub fn named_app(&self, body: &Map<String, Value>) -> Result<i64, Refusal> {
        let own = self.app()?;
        // Some send it as text, which the platform takes.
        let named = fields::number(body, "agentid").ok_or_else(|| Refusal::new(40056))?;
        if named == own {
            Ok(own)
        } else {
            Err(Refusal::new(301_002))
        }
    }

    /// Only the directory's token may write the directory.
    ///
    /// # Errors
    /// 48002 for the token of an app.
    pub fn directory_only(&self) -> Result<(), Refusal> {
        match self.agent() {
            None => Ok(()),
            Some(_) => Err(Refusal::new(48002)),
        }
    }

    /// Details of the directory are hidden from a directory token of a new address.
    ///
    /// # Errors
    /// 48009.
    pub fn details_allowed(&mut self) -> Result<(), Refusal> {
        if self.agent().is_none() && self.corp().console.ids_only {
            return Err(Refusal::new(48009));
        }
        Ok(())
    }

    /// The app may use customer contact.
    ///
    /// # Errors
    /// 48002.
    pub fn contacts_allowed(&mut self) -> Result<(), Refusal> {
        let agent = self.agent();
        let agents = &self.corp().agents;
        let allowed = agent.and_then(|agent| agents.get(&agent));
        if allowed.is_none_or(|agent| agent.customer_contact) {
            Ok(())
        } else {
            Err(Refusal::new(48002))
        }
    }
}

/// Texts of a list; `None` when one is no text.
#[must_use]
pub fn texts(list: &[Value]) -> Option<Vec<String>> {
    list.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}
